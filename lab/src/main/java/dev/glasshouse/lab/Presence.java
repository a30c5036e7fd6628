package dev.glasshouse.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is there, and by which way: who holds a connection until it ends, and who only asks now and
 * then for a while after each question. Pure: it takes the time. Not safe for many threads.
 */
final class Presence {
  /** How many may be there at once: 1,000; more are not told of. */
  private static final int MOST = 1000;

  /**
   * One who is there.
   *
   * @param name the name
   * @param way how it is told of news
   */
  record Guest(String name, String way) {}

  private final Map<Guest, Instant> until = new LinkedHashMap<>();

  /** Somebody was heard of, and counts as there for a while; whether that is news. */
  boolean seen(Guest guest, Instant now, Duration holds) {
    boolean known = until.containsKey(guest);
    if (!known && until.size() >= MOST) {
      return false;
    }
    until.put(guest, now.plus(holds));
    return !known;
  }

  /** Somebody has gone; whether that is news. */
  boolean left(Guest guest) {
    return until.remove(guest) != null;
  }

  /** Takes out who was not heard of for too long. */
  List<Guest> sweep(Instant now) {
    var gone = new ArrayList<Guest>();
    until.forEach((guest, last) -> {
      if (last.isBefore(now)) {
        gone.add(guest);
      }
    });
    gone.forEach(until::remove);
    return gone;
  }

  /** Who is there, in the order in which they came. */
  List<Guest> all() {
    return List.copyOf(until.keySet());
  }
}
