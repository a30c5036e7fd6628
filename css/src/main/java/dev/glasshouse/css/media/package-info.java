/** Media queries and the viewport that they ask about (Media Queries 4 and 5). */
@NullMarked
package dev.glasshouse.css.media;

import org.jspecify.annotations.NullMarked;
