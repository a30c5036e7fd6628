package dev.glasshouse.css.values;

/**
 * An absolute length.
 *
 * @param px in CSS pixels, 1/96 inch
 */
public record Length(double px) implements LengthPercentage {
  /** No length at all. */
  public static final Length ZERO = new Length(0);

  /** A length in px. */
  public static Length px(double px) {
    return px == 0 ? ZERO : new Length(px);
  }

  @Override
  public double resolve(double basis) {
    return px;
  }

  @Override
  public boolean dependsOnBasis() {
    return false;
  }
}
