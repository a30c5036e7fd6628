/**
 * Style sheets and the cascade: which declaration wins for an element, and why (CSS Cascade 5,
 * Nesting 1, Conditional Rules 3).
 */
@NullMarked
package dev.glasshouse.css.cascade;

import org.jspecify.annotations.NullMarked;
