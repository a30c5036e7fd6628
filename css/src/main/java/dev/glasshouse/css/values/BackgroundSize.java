package dev.glasshouse.css.values;

/** The computed value of {@code background-size}. */
public sealed interface BackgroundSize {

  /** The sizes that fit the box as a whole. */
  enum Fit implements BackgroundSize {
    CONTAIN,
    COVER
  }

  /** Width and height; each a length, a percentage or {@link SizeKeyword#AUTO}. */
  record Sides(Size width, Size height) implements BackgroundSize {
    /** {@code auto}. */
    public static final Sides AUTO = new Sides(SizeKeyword.AUTO, SizeKeyword.AUTO);
  }
}
