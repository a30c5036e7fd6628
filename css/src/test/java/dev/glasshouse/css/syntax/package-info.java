@NullMarked
package dev.glasshouse.css.syntax;

import org.jspecify.annotations.NullMarked;
