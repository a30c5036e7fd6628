package dev.glasshouse.css.values;

/**
 * A calculation that percentages take part in, every length already in px.
 *
 * @param sum the calculation
 * @param clampedAtZero whether the property takes no negative lengths, so that a negative result is
 *     zero
 */
public record Calc(Sum sum, boolean clampedAtZero) implements LengthPercentage {

  /** A function from the basis in px to the result in px. */
  public interface Sum {
    /** The result in px. */
    double at(double basis);
  }

  /**
   * {@code px + percent%}, what most calculations come down to.
   *
   * @param px the fixed part
   * @param percent the part of the basis, in percent
   */
  public record Linear(double px, double percent) implements Sum {
    @Override
    public double at(double basis) {
      return px + basis * percent / 100;
    }
  }

  @Override
  public double resolve(double basis) {
    double value = sum.at(basis);
    if (Double.isNaN(value) || (clampedAtZero && value < 0)) {
      return 0;
    }
    return Math.max(-1e9, Math.min(1e9, value));
  }

  @Override
  public boolean dependsOnBasis() {
    return true;
  }
}
