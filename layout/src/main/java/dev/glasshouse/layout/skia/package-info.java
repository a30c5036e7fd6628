/**
 * The door to Skia: its native library loaded from a cache folder, and what to say where it cannot
 * be.
 */
@NullMarked
package dev.glasshouse.layout.skia;

import org.jspecify.annotations.NullMarked;
