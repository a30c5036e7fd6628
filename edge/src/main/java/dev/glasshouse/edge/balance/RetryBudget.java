package dev.glasshouse.edge.balance;

/**
 * How many second tries there may be: a share of the requests, so that a pool that fails is not
 * asked twice as much for it. Each request earns a part of one, up to a store. Not safe for several
 * threads.
 */
final class RetryBudget {
  private final int percent;
  private final int store;
  private double left;

  /** A full store. */
  RetryBudget(int percent, int store) {
    this.percent = percent;
    this.store = store;
    this.left = store;
  }

  /** A request came. */
  void earn() {
    left = Math.min(store, left + percent / 100.0);
  }

  /** Takes one second try; false when there is none. */
  boolean take() {
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
