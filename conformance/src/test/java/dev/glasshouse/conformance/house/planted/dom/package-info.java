/** Planted violations. */
@NullMarked
package dev.glasshouse.conformance.house.planted.dom;

import org.jspecify.annotations.NullMarked;
