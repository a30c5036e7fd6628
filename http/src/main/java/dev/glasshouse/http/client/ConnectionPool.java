package dev.glasshouse.http.client;

import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.ClientSession;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Trail;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A client's connections: so many places for each origin, a connection that stands unused for the
 * next who asks, and a fair queue where all places are taken.
 */
final class ConnectionPool {
  /**
   * A place among an origin's connections, which must be given back.
   *
   * @param standing the connection to use; empty when a new one is to be made
   */
  record Place(String origin, Optional<Parked> standing) {}

  /** A session that stands unused, and since when ({@link System#nanoTime}). */
  record Parked(ClientSession session, long since) {}

  private static final class Waiter {
    final Condition granted;
    Optional<Place> place = Optional.empty();
    boolean refused;

    Waiter(Condition granted) {
      this.granted = granted;
    }
  }

  private static final class OfOrigin {
    final Deque<Parked> idle = new ArrayDeque<>();
    final WaitQueue<Waiter> waiting;
    int busy;

    OfOrigin(int overtakes) {
      waiting = new WaitQueue<>(overtakes);
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, OfOrigin> origins = new HashMap<>();
  private final List<ClientSession> all = new ArrayList<>();
  private final Limits limits;
  private boolean closed;

  ConnectionPool(Limits limits) {
    this.limits = limits;
  }

  /** A place, when one is there; waits for its turn. */
  Place acquire(String origin, Priority priority, Trail trail) throws HttpException {
    lock.lock();
    try {
      refuseWhenClosed();
      OfOrigin its = origins.computeIfAbsent(origin, _ -> new OfOrigin(limits.pool().overtakes()));
      if (its.waiting.isEmpty() && its.busy < limits.pool().perOrigin()) {
        its.busy++;
        return new Place(origin, standing(its));
      }
      return await(its, origin, priority, trail);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Parked> standing(OfOrigin its) {
    for (Parked one = its.idle.poll(); one != null; one = its.idle.poll()) {
      if (one.session().isOpen()) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  private Place await(OfOrigin its, String origin, Priority priority, Trail trail)
      throws HttpException {
    var waiter = new Waiter(lock.newCondition());
    int busy = its.busy;
    int ahead = its.waiting.before(priority);
    long begin = trail.now();
    its.waiting.add(waiter, priority);
    long left = limits.times().slot().toNanos();
    try {
      while (waiter.place.isEmpty() && !waiter.refused && left > 0) {
        left = waiter.granted.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      waiter.place.ifPresent(place -> passOn(its, place));
      waiter.place = Optional.empty();
    }
    its.waiting.remove(waiter);
    if (trail.on()) {
      trail.add(
          begin,
          new HttpStep.ConnectionAwaited(origin, busy, ahead),
          Because.of(HttpReason.POOL_FULL, busy));
    }
    refuseWhenClosed();
    if (waiter.place.isPresent()) {
      return waiter.place.get();
    }
    if (left > 0) {
      throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
    }
    throw new StalledException(
        Because.of(HttpReason.STALLED_SLOT, Texts.duration(limits.times().slot())));
  }

  private void refuseWhenClosed() throws CancelledException {
    if (closed) {
      throw new CancelledException(Because.of(HttpReason.CLIENT_CLOSED));
    }
  }

  /** Gives a place back with its connection, which can carry another exchange. */
  void giveBack(Place place, ClientSession connection) {
    lock.lock();
    try {
      OfOrigin its = its(place);
      if (closed || !connection.isOpen()) {
        connection.park();
        connection.close();
        passOn(its, new Place(place.origin(), Optional.empty()));
      } else {
        passOn(
            its, new Place(place.origin(), Optional.of(new Parked(connection, System.nanoTime()))));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Gives a place back without a connection. */
  void giveBack(Place place) {
    lock.lock();
    try {
      passOn(its(place), new Place(place.origin(), Optional.empty()));
    } finally {
      lock.unlock();
    }
  }

  private OfOrigin its(Place place) {
    OfOrigin its = origins.get(place.origin());
    if (its == null) {
      throw new IllegalStateException("a place that was never given: " + place.origin());
    }
    return its;
  }

  private void passOn(OfOrigin its, Place place) {
    Optional<Waiter> next = its.waiting.next();
    if (next.isPresent()) {
      Optional<Parked> standing = place.standing().isPresent() ? place.standing() : standing(its);
      next.get().place = Optional.of(new Place(place.origin(), standing));
      next.get().granted.signal();
      return;
    }
    its.busy--;
    place.standing().ifPresent(parked -> park(its, place.origin(), parked));
  }

  private void park(OfOrigin its, String origin, Parked parked) {
    its.idle.push(parked);
    ClientSession session = parked.session();
    session.park();
    session
        .eventLoop()
        .schedule(
            () -> expire(origin, parked), session.patience().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Closes a connection that has stood unused for as long as it may. */
  private void expire(String origin, Parked parked) {
    lock.lock();
    try {
      OfOrigin its = origins.get(origin);
      if (its == null || !its.idle.removeIf(one -> one == parked)) {
        return;
      }
    } finally {
      lock.unlock();
    }
    parked.session().close();
  }

  /** Knows of a connection from now until it is closed. */
  void opened(String origin, ClientSession connection) {
    lock.lock();
    try {
      all.add(connection);
      if (closed) {
        connection.abort();
      }
    } finally {
      lock.unlock();
    }
    connection.whenClosed(() -> gone(origin, connection));
  }

  private void gone(String origin, ClientSession connection) {
    lock.lock();
    try {
      all.remove(connection);
      OfOrigin its = origins.get(origin);
      if (its == null) {
        return;
      }
      its.idle.removeIf(one -> one.session() == connection);
      if (its.busy == 0 && its.idle.isEmpty() && its.waiting.isEmpty()) {
        origins.remove(origin);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Closes every connection, and refuses who waits. */
  void close() {
    List<ClientSession> those;
    lock.lock();
    try {
      closed = true;
      those = List.copyOf(all);
      for (OfOrigin its : origins.values()) {
        for (Optional<Waiter> next = its.waiting.next();
            next.isPresent();
            next = its.waiting.next()) {
          next.get().refused = true;
          next.get().granted.signal();
        }
      }
    } finally {
      lock.unlock();
    }
    those.forEach(ClientSession::abort);
  }
}
