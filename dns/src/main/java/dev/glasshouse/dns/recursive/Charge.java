package dev.glasshouse.dns.recursive;

/**
 * On whose account something is done.
 *
 * @param budget the client question's budget
 * @param depth how many questions lie between the client's and this one
 * @param spot where it stands in the client's journey
 */
record Charge(Budget budget, int depth, Spot spot) {
  /** For a question that serves this one. */
  Charge deeper(Spot at) {
    return new Charge(budget, depth + 1, at);
  }
}
