package dev.glasshouse.css.values;

/**
 * A percentage.
 *
 * @param value 50 for {@code 50%}
 */
public record Percent(double value) implements LengthPercentage {
  @Override
  public double resolve(double basis) {
    return basis * value / 100;
  }

  @Override
  public boolean dependsOnBasis() {
    return true;
  }
}
