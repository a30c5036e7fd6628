package dev.glasshouse.edge.nodes;

import dev.glasshouse.edge.cache.Reach;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is there, who was lately, and who has said that it took all that it was told: a question goes
 * behind the orders, and whoever answers it has taken them, since what one node says comes in its
 * order. Nodes are known by their names. Safe for many threads.
 */
final class RollCall {
  /** How long a node that went without a word counts as one that should know: a day. */
  static final Duration LATELY = Duration.ofDays(1);

  /** Names of such nodes that are kept: more are no nodes of one group. */
  private static final int MOST = 1000;

  private final String own;
  private final Map<String, Instant> away = new HashMap<>();
  private final Map<String, Set<String>> awaited = new HashMap<>();
  private Set<String> present = Set.of();

  /** Of a node of that name. */
  RollCall(String own) {
    this.own = own;
  }

  /** Who is there now. */
  synchronized void members(Set<String> names, Instant now) {
    for (String name : present) {
      if (!names.contains(name) && away.size() < MOST) {
        away.put(name, now);
      }
    }
    away.keySet().removeAll(names);
    present = Set.copyOf(names);
    // Nothing comes any more from those who are not there.
    awaited.values().forEach(left -> left.retainAll(names));
    notifyAll();
  }

  /** A node says that it goes: it comes back as one that asks, if at all. */
  synchronized void left(String name) {
    away.remove(name);
    present =
        present.stream()
            .filter(each -> !each.equals(name))
            .collect(java.util.stream.Collectors.toUnmodifiableSet());
    awaited.values().forEach(left -> left.remove(name));
    notifyAll();
  }

  /** Everybody who is there is going to be asked. */
  synchronized void asked(String id) {
    Set<String> others = new HashSet<>(present);
    others.remove(own);
    awaited.put(id, others);
  }

  /** Somebody answers. */
  synchronized void answered(String id, String name) {
    Set<String> left = awaited.get(id);
    if (left != null) {
      left.remove(name);
      notifyAll();
    }
  }

  /** Waits for the answers, at most so long, and no longer for this question. */
  Reach await(String id, Duration patience, Instant now) {
    long until = System.nanoTime() + patience.toNanos();
    synchronized (this) {
      Set<String> left = awaited.getOrDefault(id, Set.of());
      try {
        for (long nanos = patience.toNanos(); !left.isEmpty() && nanos > 0; ) {
          // Rounded up: a wait of 0 has no end.
          wait(nanos / 1_000_000 + 1);
          nanos = until - System.nanoTime();
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      awaited.remove(id);
      return reach(left, now);
    }
  }

  private Reach reach(Set<String> silent, Instant now) {
    away.values().removeIf(since -> since.isBefore(now.minus(LATELY)));
    Set<String> known = new HashSet<>(present);
    known.add(own);
    known.addAll(away.keySet());
    Set<String> without = new TreeSet<>(away.keySet());
    without.addAll(silent);
    return new Reach(known.size() - without.size(), known.size(), List.copyOf(without));
  }
}
