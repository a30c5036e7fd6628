package dev.glasshouse.edge.nodes;

import dev.glasshouse.edge.cache.Purge;
import java.time.Instant;

/**
 * An order to purge, as nodes tell it to each other.
 *
 * @param id what no other order has; an order that comes twice is taken once
 * @param from the name of the node that took it first
 * @param when that was, by its clock
 * @param purge what is meant
 */
public record Order(String id, String from, Instant when, Purge purge) {
  /** In one line. */
  String line() {
    return id + " " + from + " " + when.toEpochMilli() + " " + purge.line();
  }

  /**
   * Reads such a line.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Order parse(String line) {
    String[] parts = line.split(" ", 4);
    if (parts.length < 4 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new IllegalArgumentException("not an order");
    }
    return new Order(
        parts[0], parts[1], Instant.ofEpochMilli(Long.parseLong(parts[2])), Purge.parse(parts[3]));
  }
}
