/** The glass command. */
@NullMarked
package dev.glasshouse.app;

import org.jspecify.annotations.NullMarked;
