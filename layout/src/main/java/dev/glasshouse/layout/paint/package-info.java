/** The display list, and Skia that draws it: pixels and PNG files come out. */
@NullMarked
package dev.glasshouse.layout.paint;

import org.jspecify.annotations.NullMarked;
