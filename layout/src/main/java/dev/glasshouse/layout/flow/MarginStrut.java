package dev.glasshouse.layout.flow;

import dev.glasshouse.css.values.QuirkyLength;
import dev.glasshouse.css.values.Size;

/**
 * Margins that adjoin, and will be one: the largest of the positive ones and the most negative of
 * the others (CSS 2, 8.3.1).
 *
 * @param positive the largest that a page gives, at least 0
 * @param negative the most negative, at most 0
 * @param quirky the largest of those that count for nothing at the edges of body and cells in
 *     quirks mode, at least 0
 */
record MarginStrut(int positive, int negative, int quirky) {
  /** No margin. */
  static final MarginStrut NONE = new MarginStrut(0, 0, 0);

  /**
   * One margin.
   *
   * @param margin used value
   * @param computed what it stems from
   */
  static MarginStrut of(int margin, Size computed) {
    if (margin == 0) {
      return NONE;
    }
    boolean isQuirky = margin > 0 && computed instanceof QuirkyLength;
    return new MarginStrut(
        isQuirky ? 0 : Math.max(0, margin), Math.min(0, margin), isQuirky ? margin : 0);
  }

  /** With others beside. */
  MarginStrut and(MarginStrut other) {
    if (other == NONE) {
      return this;
    }
    return this == NONE
        ? other
        : new MarginStrut(
            Math.max(positive, other.positive),
            Math.min(negative, other.negative),
            Math.max(quirky, other.quirky));
  }

  /** Without those that count for nothing at some edges. */
  MarginStrut withoutQuirky() {
    return quirky == 0 ? this : new MarginStrut(positive, negative, 0);
  }

  /** What they come down to. */
  int sum() {
    return Math.max(positive, quirky) + negative;
  }
}
