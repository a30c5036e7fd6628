package dev.glasshouse.css.values;

/** One function of {@code transform} (CSS Transforms 1 and 2); angles in degrees. */
public sealed interface Transform {
  /** {@code translate()}, {@code translateX()}, {@code translate3d()}, ... */
  record Translate(LengthPercentage x, LengthPercentage y, double z) implements Transform {}

  /** {@code scale()}, ... */
  record Scale(double x, double y, double z) implements Transform {}

  /** {@code rotate()} about an axis; (0, 0, 1) in the plane. */
  record Rotate(double x, double y, double z, double degrees) implements Transform {}

  /** {@code skew()}, {@code skewX()}, {@code skewY()}. */
  record Skew(double xDegrees, double yDegrees) implements Transform {}

  /** {@code matrix()}. */
  record Matrix(double a, double b, double c, double d, double e, double f) implements Transform {}

  /** {@code matrix3d()}, column by column. */
  record Matrix3d(java.util.List<Double> columns) implements Transform {
    /** Takes a copy. */
    public Matrix3d {
      columns = java.util.List.copyOf(columns);
    }
  }

  /** {@code perspective()}; infinite for {@code none}. */
  record Perspective(double px) implements Transform {}
}
