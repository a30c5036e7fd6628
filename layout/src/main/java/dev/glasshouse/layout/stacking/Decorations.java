package dev.glasshouse.layout.stacking;

import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.values.TextDecoration;
import dev.glasshouse.layout.style.BoxStyle;
import dev.glasshouse.layout.text.FontMetrics;
import org.jspecify.annotations.Nullable;

/**
 * The lines that boxes around a text draw through it, the innermost first: they are not inherited
 * but go through (CSS Text Decoration 3, 2.1).
 *
 * @param outer those of the boxes around
 * @param decoration what is drawn
 * @param style the style of the box that draws it
 * @param font the measures of its font
 */
record Decorations(
    @Nullable Decorations outer, TextDecoration decoration, ComputedStyle style, FontMetrics font) {

  /** Those of a box inside. */
  static @Nullable Decorations in(
      @Nullable Decorations outer,
      BoxStyle style,
      dev.glasshouse.layout.flow.Typesetter typesetter) {
    if (!style.look().own()) {
      return outer;
    }
    ComputedStyle computed = style.look().computed();
    TextDecoration decoration = computed.textDecoration();
    return decoration.lines().isEmpty()
        ? outer
        : new Decorations(
            outer, decoration, computed, typesetter.metrics(style.script().shaping()));
  }
}
