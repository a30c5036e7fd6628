/**
 * Fonts and shaping: CSS font matching over the bundled, the system's and the page's fonts, and
 * text turned into positioned glyphs (HarfBuzz, by way of Skia).
 */
@NullMarked
package dev.glasshouse.layout.text;

import org.jspecify.annotations.NullMarked;
