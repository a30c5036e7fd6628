package dev.glasshouse.css.properties;

import dev.glasshouse.css.properties.Shorthand.Parts;
import dev.glasshouse.css.values.Corner;
import dev.glasshouse.css.values.LengthPercentage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Taking apart the shorthands of boxes and borders. */
final class Boxes {
  private Boxes() {}

  /** One to four values: top, right, bottom, left. */
  static boolean four(Values in, Parts out) {
    List<Object> read = new ArrayList<>();
    while (!in.atEnd() && read.size() < 4) {
      Object v = Shorthand.grammarOf(out.target(read.size())).parse(in);
      if (v == null) {
        return false;
      }
      read.add(v);
    }
    if (read.isEmpty()) {
      return false;
    }
    for (int i = 0; i < 4; i++) {
      out.put(out.target(i), read.get(ofFour(i, read.size())));
    }
    return true;
  }

  /** Which of n values the i-th side takes. */
  private static int ofFour(int i, int n) {
    return i < n ? i : i == 3 && n > 1 ? 1 : i == 2 || n == 1 ? 0 : i - 1;
  }

  /** One value for both, or two. */
  static boolean two(Values in, Parts out) {
    int start = in.mark();
    if (!out.read(out.target(0), in)) {
      return false;
    }
    if (!in.atEnd()) {
      return out.read(out.target(1), in);
    }
    // Read again by the other's grammar: the same word may mean something else there.
    in.reset(start);
    return out.read(out.target(1), in);
  }

  /** Each longhand at most once, in any order. */
  static boolean anyOrder(Values in, Parts out) {
    if (in.atEnd()) {
      return false;
    }
    while (!in.atEnd()) {
      boolean any = false;
      for (Target t : out.targets()) {
        if (!out.has(t) && out.read(t, in)) {
          any = true;
          break;
        }
      }
      if (!any) {
        return false;
      }
    }
    return true;
  }

  /** Width, style and colour for all four sides; the border image is reset. */
  static boolean border(Values in, Parts out) {
    Parts one =
        new Parts(
            List.of(
                Property.BORDER_TOP_WIDTH, Property.BORDER_TOP_STYLE, Property.BORDER_TOP_COLOR));
    if (!anyOrder(in, one)) {
      return false;
    }
    for (int k = 0; k < 3; k++) {
      Object v = one.values().get(one.target(k));
      for (int i = 0; v != null && i < 4; i++) {
        out.put(out.target(4 * k + i), v);
      }
    }
    return true;
  }

  /** The same width, style and colour for two logical sides. */
  static boolean pairs(Values in, Parts out) {
    Parts one = new Parts(List.of(out.target(0), out.target(2), out.target(4)));
    if (!anyOrder(in, one)) {
      return false;
    }
    for (int k = 0; k < 3; k++) {
      Object v = one.values().get(one.target(k));
      if (v != null) {
        out.put(out.target(2 * k), v);
        out.put(out.target(2 * k + 1), v);
      }
    }
    return true;
  }

  /** One to four radii, after a slash one to four for the other axis. */
  static boolean radius(Values in, Parts out) {
    List<LengthPercentage> x = radii(in);
    List<LengthPercentage> y = x != null && in.takeDelim('/') ? radii(in) : x;
    if (x == null || y == null) {
      return false;
    }
    for (int i = 0; i < 4; i++) {
      out.put(out.target(i), new Corner(x.get(ofFour(i, x.size())), y.get(ofFour(i, y.size()))));
    }
    return true;
  }

  private static @Nullable List<LengthPercentage> radii(Values in) {
    List<LengthPercentage> out = new ArrayList<>();
    while (!in.atEnd() && !in.peek().isDelim('/') && out.size() < 4) {
      LengthPercentage lp = Numeric.positiveLengthPercentage(in);
      if (lp == null) {
        return null;
      }
      out.add(lp);
    }
    return out.isEmpty() ? null : out;
  }

  /** The source is read; slice, width, outset and repeat are kept as one text. */
  static boolean borderImage(Values in, Parts out) {
    StringBuilder rest = new StringBuilder();
    while (!in.atEnd()) {
      if (out.has(Property.BORDER_IMAGE_SOURCE) || !out.read(Property.BORDER_IMAGE_SOURCE, in)) {
        int mark = in.mark();
        in.next();
        rest.append(' ').append(dev.glasshouse.css.syntax.Serializer.text(in.since(mark)));
      }
    }
    if (!rest.isEmpty()) {
      out.put(Property.BORDER_IMAGE_SLICE, rest.toString().strip());
    }
    return true;
  }
}
