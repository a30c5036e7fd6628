package dev.glasshouse.edge.balance;

/** By what a server of a pool is chosen. */
public enum Rule {
  /** One after the other; by their weights, where they have different ones. */
  ROUND_ROBIN("round robin"),
  /** That with the fewest requests under way, for its weight. */
  LEAST_CONNECTIONS("least connections"),
  /** Of two taken at random, that with fewer requests under way, for its weight. */
  TWO_CHOICES("two choices"),
  /** That to which the request's key falls on a ring, as long as it has room. */
  CONSISTENT_HASH("consistent hash");

  private final String word;

  Rule(String word) {
    this.word = word;
  }

  /** What it is called for people. */
  public String word() {
    return word;
  }
}
