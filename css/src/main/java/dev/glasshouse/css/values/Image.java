package dev.glasshouse.css.values;

import java.util.List;
import java.util.Optional;

/** An image: none, a file, or a gradient (CSS Images 3 and 4). */
public sealed interface Image {

  /** No image. */
  enum None implements Image {
    /** The only one. */
    NONE
  }

  /**
   * A file.
   *
   * @param url the absolute URL, or the text as written where it does not parse
   */
  record FromUrl(String url) implements Image {}

  /**
   * {@code linear-gradient()}.
   *
   * @param line where it runs
   * @param stops the colours on the way, at least two
   */
  record LinearGradient(Line line, List<Stop> stops, boolean repeating) implements Image {}

  /** {@code radial-gradient()}. */
  record RadialGradient(
      boolean circle, Extent extent, BackgroundPosition center, List<Stop> stops, boolean repeating)
      implements Image {}

  /**
   * {@code conic-gradient()}; the stops' positions are percentages of the turn.
   *
   * @param fromDegrees where it begins, clockwise from the top
   */
  record ConicGradient(
      double fromDegrees, BackgroundPosition center, List<Stop> stops, boolean repeating)
      implements Image {}

  /** The direction of a linear gradient. */
  sealed interface Line {
    /** An angle, clockwise; 0 runs to the top. */
    record Angle(double degrees) implements Line {}

    /** To a corner: -1 left or top, 1 right or bottom. */
    record Corner(int x, int y) implements Line {}
  }

  /** How far a radial gradient reaches. */
  sealed interface Extent {
    /** To a side or corner of the box. */
    enum Keyword implements Extent {
      CLOSEST_SIDE,
      CLOSEST_CORNER,
      FARTHEST_SIDE,
      FARTHEST_CORNER
    }

    /** By its radii; percentages are of the box's width and height. */
    record Radii(LengthPercentage x, LengthPercentage y) implements Extent {}
  }

  /**
   * A colour on the way.
   *
   * @param color the colour; empty for a hint, the place where the two colours are mixed evenly
   * @param at where; empty where it follows from its neighbours
   */
  record Stop(Optional<Color> color, Optional<LengthPercentage> at) {}
}
