package dev.glasshouse.http.client;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.wire.ClientSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.stream.Stream;

/** The connections of one key, and those who wait for them. Guarded by the pool's lock. */
final class Group {
  /** Somebody who waits. */
  static final class Waiter {
    final Condition granted;
    Optional<Place> place = Optional.empty();
    boolean refused;

    Waiter(Condition granted) {
      this.granted = granted;
    }
  }

  /** Who knows the connections of all groups. */
  interface Total {
    /** Takes a session out that will carry nothing more. */
    void drop(Pooled spent);

    /** Counts one more; false when there may be no more, and none that stands unused can go. */
    boolean take();
  }

  final PoolKey key;
  final WaitQueue<Waiter> waiting;

  /** HTTP/1 sessions that stand unused, that which was used last first. */
  final Deque<Pooled> idle = new ArrayDeque<>();

  /** Sessions that carry many exchanges, the newest version first. */
  final List<Pooled> shared = new ArrayList<>();

  Expectation expectation;

  /** HTTP/1 exchanges under way, and dials. */
  int places;

  int dialing;
  boolean dialingBeside;

  Group(PoolKey key, Expectation expectation, Limits.Pool limits) {
    this.key = key;
    this.expectation = expectation;
    this.waiting = new WaitQueue<>(limits.overtakes());
  }

  /** A place for one who asks now; empty when he must wait. */
  Optional<Place> grant(int perOrigin, Total total) {
    if (anySpent(shared) || anySpent(idle)) {
      Stream.concat(shared.stream(), idle.stream())
          .filter(Pooled::spent)
          .toList()
          .forEach(total::drop);
    }
    for (Pooled pooled : shared) {
      if (pooled.hasRoom()) {
        pooled.inFlight++;
        pooled.granted++;
        return Optional.of(new Place(key, Place.Kind.SHARED, Optional.of(pooled)));
      }
    }
    Pooled parked = idle.poll();
    if (parked != null) {
      parked.inFlight++;
      places++;
      return Optional.of(new Place(key, Place.Kind.ALONE, Optional.of(parked)));
    }
    if (shared.isEmpty()
        && places < perOrigin
        && (dialing == 0 || expectation == Expectation.ONE)
        && total.take()) {
      places++;
      dialing++;
      return Optional.of(new Place(key, Place.Kind.DIAL, Optional.empty()));
    }
    return Optional.empty();
  }

  /**
   * A place on an HTTP/1 session that stands unused, where nobody waits: of this event loop where
   * there is one.
   */
  Optional<Place> unused(Executor loop) {
    if (idle.isEmpty() || !waiting.isEmpty() || !shared.isEmpty()) {
      return Optional.empty();
    }
    Optional<Pooled> found = Optional.empty();
    for (Pooled pooled : idle) {
      ClientSession session = pooled.session();
      boolean may = session.isPrompt() && !pooled.spent();
      if (may && (found.isEmpty() || session.eventLoop() == loop)) {
        found = Optional.of(pooled);
        if (session.eventLoop() == loop) {
          break;
        }
      }
    }
    found.ifPresent(pooled -> {
      idle.remove(pooled);
      pooled.inFlight++;
      places++;
    });
    return found.map(pooled -> new Place(key, Place.Kind.ALONE, Optional.of(pooled)));
  }

  private static boolean anySpent(Collection<Pooled> some) {
    for (Pooled pooled : some) {
      if (pooled.spent()) {
        return true;
      }
    }
    return false;
  }

  /** Adds a session that carries many exchanges. */
  void share(Pooled pooled) {
    if (!shared.contains(pooled)) {
      shared.add(pooled);
      shared.sort(Comparator.comparing((Pooled p) -> p.session().version()).reversed());
    }
  }

  /** Whether nothing is left that would be missed. */
  boolean isEmpty() {
    return places == 0 && !dialingBeside && idle.isEmpty() && shared.isEmpty() && waiting.isEmpty();
  }
}
