@NullMarked
package dev.glasshouse.css.properties;

import org.jspecify.annotations.NullMarked;
