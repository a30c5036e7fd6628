package dev.glasshouse.css.properties;

import dev.glasshouse.css.values.BackgroundPosition;
import dev.glasshouse.css.values.BackgroundSize;
import dev.glasshouse.css.values.Calc;
import dev.glasshouse.css.values.Length;
import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.Percent;
import dev.glasshouse.css.values.QuirkyLength;
import dev.glasshouse.css.values.Size;
import dev.glasshouse.css.values.SizeKeyword;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code <position>} and {@code <bg-size>} (CSS Backgrounds 3, 2.6 and 2.9). */
final class PositionGrammar {
  private PositionGrammar() {}

  private enum Axis {
    X("left", "right"),
    Y("top", "bottom");

    private final String near;
    private final String far;

    Axis(String near, String far) {
      this.near = near;
      this.far = far;
    }

    boolean owns(String keyword) {
      return keyword.equals(near) || keyword.equals(far);
    }
  }

  /** One value of a position: a side (or center) or a distance. */
  private record Piece(String keyword, @Nullable LengthPercentage distance) {
    boolean is(Axis axis) {
      return axis.owns(keyword);
    }
  }

  /** One, two or four values; three only as in CSS 2 and Backgrounds. */
  static @Nullable BackgroundPosition position(Values in) {
    List<Piece> pieces = new ArrayList<>();
    for (Piece p = piece(in); p != null; p = pieces.size() < 4 ? piece(in) : null) {
      pieces.add(p);
    }
    return switch (pieces.size()) {
      case 0 -> null;
      case 1 -> two(pieces.getFirst(), new Piece("center", null));
      case 2 -> two(pieces.getFirst(), pieces.getLast());
      default -> four(pieces);
    };
  }

  /** Exactly two values. */
  static @Nullable BackgroundPosition two(Values in) {
    Piece first = piece(in);
    Piece second = first == null ? null : piece(in);
    return first == null || second == null ? null : two(first, second);
  }

  private static @Nullable Piece piece(Values in) {
    String keyword = in.keyword();
    if (keyword.equals("center") || Axis.X.owns(keyword) || Axis.Y.owns(keyword)) {
      in.next();
      return new Piece(keyword, null);
    }
    int mark = in.mark();
    LengthPercentage distance = Numeric.lengthPercentage(in);
    if (distance == null) {
      in.reset(mark);
      return null;
    }
    return new Piece("", distance);
  }

  private static @Nullable BackgroundPosition two(Piece first, Piece second) {
    boolean swapped = first.is(Axis.Y) || second.is(Axis.X);
    Piece x = swapped ? second : first;
    Piece y = swapped ? first : second;
    boolean bad = x.is(Axis.Y) || y.is(Axis.X);
    boolean distanceSwapped = swapped && (x.distance != null || y.distance != null);
    return bad || distanceSwapped
        ? null
        : new BackgroundPosition(alone(x, Axis.X), alone(y, Axis.Y));
  }

  private static LengthPercentage alone(Piece piece, Axis axis) {
    if (piece.distance != null) {
      return piece.distance;
    }
    return new Percent(
        piece.keyword.equals("center") ? 50 : piece.keyword.equals(axis.near) ? 0 : 100);
  }

  /** Two sides, at least one with a distance from it. */
  private static @Nullable BackgroundPosition four(List<Piece> pieces) {
    LengthPercentage x = null;
    LengthPercentage y = null;
    int centers = 0;
    int i = 0;
    while (i < pieces.size()) {
      Piece side = pieces.get(i++);
      LengthPercentage distance = i < pieces.size() ? pieces.get(i).distance : null;
      if (side.keyword.equals("center")) {
        centers++;
        continue;
      }
      i += distance != null ? 1 : 0;
      Axis axis = side.is(Axis.X) ? Axis.X : Axis.Y;
      LengthPercentage offset = distance == null ? new Percent(0) : distance;
      LengthPercentage place = side.keyword.equals(axis.near) ? offset : fromFarSide(offset);
      if (side.distance != null || (axis == Axis.X ? x : y) != null) {
        return null;
      }
      x = axis == Axis.X ? place : x;
      y = axis == Axis.Y ? place : y;
    }
    int missing = (x == null ? 1 : 0) + (y == null ? 1 : 0);
    if (missing != centers) {
      return null;
    }
    LengthPercentage middle = new Percent(50);
    return new BackgroundPosition(x == null ? middle : x, y == null ? middle : y);
  }

  static @Nullable LengthPercentage x(Values in) {
    return axis(in, Axis.X);
  }

  static @Nullable LengthPercentage y(Values in) {
    return axis(in, Axis.Y);
  }

  /** One axis: a side with an optional distance from it, {@code center}, or a distance. */
  private static @Nullable LengthPercentage axis(Values in, Axis axis) {
    String keyword = in.keyword();
    if (keyword.equals("center")) {
      in.next();
      return new Percent(50);
    }
    if (!axis.owns(keyword)) {
      return Numeric.lengthPercentage(in);
    }
    in.next();
    int mark = in.mark();
    LengthPercentage offset = Numeric.lengthPercentage(in);
    if (offset == null) {
      in.reset(mark);
      offset = new Percent(0);
    }
    return keyword.equals(axis.near) ? offset : fromFarSide(offset);
  }

  private static LengthPercentage fromFarSide(LengthPercentage offset) {
    return switch (offset) {
      case Percent p -> new Percent(100 - p.value());
      case Length l -> new Calc(new Calc.Linear(-l.px(), 100), false);
      case QuirkyLength q -> fromFarSide(new Length(q.px()));
      case Calc c -> new Calc(basis -> basis - c.resolve(basis), false);
    };
  }

  static @Nullable BackgroundSize size(Values in) {
    if (in.take("contain")) {
      return BackgroundSize.Fit.CONTAIN;
    }
    if (in.take("cover")) {
      return BackgroundSize.Fit.COVER;
    }
    Size width = side(in);
    if (width == null) {
      return null;
    }
    int mark = in.mark();
    Size height = side(in);
    if (height == null) {
      in.reset(mark);
      height = SizeKeyword.AUTO;
    }
    return new BackgroundSize.Sides(width, height);
  }

  private static @Nullable Size side(Values in) {
    return in.take("auto") ? SizeKeyword.AUTO : Numeric.positiveLengthPercentage(in);
  }
}
