package dev.glasshouse.css.values;

/**
 * The computed value of {@code aspect-ratio}.
 *
 * @param auto whether a replaced element's own ratio comes first
 * @param ratio width divided by height; 0 where none was given
 */
public record AspectRatio(boolean auto, double ratio) {
  /** {@code auto}. */
  public static final AspectRatio AUTO = new AspectRatio(true, 0);
}
