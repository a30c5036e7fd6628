package dev.glasshouse.layout.flow;

import dev.glasshouse.layout.text.FontMetrics;
import dev.glasshouse.layout.text.TextStyle;

/** What layout needs to know of fonts: their measures, and text set in them. */
public interface Typesetter {
  /** The measures of the first font of a style. */
  FontMetrics metrics(TextStyle style);

  /**
   * Text of one style and one direction, set on one line.
   *
   * @param level the level of the bidirectional algorithm; odd is right to left
   */
  Setting set(String text, TextStyle style, int level);
}
