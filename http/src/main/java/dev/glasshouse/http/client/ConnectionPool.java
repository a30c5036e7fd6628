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
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.journey.VersionStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;

/**
 * A client's connections, by origin and by who may share them: one session that carries many
 * exchanges, or several that carry one each; a fair queue where all places are taken; and a limit
 * for all origins together, for which those that stand unused longest go first.
 *
 * <p>As long as nobody knows whether an origin's server carries many exchanges on one connection,
 * one is made, and tells.
 */
final class ConnectionPool {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<PoolKey, Group> groups = new HashMap<>();
  private final Set<Pooled> all = new LinkedHashSet<>();
  private final Map<String, Expectation> learned = new LinkedHashMap<>(16, 0.75f, true);

  /** Groups that may not dial because of the total. */
  private final Set<Group> starved = new LinkedHashSet<>();

  /** What is to be closed once the lock is free, since closing calls back. */
  private final List<ClientSession> closing = new ArrayList<>();

  private final Limits limits;
  private int total;
  private boolean closed;

  ConnectionPool(Limits limits) {
    this.limits = limits;
  }

  private void unlock() {
    List<ClientSession> those = List.copyOf(closing);
    closing.clear();
    lock.unlock();
    those.forEach(ClientSession::close);
  }

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
      Group group = group(key, expected);
      if (group.waiting.isEmpty()) {
        Optional<Place> place = grant(group, trail);
        if (place.isPresent()) {
          return place.get();
        }
      }
      return await(group, priority, trail);
    } finally {
      unlock();
    }
  }

  private Group group(PoolKey key, Expectation expected) {
    Group standing = groups.get(key);
    if (standing != null) {
      return standing;
    }
    Expectation first =
        expected == Expectation.UNKNOWN ? learned.getOrDefault(key.origin(), expected) : expected;
    var group = new Group(key, first, limits.pool());
    groups.put(key, group);
    return group;
  }

  private Optional<Place> grant(Group group, Trail trail) {
    return group.grant(
        limits.pool().perOrigin(),
        new Group.Total() {
          @Override
          public void drop(Pooled spent) {
            ConnectionPool.this.drop(spent);
          }

          @Override
          public boolean take() {
            return ConnectionPool.this.take(group, trail);
          }
        });
  }

  private void drop(Pooled spent) {
    retire(spent);
    if (spent.inFlight == 0) {
      closing.add(spent.session());
    }
  }

  /** Counts a connection more, and closes one that stands unused where that is one too many. */
  private boolean take(Group group, Trail trail) {
    while (total >= limits.pool().total()) {
      Optional<Pooled> oldest = oldestIdle();
      if (oldest.isEmpty()) {
        starved.add(group);
        return false;
      }
      Pooled pooled = oldest.get();
      if (trail.on()) {
        trail.mark(
            new VersionStep.IdleClosed(pooled.session().number(), pooled.madeFor().origin()),
            Because.of(VersionReason.ROOM_NEEDED, total));
      }
      retire(pooled);
      closing.add(pooled.session());
    }
    total++;
    return true;
  }

  private Optional<Pooled> oldestIdle() {
    Optional<Pooled> oldest = Optional.empty();
    for (Pooled pooled : all) {
      if (pooled.inFlight == 0
          && !pooled.retired
          && (oldest.isEmpty() || pooled.idleSince - oldest.get().idleSince < 0)) {
        oldest = Optional.of(pooled);
      }
    }
    return oldest;
  }

  private Place await(Group group, Priority priority, Trail trail) throws HttpException {
    var waiter = new Group.Waiter(lock.newCondition());
    Because why = why(group);
    int busy = group.places;
    int ahead = group.waiting.before(priority);
    long begin = trail.now();
    group.waiting.add(waiter, priority);
    long left = limits.times().slot().toNanos();
    try {
      while (waiter.place.isEmpty() && !waiter.refused && left > 0) {
        left = waiter.granted.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      waiter.place.ifPresent(this::takeBack);
      waiter.place = Optional.empty();
    }
    group.waiting.remove(waiter);
    if (trail.on()) {
      trail.add(begin, new HttpStep.ConnectionAwaited(group.key.origin(), busy, ahead), why);
    }
    refuseWhenClosed();
    if (waiter.place.isPresent()) {
      return waiter.place.get();
    }
    forget(group);
    if (left > 0) {
      throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
    }
    throw new StalledException(
        Because.of(HttpReason.STALLED_SLOT, Texts.duration(limits.times().slot())));
  }

  private Because why(Group group) {
    if (starved.contains(group)) {
      return Because.of(VersionReason.ALL_FULL, total);
    }
    if (!group.shared.isEmpty()) {
      return Because.of(VersionReason.SESSION_FULL, Clause.rfc(9113, "5.1.2"));
    }
    if (group.dialing > 0 && group.expectation == Expectation.UNKNOWN) {
      return Because.of(VersionReason.FIRST_TELLS);
    }
    if (group.dialing > 0 && group.expectation == Expectation.MANY) {
      return Because.of(VersionReason.DIAL_SHARED, Clause.rfc(9113, "9.1"));
    }
    return Because.of(HttpReason.POOL_FULL, group.places);
  }

  private void refuseWhenClosed() throws CancelledException {
    if (closed) {
      throw new CancelledException(Because.of(HttpReason.CLIENT_CLOSED));
    }
  }

  /** Leave to make a connection beside those that stand; empty when one is being made already. */
  Optional<Place> beside(PoolKey key) {
    lock.lock();
    try {
      Group group = groups.get(key);
      if (closed || group == null || group.dialingBeside || total >= limits.pool().total()) {
        return Optional.empty();
      }
      total++;
      group.dialingBeside = true;
      return Optional.of(new Place(key, Place.Kind.BESIDE, Optional.empty()));
    } finally {
      unlock();
    }
  }

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
      Group group = its(dial);
      endDial(group, dial);
      all.add(pooled);
      boolean many = pooled.multiplexed();
      learn(group, many ? Expectation.MANY : Expectation.ONE);
      pooled.inFlight = 1;
      pooled.granted = many ? 1 : 0;
      if (many) {
        group.share(pooled);
      } else {
        group.places++;
      }
      place =
          new Place(dial.key(), many ? Place.Kind.SHARED : Place.Kind.ALONE, Optional.of(pooled));
      serve(group);
      if (closed) {
        closing.add(session);
      }
    } finally {
      unlock();
    }
    session.whenClosed(() -> gone(pooled));
    return place;
  }

  private void learn(Group group, Expectation expectation) {
    group.expectation = expectation;
    learned.put(group.key.origin(), expectation);
    if (learned.size() > limits.pool().origins()) {
      learned.remove(learned.keySet().iterator().next());
    }
  }

  private void endDial(Group group, Place dial) {
    if (dial.kind() == Place.Kind.BESIDE) {
      group.dialingBeside = false;
    } else {
      group.dialing--;
      group.places--;
    }
  }

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
      return all.stream()
          .filter(p -> p.multiplexed() && p.hasRoom() && !p.spent() && !p.serves.contains(key))
          .filter(p -> p.madeFor().secure() && p.madeFor().partition().equals(key.partition()))
          .toList();
    } finally {
      unlock();
    }
  }

  private Optional<Place> join(Place dial, Pooled pooled) {
    lock.lock();
    try {
      if (!pooled.hasRoom() || pooled.spent()) {
        return Optional.empty();
      }
      Group group = its(dial);
      endDial(group, dial);
      total--;
      pooled.serves.add(group.key);
      pooled.inFlight++;
      pooled.granted++;
      group.share(pooled);
      serve(group);
      feed();
      return Optional.of(new Place(group.key, Place.Kind.SHARED, Optional.of(pooled)));
    } finally {
      unlock();
    }
  }

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

  /** The server does not answer for this origin on this session: never again. */
  void misdirected(Pooled pooled, PoolKey key) {
    lock.lock();
    try {
      pooled.misdirected.add(key.origin());
      pooled.serves.remove(key);
      Group group = groups.get(key);
      if (group != null) {
        group.shared.remove(pooled);
      }
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

  /**
   * Gives a place back.
   *
   * @param reusable whether its session may carry another exchange
   */
  void giveBack(Place place, boolean reusable) {
    lock.lock();
    try {
      if (place.standing().isPresent() && !reusable) {
        retire(place.session());
      }
      takeBack(place);
    } finally {
      unlock();
    }
  }

  /** Gives a place back whose exchange did not come about, and whose session may still be whole. */
  void giveUp(Place place) {
    lock.lock();
    try {
      if (place.kind() == Place.Kind.ALONE) {
        retire(place.session());
      }
      takeBack(place);
    } finally {
      unlock();
    }
  }

  private void takeBack(Place place) {
    Group group = its(place);
    switch (place.kind()) {
      case DIAL, BESIDE -> {
        endDial(group, place);
        total--;
        if (group.expectation == Expectation.UNKNOWN) {
          // Nothing was told. Those who wait need not fail one after the other.
          group.expectation = Expectation.ONE;
        }
        feed();
      }
      case ALONE -> {
        group.places--;
        Pooled pooled = place.session();
        pooled.inFlight--;
        if (!pooled.spent() && !closed) {
          group.idle.push(pooled);
          rest(pooled);
        } else {
          closing.add(pooled.session());
        }
      }
      case SHARED -> {
        Pooled pooled = place.session();
        pooled.inFlight--;
        if (pooled.inFlight == 0) {
          if (pooled.spent() || closed) {
            closing.add(pooled.session());
          } else {
            rest(pooled);
          }
        }
        for (PoolKey key : List.copyOf(pooled.serves)) {
          Group other = groups.get(key);
          if (other != null) {
            serve(other);
          }
        }
      }
    }
    serve(group);
    forget(group);
  }

  /** It stands unused from now. */
  private void rest(Pooled pooled) {
    pooled.idleSince = System.nanoTime();
    pooled.session().park();
    if (!starved.isEmpty()) {
      feed();
    }
    if (!pooled.watched) {
      pooled.watched = true;
      watch(pooled, pooled.session().patience().toNanos());
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
        retire(pooled);
        closing.add(pooled.session());
      }
    } finally {
      unlock();
    }
  }

  /** It carries no further exchange, and counts no more. */
  private void retire(Pooled pooled) {
    pooled.retired = true;
    if (pooled.counted) {
      pooled.counted = false;
      total--;
    }
    for (PoolKey key : pooled.serves) {
      Group group = groups.get(key);
      if (group != null) {
        group.idle.remove(pooled);
        group.shared.remove(pooled);
        if (!group.waiting.isEmpty()) {
          starved.add(group);
        }
      }
    }
    feed();
  }

  private void gone(Pooled pooled) {
    lock.lock();
    try {
      all.remove(pooled);
      retire(pooled);
      for (PoolKey key : pooled.serves) {
        Group group = groups.get(key);
        if (group != null) {
          serve(group);
          forget(group);
        }
      }
    } finally {
      unlock();
    }
  }

  /** Gives places to those who wait in a group, as long as there are any. */
  private void serve(Group group) {
    while (!closed && !group.waiting.isEmpty()) {
      Optional<Place> place = grant(group, Trail.OFF);
      if (place.isEmpty()) {
        return;
      }
      Group.Waiter next = group.waiting.next().orElseThrow();
      next.place = place;
      next.granted.signal();
    }
  }

  /** Serves the groups that may not dial because of the total. */
  private void feed() {
    if (starved.isEmpty()) {
      return;
    }
    List<Group> those = List.copyOf(starved);
    starved.clear();
    those.forEach(this::serve);
  }

  private void forget(Group group) {
    if (group.isEmpty()) {
      groups.remove(group.key, group);
    }
  }

  private Group its(Place place) {
    Group its = groups.get(place.key());
    if (its == null) {
      its = group(place.key(), Expectation.UNKNOWN);
    }
    return its;
  }

  /** Whether a session of a version stands for a key. */
  boolean stands(PoolKey key, HttpVersion version) {
    lock.lock();
    try {
      Group group = groups.get(key);
      return group != null
          && group.shared.stream().anyMatch(p -> p.session().version() == version && !p.spent());
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
      return groups.values().stream().mapToInt(g -> g.waiting.size()).sum();
    } finally {
      unlock();
    }
  }

  /** How many connections there are and are being made, those left out that only end. */
  int total() {
    lock.lock();
    try {
      return total;
    } finally {
      unlock();
    }
  }

  /** Closes every connection, and refuses who waits. */
  void close() {
    List<ClientSession> those;
    lock.lock();
    try {
      closed = true;
      those = all.stream().map(Pooled::session).toList();
      for (Group group : groups.values()) {
        for (Optional<Group.Waiter> next = group.waiting.next();
            next.isPresent();
            next = group.waiting.next()) {
          next.get().refused = true;
          next.get().granted.signal();
        }
      }
    } finally {
      unlock();
    }
    those.forEach(ClientSession::abort);
  }
}
