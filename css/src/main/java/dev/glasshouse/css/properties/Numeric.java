package dev.glasshouse.css.properties;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.properties.Calculation.Unit;
import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Dimension;
import dev.glasshouse.css.syntax.ComponentValue.Num;
import dev.glasshouse.css.syntax.ComponentValue.Percentage;
import dev.glasshouse.css.values.Calc;
import dev.glasshouse.css.values.Length;
import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.Percent;
import org.jspecify.annotations.Nullable;

/** Grammars of lengths, percentages, numbers and angles, calculations included. */
final class Numeric {
  private static final double NO_LIMIT = Double.NEGATIVE_INFINITY;

  private Numeric() {}

  /** {@code <length-percentage>}. */
  static @Nullable LengthPercentage lengthPercentage(Values in) {
    return lengthPercentage(in, false);
  }

  /** {@code <length-percentage [0,∞]>}. */
  static @Nullable LengthPercentage positiveLengthPercentage(Values in) {
    return lengthPercentage(in, true);
  }

  private static @Nullable LengthPercentage lengthPercentage(Values in, boolean positive) {
    ComponentValue v = in.peek();
    if (v instanceof Percentage p) {
      in.next();
      return positive && p.value() < 0 ? null : new Percent(p.value());
    }
    if (CalcGrammar.begins(in)) {
      Calculation c = CalcGrammar.parse(in, true);
      return c == null || c.unit() != Unit.LENGTH ? null : computed(c, positive);
    }
    double px = literalPx(in);
    return Double.isNaN(px) || (positive && px < 0) ? null : Length.px(px);
  }

  private static LengthPercentage computed(Calculation c, boolean positive) {
    if (!c.hasPercent()) {
      double px = finite(c.constant());
      return Length.px(positive ? Math.max(0, px) : px);
    }
    if (c.curve() != null) {
      return new Calc(c.curve(), positive);
    }
    boolean plain = c.constant() == 0 && !(positive && c.percent() < 0);
    return plain
        ? new Percent(c.percent())
        : new Calc(new Calc.Linear(c.constant(), c.percent()), positive);
  }

  /** NaN counts as 0, the infinities as very long (CSS Values 4, 10.9). */
  static double finite(double d) {
    return Double.isNaN(d) ? 0 : Math.max(-1e9, Math.min(1e9, d));
  }

  /** A length that is no calculation, in px; NaN where there is none. */
  private static double literalPx(Values in) {
    ComponentValue v = in.peek();
    double px = Double.NaN;
    if (v instanceof Dimension d) {
      px = Units.px(d, in.context());
    } else if (v instanceof Num n && (n.value() == 0 || in.context().quirks())) {
      px = n.value();
    }
    if (!Double.isNaN(px)) {
      in.next();
    }
    return finiteOrNaN(px);
  }

  private static double finiteOrNaN(double px) {
    return Double.isNaN(px) ? px : finite(px);
  }

  /** {@code <length>} in px. */
  static @Nullable Double length(Values in) {
    if (CalcGrammar.begins(in)) {
      Calculation c = CalcGrammar.parse(in, false);
      return c == null || c.unit() != Unit.LENGTH ? null : Double.valueOf(finite(c.constant()));
    }
    double px = literalPx(in);
    return Double.isNaN(px) ? null : Double.valueOf(px);
  }

  /** {@code <length [0,∞]>} in px. */
  static @Nullable Double positiveLength(Values in) {
    boolean calc = CalcGrammar.begins(in);
    Double px = length(in);
    if (px != null && px < 0) {
      return calc ? Double.valueOf(0) : null;
    }
    return px;
  }

  /** {@code <number>}. */
  static @Nullable Double number(Values in) {
    return number(in, NO_LIMIT);
  }

  /** {@code <number [0,∞]>}. */
  static @Nullable Double positiveNumber(Values in) {
    return number(in, 0);
  }

  private static @Nullable Double number(Values in, double least) {
    if (in.peek() instanceof Num n) {
      in.next();
      return n.value() < least ? null : Double.valueOf(n.value());
    }
    Calculation c = CalcGrammar.parse(in, false);
    return c == null || c.unit() != Unit.NUMBER
        ? null
        : Double.valueOf(Math.max(least, finite(c.constant())));
  }

  /** {@code <integer>}. */
  static @Nullable Integer integer(Values in) {
    if (in.peek() instanceof Num n) {
      in.next();
      return n.integer() ? Integer.valueOf((int) n.value()) : null;
    }
    Double d = number(in);
    return d == null ? null : Integer.valueOf((int) Math.floor(d + 0.5));
  }

  /** {@code <integer [1,∞]>}. */
  static @Nullable Integer positiveInteger(Values in) {
    Integer i = integer(in);
    return i == null || i < 1 ? null : i;
  }

  /** {@code <percentage>}, 50 for 50 %. */
  static @Nullable Double percentage(Values in) {
    if (in.peek() instanceof Percentage p) {
      in.next();
      return p.value();
    }
    Calculation c = CalcGrammar.parse(in, false);
    return c == null || c.unit() != Unit.PERCENT ? null : Double.valueOf(finite(c.constant()));
  }

  /** {@code <number> | <percentage>}, where 100 % is {@code whole}. */
  static @Nullable Double numberOrPercentage(Values in, double whole) {
    if (in.peek() instanceof Percentage p) {
      in.next();
      return p.value() / 100 * whole;
    }
    if (in.peek() instanceof Num n) {
      in.next();
      return n.value();
    }
    Calculation c = CalcGrammar.parse(in, false);
    if (c == null) {
      return null;
    }
    return switch (c.unit()) {
      case NUMBER -> Double.valueOf(finite(c.constant()));
      case PERCENT -> Double.valueOf(finite(c.constant()) / 100 * whole);
      default -> null;
    };
  }

  /** {@code <angle>} in degrees; a plain 0 counts too. */
  static @Nullable Double angle(Values in) {
    if (in.peek() instanceof Dimension d) {
      double degrees = Units.angle(Ascii.lower(d.unit())) * d.value();
      if (Double.isNaN(degrees)) {
        return null;
      }
      in.next();
      return degrees;
    }
    if (in.peek() instanceof Num n && n.value() == 0) {
      in.next();
      return 0.0;
    }
    if (!CalcGrammar.begins(in)) {
      return null;
    }
    Calculation c = CalcGrammar.parse(in, false);
    return c == null || c.unit() != Unit.ANGLE ? null : Double.valueOf(finite(c.constant()));
  }
}
