package dev.glasshouse.layout.flow;

/**
 * Margins that adjoin, and will be one: the largest of the positive ones and the most negative of
 * the others (CSS 2, 8.3.1).
 *
 * @param positive the largest, at least 0
 * @param negative the most negative, at most 0
 */
record MarginStrut(int positive, int negative) {
  /** No margin. */
  static final MarginStrut NONE = new MarginStrut(0, 0);

  /** One margin. */
  static MarginStrut of(int margin) {
    return margin == 0 ? NONE : new MarginStrut(Math.max(0, margin), Math.min(0, margin));
  }

  /** With another one beside. */
  MarginStrut and(int margin) {
    return and(of(margin));
  }

  /** With others beside. */
  MarginStrut and(MarginStrut other) {
    if (other == NONE) {
      return this;
    }
    return this == NONE
        ? other
        : new MarginStrut(Math.max(positive, other.positive), Math.min(negative, other.negative));
  }

  /** What they come down to. */
  int sum() {
    return positive + negative;
  }
}
