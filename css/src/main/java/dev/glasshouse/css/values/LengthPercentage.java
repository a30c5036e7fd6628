package dev.glasshouse.css.values;

/** A length, a percentage of something that layout knows, or a calculation with both. */
public sealed interface LengthPercentage extends Size permits Length, QuirkyLength, Percent, Calc {

  /** The length in px, with percentages taken of {@code basis} px. */
  double resolve(double basis);

  /** Whether a percentage is in it. */
  boolean dependsOnBasis();
}
