@NullMarked
package dev.glasshouse.css.media;

import org.jspecify.annotations.NullMarked;
