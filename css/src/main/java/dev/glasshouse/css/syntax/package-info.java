/** Text to tokens, component values, rules and declarations (CSS Syntax 3); knows no property. */
@NullMarked
package dev.glasshouse.css.syntax;

import org.jspecify.annotations.NullMarked;
