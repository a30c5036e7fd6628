package dev.glasshouse.http.client;

import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.wire.ClientSession;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
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
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What a client's pool knows: the connections of each origin, how each is used, who waits, and how
 * many there are in all; and what follows when one of that changes. Guarded by the pool's lock;
 * nothing in it waits, and what is to be closed is only put aside, since closing calls back.
 */
final class PoolState {
  private final Map<PoolKey, Group> groups = new HashMap<>();
  private final Set<Pooled> all = new LinkedHashSet<>();
  private final Map<String, Expectation> learned = new LinkedHashMap<>(16, 0.75f, true);

  /** Groups that may not dial because of the total. */
  private final Set<Group> starved = new LinkedHashSet<>();

  private final List<ClientSession> closing = new ArrayList<>();
  private final Limits.Pool limits;
  private final Consumer<Pooled> resting;
  private int total;
  private boolean closed;

  /**
   * One without connections.
   *
   * @param resting told of each session that stands unused from now, and whose idle time nobody
   *     measures yet
   */
  PoolState(Limits.Pool limits, Consumer<Pooled> resting) {
    this.limits = limits;
    this.resting = resting;
  }

  /** Takes out what is to be closed. */
  List<ClientSession> takeClosing() {
    if (closing.isEmpty()) {
      return List.of();
    }
    List<ClientSession> those = List.copyOf(closing);
    closing.clear();
    return those;
  }

  /** Whether the client is closed. */
  boolean isClosed() {
    return closed;
  }

  /** How many connections there are and are being made, those left out that only end. */
  int total() {
    return total;
  }

  /** How many wait. */
  int waiting() {
    return groups.values().stream().mapToInt(g -> g.waiting.size()).sum();
  }

  /** The sessions that stand. */
  List<Pooled> all() {
    return List.copyOf(all);
  }

  // ---- groups ----

  /** The group of a key, made where there is none. */
  Group group(PoolKey key, Expectation expected) {
    Group standing = groups.get(key);
    if (standing != null) {
      return standing;
    }
    Expectation first =
        expected == Expectation.UNKNOWN ? learned.getOrDefault(key.origin(), expected) : expected;
    var group = new Group(key, first, limits);
    groups.put(key, group);
    return group;
  }

  private Group its(Place place) {
    return group(place.key(), Expectation.UNKNOWN);
  }

  /** Lets go of a group when nothing is left of it. */
  void forget(Group group) {
    if (group.isEmpty()) {
      groups.remove(group.key, group);
    }
  }

  /** Whether a session of a version stands for a key. */
  boolean stands(PoolKey key, HttpVersion version) {
    Group group = groups.get(key);
    return group != null
        && group.shared.stream().anyMatch(p -> p.session().version() == version && !p.spent());
  }

  // ---- granting ----

  /** A place for one who asks now; empty when he must wait. */
  Optional<Place> grant(Group group, Trail trail) {
    return group.grant(
        limits.perOrigin(),
        new Group.Total() {
          @Override
          public void drop(Pooled spent) {
            retire(spent);
            if (spent.inFlight == 0) {
              closing.add(spent.session());
            }
          }

          @Override
          public boolean take() {
            return PoolState.this.take(group, trail);
          }
        });
  }

  /** A place on an HTTP/1 session that stands unused, of this event loop where there is one. */
  Optional<Place> unused(PoolKey key, Executor loop) {
    Group group = groups.get(key);
    return group == null ? Optional.empty() : group.unused(loop);
  }

  /** Counts a connection more, and closes one that stands unused where that is one too many. */
  private boolean take(Group group, Trail trail) {
    while (total >= limits.total()) {
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

  /** Why nothing can be granted in a group now. */
  Because whyNot(Group group) {
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

  /** Gives places to those who wait in a group, as long as there are any. */
  void serve(Group group) {
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

  /** Gives places to those who wait for what a session carries. */
  void serve(Pooled pooled) {
    for (PoolKey key : List.copyOf(pooled.serves)) {
      Group group = groups.get(key);
      if (group != null) {
        serve(group);
        forget(group);
      }
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

  // ---- connections in the making ----

  /** Leave to make a connection beside those that stand; empty when one is being made already. */
  Optional<Place> beside(PoolKey key) {
    Group group = groups.get(key);
    if (closed || group == null || group.dialingBeside || total >= limits.total()) {
      return Optional.empty();
    }
    total++;
    group.dialingBeside = true;
    return Optional.of(new Place(key, Place.Kind.BESIDE, Optional.empty()));
  }

  private static void endDial(Group group, Place dial) {
    if (dial.kind() == Place.Kind.BESIDE) {
      group.dialingBeside = false;
    } else {
      group.dialing--;
      group.places--;
    }
  }

  /** The connection for which leave was given stands; the first place on it. */
  Place opened(Place dial, Pooled pooled) {
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
    var place =
        new Place(dial.key(), many ? Place.Kind.SHARED : Place.Kind.ALONE, Optional.of(pooled));
    serve(group);
    if (closed) {
      closing.add(pooled.session());
    }
    return place;
  }

  private void learn(Group group, Expectation expectation) {
    group.expectation = expectation;
    learned.put(group.key.origin(), expectation);
    if (learned.size() > limits.origins()) {
      learned.remove(learned.keySet().iterator().next());
    }
  }

  // ---- sessions of other origins ----

  /** The sessions on which requests of a key might go although they stand for other origins. */
  List<Pooled> candidates(PoolKey key) {
    return all.stream()
        .filter(p -> p.multiplexed() && p.hasRoom() && !p.spent() && !p.serves.contains(key))
        .filter(p -> p.madeFor().secure() && p.madeFor().partition().equals(key.partition()))
        .toList();
  }

  /**
   * A place on a session of another origin, in exchange for leave to dial; empty when it is full.
   */
  Optional<Place> join(Place dial, Pooled pooled) {
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
  }

  /** The server does not answer for this origin on this session: never again. */
  void misdirected(Pooled pooled, PoolKey key) {
    pooled.misdirected.add(key.origin());
    pooled.serves.remove(key);
    Group group = groups.get(key);
    if (group != null) {
      group.shared.remove(pooled);
    }
  }

  // ---- what ends ----

  /** A place comes back whose session may carry on. */
  void takeBack(Place place) {
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
        serve(pooled);
      }
    }
    serve(group);
    forget(group);
  }

  /** A place comes back of which its session never heard. */
  void takeBackUnused(Place place) {
    if (place.kind() == Place.Kind.SHARED) {
      place.session().granted--;
    }
    takeBack(place);
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
      resting.accept(pooled);
    }
  }

  /** It has stood unused for as long as it may. */
  void expire(Pooled pooled) {
    retire(pooled);
    closing.add(pooled.session());
  }

  /** It carries no further exchange, and counts no more. */
  void retire(Pooled pooled) {
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

  /** Its connection is gone. */
  void gone(Pooled pooled) {
    all.remove(pooled);
    retire(pooled);
    serve(pooled);
  }

  /** Nobody is given anything from now on; those who wait are told. */
  void close() {
    closed = true;
    for (Group group : groups.values()) {
      for (Optional<Group.Waiter> next = group.waiting.next();
          next.isPresent();
          next = group.waiting.next()) {
        next.get().refused = true;
        next.get().granted.signal();
      }
    }
  }
}
