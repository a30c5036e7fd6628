package dev.glasshouse.css.values;

/**
 * A position in a box: percentages align that part of the image with that part of the box.
 *
 * @param x from the left edge
 * @param y from the top edge
 */
public record BackgroundPosition(LengthPercentage x, LengthPercentage y) {
  /** The top left corner. */
  public static final BackgroundPosition TOP_LEFT =
      new BackgroundPosition(new Percent(0), new Percent(0));

  /** The middle. */
  public static final BackgroundPosition CENTER =
      new BackgroundPosition(new Percent(50), new Percent(50));
}
