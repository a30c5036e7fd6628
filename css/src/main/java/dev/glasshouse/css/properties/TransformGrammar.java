package dev.glasshouse.css.properties;

import dev.glasshouse.css.values.BackgroundPosition;
import dev.glasshouse.css.values.Length;
import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.Transform;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Transforms (<a href="https://drafts.csswg.org/css-transforms-2/">CSS Transforms 2</a>). */
final class TransformGrammar {
  private TransformGrammar() {}

  /** {@code transform}: a list of functions; empty for {@code none}. */
  static @Nullable List<Transform> transform(Values in) {
    if (in.take("none")) {
      return List.of();
    }
    List<Transform> out = new ArrayList<>();
    while (!in.functionName().isEmpty()) {
      String name = in.functionName();
      Values arguments = in.arguments();
      Transform t = function(name, arguments);
      if (t == null || !arguments.atEnd()) {
        return null;
      }
      out.add(t);
    }
    return out.isEmpty() ? null : List.copyOf(out);
  }

  private static @Nullable Transform function(String name, Values in) {
    return switch (name) {
      case "translate", "translatex", "translatey", "translatez", "translate3d" ->
          translate(name, in);
      case "scale", "scalex", "scaley", "scalez", "scale3d" -> scale(name, in);
      case "rotate", "rotatez" -> rotate(0, 0, 1, in);
      case "rotatex" -> rotate(1, 0, 0, in);
      case "rotatey" -> rotate(0, 1, 0, in);
      case "rotate3d" -> rotate3d(in);
      case "skew", "skewx", "skewy" -> skew(name, in);
      case "matrix" -> matrix(in);
      case "matrix3d" -> matrix3d(in);
      case "perspective" -> perspective(in);
      default -> null;
    };
  }

  private static @Nullable Transform translate(String name, Values in) {
    if (name.equals("translatez")) {
      Double z = Numeric.length(in);
      return z == null ? null : new Transform.Translate(Length.ZERO, Length.ZERO, z);
    }
    LengthPercentage a = Numeric.lengthPercentage(in);
    if (a == null) {
      return null;
    }
    if (name.equals("translatey")) {
      return new Transform.Translate(Length.ZERO, a, 0);
    }
    LengthPercentage b = in.takeComma() ? Numeric.lengthPercentage(in) : Length.ZERO;
    Double z =
        name.equals("translate3d") && in.takeComma() ? Numeric.length(in) : Double.valueOf(0);
    return b == null || z == null ? null : new Transform.Translate(a, b, z);
  }

  private static @Nullable Transform scale(String name, Values in) {
    Double a = Numeric.numberOrPercentage(in, 1);
    if (a == null) {
      return null;
    }
    switch (name) {
      case "scalex":
        return new Transform.Scale(a, 1, 1);
      case "scaley":
        return new Transform.Scale(1, a, 1);
      case "scalez":
        return new Transform.Scale(1, 1, a);
      default:
        Double b = in.takeComma() ? Numeric.numberOrPercentage(in, 1) : a;
        Double c = in.takeComma() ? Numeric.numberOrPercentage(in, 1) : Double.valueOf(1);
        return b == null || c == null ? null : new Transform.Scale(a, b, c);
    }
  }

  private static @Nullable Transform rotate(double x, double y, double z, Values in) {
    Double degrees = Numeric.angle(in);
    return degrees == null ? null : new Transform.Rotate(x, y, z, degrees);
  }

  private static @Nullable Transform rotate3d(Values in) {
    List<Double> axis = numbers(in, 3);
    return axis == null || !in.takeComma()
        ? null
        : rotate(axis.get(0), axis.get(1), axis.get(2), in);
  }

  private static @Nullable Transform skew(String name, Values in) {
    Double a = Numeric.angle(in);
    if (a == null) {
      return null;
    }
    if (name.equals("skewy")) {
      return new Transform.Skew(0, a);
    }
    Double b = in.takeComma() ? Numeric.angle(in) : Double.valueOf(0);
    return b == null ? null : new Transform.Skew(a, b);
  }

  private static @Nullable Transform matrix(Values in) {
    List<Double> n = numbers(in, 6);
    return n == null
        ? null
        : new Transform.Matrix(n.get(0), n.get(1), n.get(2), n.get(3), n.get(4), n.get(5));
  }

  private static @Nullable Transform matrix3d(Values in) {
    List<Double> n = numbers(in, 16);
    return n == null ? null : new Transform.Matrix3d(n);
  }

  private static @Nullable List<Double> numbers(Values in, int count) {
    List<Double> out = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Double d = i > 0 && !in.takeComma() ? null : Numeric.number(in);
      if (d == null) {
        return null;
      }
      out.add(d);
    }
    return out;
  }

  private static @Nullable Transform perspective(Values in) {
    if (in.take("none")) {
      return new Transform.Perspective(Double.POSITIVE_INFINITY);
    }
    Double px = Numeric.positiveLength(in);
    return px == null ? null : new Transform.Perspective(Math.max(1, px));
  }

  /** {@code transform-origin}; a depth is read and not kept. */
  static @Nullable BackgroundPosition origin(Values in) {
    int mark = in.mark();
    BackgroundPosition two = PositionGrammar.position(in);
    if (two != null && in.atEnd()) {
      return two;
    }
    in.reset(mark);
    BackgroundPosition pair = PositionGrammar.two(in);
    return pair != null && Numeric.length(in) != null ? pair : null;
  }

  /** {@code translate}. */
  static @Nullable List<Transform> translateProperty(Values in) {
    if (in.take("none")) {
      return List.of();
    }
    LengthPercentage x = Numeric.lengthPercentage(in);
    LengthPercentage y = x == null || in.atEnd() ? Length.ZERO : Numeric.lengthPercentage(in);
    Double z = in.atEnd() ? Double.valueOf(0) : Numeric.length(in);
    return x == null || y == null || z == null ? null : List.of(new Transform.Translate(x, y, z));
  }

  /** {@code scale}. */
  static @Nullable List<Transform> scaleProperty(Values in) {
    if (in.take("none")) {
      return List.of();
    }
    Double x = Numeric.numberOrPercentage(in, 1);
    Double y = in.atEnd() ? x : Numeric.numberOrPercentage(in, 1);
    Double z = in.atEnd() ? Double.valueOf(1) : Numeric.numberOrPercentage(in, 1);
    return x == null || y == null || z == null ? null : List.of(new Transform.Scale(x, y, z));
  }

  /** {@code rotate}. */
  static @Nullable List<Transform> rotateProperty(Values in) {
    if (in.take("none")) {
      return List.of();
    }
    double[] axis = {0, 0, 1};
    int named = "xyz".indexOf(in.keyword().isEmpty() ? "?" : in.keyword());
    int mark = in.mark();
    Double degrees = named < 0 ? Numeric.angle(in) : null;
    if (named >= 0) {
      in.next();
      axis = new double[] {named == 0 ? 1 : 0, named == 1 ? 1 : 0, named == 2 ? 1 : 0};
    } else if (degrees == null) {
      in.reset(mark);
      for (int i = 0; i < 3; i++) {
        Double d = Numeric.number(in);
        if (d == null) {
          return null;
        }
        axis[i] = d;
      }
    }
    degrees = degrees == null ? Numeric.angle(in) : degrees;
    return degrees == null
        ? null
        : List.of(new Transform.Rotate(axis[0], axis[1], axis[2], degrees));
  }
}
