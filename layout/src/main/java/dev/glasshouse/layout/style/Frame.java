package dev.glasshouse.layout.style;

import dev.glasshouse.css.values.Sides;
import dev.glasshouse.css.values.Size;

/**
 * What lies around a box's content.
 *
 * @param margin lengths, percentages and {@code auto}
 * @param padding lengths and percentages
 * @param border used widths: 0 where the style is none
 */
public record Frame(Sides<? extends Size> margin, Sides<? extends Size> padding, Insets border) {
  /** Nothing around the content. */
  public static final Frame NONE = new Frame(Placement.zeros(), Placement.zeros(), Insets.NONE);
}
