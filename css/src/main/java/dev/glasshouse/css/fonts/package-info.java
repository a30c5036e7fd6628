/** Font faces that a page brings (CSS Fonts 4, section 4). */
@NullMarked
package dev.glasshouse.css.fonts;

import org.jspecify.annotations.NullMarked;
