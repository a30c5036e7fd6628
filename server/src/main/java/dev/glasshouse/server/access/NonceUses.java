package dev.glasshouse.server.access;

/**
 * Which counts a number that was given out has been used with: the last 64 below the highest. What
 * comes side by side may come out of order, and nothing counts twice. Pure.
 *
 * @param highest the highest count so far
 * @param seen bit {@code i} for the count {@code highest - i}
 */
record NonceUses(long highest, long seen) {
  private static final int WIDE = 64;

  /** None yet. */
  static final NonceUses NONE = new NonceUses(0, 0);

  /** Whether this count was used, or is too far back to know. */
  boolean has(long count) {
    long back = highest - count;
    return count <= 0 || back >= WIDE || (back >= 0 && (seen >>> back & 1) != 0);
  }

  /** With this count, which was not used. */
  NonceUses with(long count) {
    if (count <= highest) {
      return new NonceUses(highest, seen | 1L << highest - count);
    }
    long forward = count - highest;
    return new NonceUses(count, (forward >= WIDE ? 0 : seen << forward) | 1);
  }
}
