@NullMarked
package dev.glasshouse.layout.paint;

import org.jspecify.annotations.NullMarked;
