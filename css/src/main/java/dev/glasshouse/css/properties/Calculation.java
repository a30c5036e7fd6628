package dev.glasshouse.css.properties;

import dev.glasshouse.css.values.Calc;
import org.jspecify.annotations.Nullable;

/**
 * An intermediate result of {@code calc()} and its kin (<a
 * href="https://drafts.csswg.org/css-values-4/#calc-func">CSS Values 4, 10</a>): {@code constant +
 * percent%}, or a function of what 100 % stands for.
 *
 * @param unit what it measures; lengths are in px, angles in degrees, times in s, resolutions in
 *     dppx
 * @param curve the function where it is not linear
 * @param hasPercent whether percentages take part, even with a factor of zero
 */
record Calculation(
    Unit unit, double constant, double percent, Calc.@Nullable Sum curve, boolean hasPercent) {

  /** What a calculation measures. */
  enum Unit {
    NUMBER,
    LENGTH,
    PERCENT,
    ANGLE,
    TIME,
    RESOLUTION,
    FLEX
  }

  /** A function of several results. */
  interface Fold {
    double of(double[] values);
  }

  static Calculation of(Unit unit, double value) {
    return new Calculation(unit, value, 0, null, false);
  }

  /** A percentage of a length. */
  static Calculation ofLengthPercent(double percent) {
    return new Calculation(Unit.LENGTH, 0, percent, null, true);
  }

  double at(double basis) {
    return curve != null ? curve.at(basis) : constant + percent * basis / 100;
  }

  @Nullable Calculation plus(Calculation other, int sign) {
    if (unit != other.unit) {
      return null;
    }
    if (curve == null && other.curve == null) {
      return new Calculation(
          unit,
          constant + sign * other.constant,
          percent + sign * other.percent,
          null,
          hasPercent || other.hasPercent);
    }
    Calculation self = this;
    return new Calculation(unit, 0, 0, basis -> self.at(basis) + sign * other.at(basis), true);
  }

  @Nullable Calculation times(Calculation other) {
    if (other.unit == Unit.NUMBER) {
      return scaled(other.constant);
    }
    return unit == Unit.NUMBER ? other.scaled(constant) : null;
  }

  @Nullable Calculation over(Calculation other) {
    if (other.unit == Unit.NUMBER) {
      return scaled(1 / other.constant);
    }
    boolean ratio = unit == other.unit && !hasPercent && !other.hasPercent;
    return ratio ? of(Unit.NUMBER, constant / other.constant) : null;
  }

  Calculation scaled(double by) {
    Calc.Sum f = curve;
    return f != null
        ? new Calculation(unit, 0, 0, basis -> f.at(basis) * by, true)
        : new Calculation(unit, constant * by, percent * by, null, hasPercent);
  }

  /** A function of results of one unit, worked out now where no percentage is in the way. */
  static @Nullable Calculation fold(java.util.List<Calculation> of, Fold fold) {
    Unit unit = of.getFirst().unit;
    boolean percent = false;
    for (Calculation c : of) {
      if (c.unit != unit) {
        return null;
      }
      percent |= c.hasPercent;
    }
    Calculation[] parts = of.toArray(Calculation[]::new);
    if (!percent) {
      return of(unit, foldAt(parts, fold, 0));
    }
    return new Calculation(unit, 0, 0, basis -> foldAt(parts, fold, basis), true);
  }

  private static double foldAt(Calculation[] parts, Fold fold, double basis) {
    double[] values = new double[parts.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = parts[i].at(basis);
    }
    return fold.of(values);
  }
}
