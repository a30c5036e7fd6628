@NullMarked
package dev.glasshouse.css.cascade;

import org.jspecify.annotations.NullMarked;
