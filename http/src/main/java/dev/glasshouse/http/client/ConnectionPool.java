package dev.glasshouse.http.client;

import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.ClientSession;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Trail;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;

/**
 * A client's connections, by origin and by who may share them: one session that carries many
 * exchanges, or several that carry one each; a fair queue where all places are taken; and a limit
 * for all origins together, for which those that stand unused longest go first.
 *
 * <p>As long as nobody knows whether an origin's server carries many exchanges on one connection,
 * one is made, and tells. What is known stands in {@link PoolState}; here are the lock around it,
 * the waiting, and the timers.
 */
final class ConnectionPool {
  private final ReentrantLock lock = new ReentrantLock();
  private final Limits limits;
  private final PoolState state;

  /** How many wait; an event loop that sees 0 need not take the lock. */
  private final AtomicInteger waiters = new AtomicInteger();

  ConnectionPool(Limits limits) {
    this.limits = limits;
    this.state =
        new PoolState(
            limits.pool(), pooled -> watch(pooled, pooled.session().patience().toNanos()));
  }

  private void unlock() {
    List<ClientSession> those = state.takeClosing();
    lock.unlock();
    those.forEach(ClientSession::close);
  }

  // ---- asking for a place ----

  /**
   * A place, when one is there; waits for its turn.
   *
   * @param expected whether its connections carry many exchanges, as long as none has told
   */
  Place acquire(PoolKey key, Expectation expected, Priority priority, Trail trail)
      throws HttpException {
    lock.lock();
    try {
      refuseWhenClosed();
      Group group = state.group(key, expected);
      if (group.waiting.isEmpty()) {
        Optional<Place> place = state.grant(group, trail);
        if (place.isPresent()) {
          return place.get();
        }
      }
      return await(group, priority, trail);
    } finally {
      unlock();
    }
  }

  /**
   * A place on a connection of HTTP/1 that stands unused, when there is one and nobody waits
   * before: of this event loop where there is such a one.
   */
  Optional<Place> unused(PoolKey key, Executor loop) {
    lock.lock();
    try {
      return state.isClosed() ? Optional.empty() : state.unused(key, loop);
    } finally {
      unlock();
    }
  }

  private Place await(Group group, Priority priority, Trail trail) throws HttpException {
    var waiter = new Group.Waiter(lock.newCondition());
    Because why = state.whyNot(group);
    int busy = group.places;
    int ahead = group.waiting.before(priority);
    long begin = trail.now();
    group.waiting.add(waiter, priority);
    waiters.incrementAndGet();
    // A session that has room since has not seen that somebody waits.
    state.serve(group);
    boolean inTime = await(waiter);
    group.waiting.remove(waiter);
    if (trail.on()) {
      trail.add(begin, new HttpStep.ConnectionAwaited(group.key.origin(), busy, ahead), why);
    }
    refuseWhenClosed();
    if (waiter.place.isPresent()) {
      return waiter.place.get();
    }
    state.forget(group);
    if (inTime) {
      throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
    }
    throw new StalledException(
        Because.of(HttpReason.STALLED_SLOT, Texts.duration(limits.times().slot())));
  }

