package dev.glasshouse.css.values;

/** Where an inline box sits in its line, or the content in a table cell (CSS 2, 10.8). */
public sealed interface VerticalAlign {

  /** The positions that are words. */
  enum Keyword implements VerticalAlign {
    BASELINE,
    SUB,
    SUPER,
    TOP,
    TEXT_TOP,
    MIDDLE,
    BOTTOM,
    TEXT_BOTTOM
  }

  /** Above the baseline; percentages are of the line height. */
  record Raised(LengthPercentage by) implements VerticalAlign {}
}
