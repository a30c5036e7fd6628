package dev.glasshouse.css.values;

/** The computed value of {@code line-height} (CSS Inline 3). */
public sealed interface LineHeight {

  /** By the font's own ascent, descent and line gap. */
  enum Normal implements LineHeight {
    /** The only one. */
    NORMAL
  }

  /** A multiple of the font size; each descendant multiplies its own. */
  record Multiple(double factor) implements LineHeight {}

  /** A fixed height in px; percentages are already resolved. */
  record Fixed(double px) implements LineHeight {}

  /** The used height in px: {@code normal} is what the font says. */
  default double used(double fontSize, double normal) {
    return switch (this) {
      case Normal _ -> normal;
      case Multiple m -> m.factor * fontSize;
      case Fixed f -> f.px;
    };
  }
}