  /** Waits until it has a place, or will have none; false when the time for that is over. */
  private boolean await(Group.Waiter waiter) {
    long left = limits.times().slot().toNanos();
    try {
      while (waiter.place.isEmpty() && !waiter.refused && left > 0) {
        left = waiter.granted.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      waiter.place.ifPresent(state::takeBackUnused);
      waiter.place = Optional.empty();
    } finally {
      waiters.decrementAndGet();
    }
    return left > 0;
  }

  private void refuseWhenClosed() throws CancelledException {
    if (state.isClosed()) {
      throw new CancelledException(Because.of(HttpReason.CLIENT_CLOSED));
    }
  }

  /** Leave to make a connection beside those that stand; empty when one is being made already. */
  Optional<Place> beside(PoolKey key) {
    lock.lock();
    try {
      return state.beside(key);
    } finally {
      unlock();
    }
  }

  // ---- sessions ----

  /**
   * The connection for which leave was given stands. What is known of it is told to those who wait.
   *
   * @return the place on it; of a connection that was made beside the others, one to give back
   */
  Place opened(Place dial, ClientSession session, Peer peer) {
    var pooled = new Pooled(session, peer, dial.key());
    Place place;
    lock.lock();
    try {
      place = state.opened(dial, pooled);
    } finally {
      unlock();
    }
    session.whenClosed(() -> gone(pooled));
    session.onRoom(() -> room(pooled));
    return place;
  }

  /** There may be more room on a session than before. */
  private void room(Pooled pooled) {
    if (waiters.get() == 0) {
      return;
    }
    lock.lock();
    try {
      state.serve(pooled);
    } finally {
      unlock();
    }
  }

  private void gone(Pooled pooled) {
    lock.lock();
    try {
      state.gone(pooled);
    } finally {
      unlock();
    }
  }

  private void watch(Pooled pooled, long nanos) {
    var _ = pooled.session().eventLoop().schedule(() -> look(pooled), nanos, TimeUnit.NANOSECONDS);
  }

  /** Closes a session that has stood unused for as long as it may. */
  private void look(Pooled pooled) {
    lock.lock();
    try {
      pooled.watched = false;
      if (pooled.inFlight > 0 || pooled.retired) {
        return;
      }
      long left = pooled.session().patience().toNanos() - (System.nanoTime() - pooled.idleSince);
      if (left > 0) {
        pooled.watched = true;
        watch(pooled, left);
      } else {
        state.expire(pooled);
      }
    } finally {
      unlock();
    }
  }

  // ---- sessions of other origins ----

  /**
   * A standing session of another origin on which these requests may go too.
   *
   * @param may asked of each session of the same partition that carries many exchanges, and has
   *     room, and whether its server has refused the origin; without the pool's lock
   */
  Optional<Place> join(Place dial, BiPredicate<Pooled, Boolean> may) {
    for (Pooled candidate : candidates(dial.key())) {
      if (may.test(candidate, isMisdirected(candidate, dial.key()))) {
        Optional<Place> joined = join(dial, candidate);
        if (joined.isPresent()) {
          return joined;
        }
      }
    }
    return Optional.empty();
  }

  private List<Pooled> candidates(PoolKey key) {
    lock.lock();
    try {
      return state.candidates(key);
    } finally {
      unlock();
    }
  }

  private Optional<Place> join(Place dial, Pooled pooled) {
    lock.lock();
    try {
      return state.join(dial, pooled);
    } finally {
      unlock();
    }
  }

  /** The server does not answer for this origin on this session: never again. */
  void misdirected(Pooled pooled, PoolKey key) {
    lock.lock();
    try {
      state.misdirected(pooled, key);
    } finally {
      unlock();
    }
  }

  private boolean isMisdirected(Pooled pooled, PoolKey key) {
    lock.lock();
    try {
      return pooled.misdirected.contains(key.origin());
    } finally {
      unlock();
    }
  }

  // ---- giving a place back ----

  /** The session of a place knows of the exchange now. */
  void begun(Place place) {
    if (place.kind() == Place.Kind.SHARED) {
      lock.lock();
      try {
        place.session().granted--;
      } finally {
        unlock();
      }
    }
  }

  /**
   * Gives a place back.
   *
   * @param reusable whether its session may carry another exchange
   */
  void giveBack(Place place, boolean reusable) {
    lock.lock();
    try {
      if (place.standing().isPresent() && !reusable) {
        state.retire(place.session());
      }
      state.takeBack(place);
    } finally {
      unlock();
    }
  }

  /** Gives a place back whose exchange did not come about, and whose session may still be whole. */
  void giveUp(Place place) {
    lock.lock();
    try {
      if (place.kind() == Place.Kind.ALONE) {
        state.retire(place.session());
      }
      state.takeBack(place);
    } finally {
      unlock();
    }
  }

  // ---- what is known ----

  /** Whether a session of a version stands for a key. */
  boolean stands(PoolKey key, HttpVersion version) {
    lock.lock();
    try {
      return state.stands(key, version);
    } finally {
      unlock();
    }
  }

  /** The keys whose requests a session carries. */
  List<PoolKey> served(Pooled pooled) {
    lock.lock();
    try {
      return List.copyOf(pooled.serves);
    } finally {
      unlock();
    }
  }

  /** How many wait. */
  int waiting() {
    lock.lock();
    try {
      return state.waiting();
    } finally {
      unlock();
    }
  }

  /** How many connections there are and are being made, those left out that only end. */
  int total() {
    lock.lock();
    try {
      return state.total();
    } finally {
      unlock();
    }
  }

  /** Closes every connection, and refuses who waits. */
  void close() {
    List<Pooled> those;
    lock.lock();
    try {
      state.close();
      those = state.all();
    } finally {
      unlock();
    }
    those.forEach(pooled -> pooled.session().abort());
  }
}
