/** The program as a whole. */
@NullMarked
package dev.glasshouse.app;

import org.jspecify.annotations.NullMarked;
