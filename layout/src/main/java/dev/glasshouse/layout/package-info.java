/** Boxes, fragments and pixels: what a styled document looks like, and where. */
@NullMarked
package dev.glasshouse.layout;

import org.jspecify.annotations.NullMarked;
