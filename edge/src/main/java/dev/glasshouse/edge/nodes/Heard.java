package dev.glasshouse.edge.nodes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The orders of the last day, for nodes that come later or were out of reach, and so that none is
 * taken twice. Bounded by number.
 */
final class Heard {
  /** Orders that are remembered: some megabytes. */
  static final int MOST = 10_000;

  private static final Duration DAY = Duration.ofDays(1);

  private final ArrayDeque<Order> orders = new ArrayDeque<>();
  private final Set<String> ids = new HashSet<>();
  private Instant dropped = Instant.EPOCH;

  /** Notes an order; whether it is new. */
  synchronized boolean note(Order order, Instant now) {
    if (!ids.add(order.id())) {
      return false;
    }
    orders.add(order);
    forgetOld(now);
    return true;
  }

  private void forgetOld(Instant now) {
    while (orders.size() > MOST
        || (!orders.isEmpty() && orders.getFirst().when().isBefore(now.minus(DAY)))) {
      Order first = orders.removeFirst();
      ids.remove(first.id());
      dropped(first.when());
    }
  }

  /** Orders until a moment are remembered no more, here or by whom these are from. */
  synchronized void dropped(Instant until) {
    dropped = until.isAfter(dropped) ? until : dropped;
  }

  /** The moment of the latest order that is remembered no more. */
  synchronized Instant dropped() {
    return dropped;
  }

  /** All of them, in the order in which they were heard. */
  synchronized List<Order> all() {
    return List.copyOf(orders);
  }
}
