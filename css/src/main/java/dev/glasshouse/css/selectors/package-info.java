/** Selectors: read from component values, matched against elements (Selectors 4). */
@NullMarked
package dev.glasshouse.css.selectors;

import org.jspecify.annotations.NullMarked;
