package dev.glasshouse.css.values;

/**
 * A margin that the browser's own sheet gives, in the unit {@code __qem}: an em, which at the edges
 * of {@code body} and table cells counts for nothing in quirks mode (HTML, 15.3.11). Everywhere
 * else it is a length as any other.
 *
 * @param px in CSS pixels
 */
public record QuirkyLength(double px) implements LengthPercentage {
  @Override
  public double resolve(double basis) {
    return px;
  }

  @Override
  public boolean dependsOnBasis() {
    return false;
  }
}
