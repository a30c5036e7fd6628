/** Planted violations. */
@NullMarked
package dev.glasshouse.conformance.house.planted.css.one;

import org.jspecify.annotations.NullMarked;
