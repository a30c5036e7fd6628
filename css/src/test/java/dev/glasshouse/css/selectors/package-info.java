@NullMarked
package dev.glasshouse.css.selectors;

import org.jspecify.annotations.NullMarked;
