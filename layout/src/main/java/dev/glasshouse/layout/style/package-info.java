/** What layout reads of a computed style, in its own units. */
@NullMarked
package dev.glasshouse.layout.style;

import org.jspecify.annotations.NullMarked;
