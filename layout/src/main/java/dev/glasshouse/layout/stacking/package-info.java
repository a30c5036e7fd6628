/** Painting order: fragments become the items of a picture (CSS 2 Appendix E). */
@NullMarked
package dev.glasshouse.layout.stacking;

import org.jspecify.annotations.NullMarked;
