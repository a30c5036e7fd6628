package dev.glasshouse.css.values;

/** The two radii of a rounded corner; percentages are of the box's width and height. */
public record Corner(LengthPercentage x, LengthPercentage y) {
  /** A corner that is not rounded. */
  public static final Corner SQUARE = new Corner(Length.ZERO, Length.ZERO);
}
