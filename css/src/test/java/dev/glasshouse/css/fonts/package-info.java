@NullMarked
package dev.glasshouse.css.fonts;

import org.jspecify.annotations.NullMarked;
