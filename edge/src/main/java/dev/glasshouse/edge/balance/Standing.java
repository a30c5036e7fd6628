package dev.glasshouse.edge.balance;

import dev.glasshouse.journey.Because;
import java.util.Optional;

/**
 * A server of a pool, as far as a choice needs to know it.
 *
 * @param name its name
 * @param weight its share of the requests, from 1
 * @param share how much of its weight it gets now, above 0 up to 1: less while it comes back
 * @param underWay how many requests it has
 * @param refusal why it may not have another; empty when it may
 * @param backup whether it is for when no other is to be had
 */
record Standing(
    String name,
    int weight,
    double share,
    int underWay,
    Optional<Because> refusal,
    boolean backup) {

  /** Its weight as it counts now. */
  double counts() {
    return weight * share;
  }

  /** How busy it is for its weight, if it had one request more. */
  double load() {
    return (underWay + 1) / counts();
  }
}
