/** The one table of properties, their grammars and shorthands, and the computed style they make. */
@NullMarked
package dev.glasshouse.css.properties;

import org.jspecify.annotations.NullMarked;
