/** Planted violations. */
@NullMarked
package dev.glasshouse.conformance.house.planted.css.two;

import org.jspecify.annotations.NullMarked;
