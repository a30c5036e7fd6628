/**
 * Block and inline layout: boxes and the room they have become fragments (CSS 2 chapters 8 to 10,
 * CSS Text 3).
 */
@NullMarked
package dev.glasshouse.layout.flow;

import org.jspecify.annotations.NullMarked;
