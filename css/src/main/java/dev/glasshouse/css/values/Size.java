package dev.glasshouse.css.values;

import java.util.OptionalDouble;

/**
 * The computed value of a box dimension: {@code width}, {@code max-height}, {@code margin-left},
 * {@code top}, {@code flex-basis}, ... Each property takes some of the kinds only: margins and
 * insets a length, percentage or {@link SizeKeyword#AUTO}.
 */
public sealed interface Size permits LengthPercentage, SizeKeyword, Size.FitContentUpTo {

  /** {@code fit-content(limit)}. */
  record FitContentUpTo(LengthPercentage limit) implements Size {}

  /** Whether this is {@code auto}. */
  default boolean isAuto() {
    return this == SizeKeyword.AUTO;
  }

  /**
   * The size in px; empty for a keyword, and for a percentage of a basis that is not known
   * (negative or NaN).
   */
  default OptionalDouble resolveAgainst(double basis) {
    if (!(this instanceof LengthPercentage lp)) {
      return OptionalDouble.empty();
    }
    boolean unknown = lp.dependsOnBasis() && !(basis >= 0);
    return unknown ? OptionalDouble.empty() : OptionalDouble.of(lp.resolve(basis));
  }
}
