/** Boxes, fragments and pixels. */
@NullMarked
package dev.glasshouse.layout;

import org.jspecify.annotations.NullMarked;
