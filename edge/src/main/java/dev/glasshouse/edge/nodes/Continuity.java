package dev.glasshouse.edge.nodes;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a node that was away, or parted from others, has heard every order since. Pure. A group's
 * orders belong to an epoch, which begins when a node begins a group alone; whoever has been in an
 * epoch, and gets all of its orders from before it went, has missed none.
 *
 * @param epoch of the orders that are told
 * @param dropped the moment of the latest order that is remembered no more; {@link Instant#EPOCH}
 *     for none
 */
record Continuity(String epoch, Instant dropped) {
  /** By how much the clocks of two nodes may differ, and how late a parting may be noticed. */
  static final Duration CLOCKS = Duration.ofMinutes(5);

  /**
   * Why orders may have been missed that a node was told of now.
   *
   * @param heardIn the epoch that this node knows; empty for none
   * @param since the last moment when it heard all orders
   */
  Optional<String> missed(String heardIn, Instant since) {
    if (heardIn.isEmpty()) {
      return Optional.of("it has not heard the orders of this group before");
    }
    if (!heardIn.equals(epoch)) {
      return Optional.of("the group has begun anew since, or was another one");
    }
    return dropped.isAfter(since.minus(CLOCKS))
        ? Optional.of("the others no longer remember all orders since " + since)
        : Optional.empty();
  }

  /** In one line, as nodes tell it to each other. */
  String line() {
    return "group " + epoch + " " + dropped.toEpochMilli();
  }

  /** Reads such a line; empty when it is none. */
  static Optional<Continuity> parse(String line) {
    String[] parts = line.split(" ");
    try {
      return parts.length == 3 && parts[0].equals("group")
          ? Optional.of(new Continuity(parts[1], Instant.ofEpochMilli(Long.parseLong(parts[2]))))
          : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
