package dev.glasshouse.server.sessions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many sessions a store holds, for people who watch: the store is asked every now and then, on
 * a thread of its own, and nobody waits for what it says. Safe for many threads.
 */
public final class SessionGauge {
  /** How often a store is asked at most: counting may cost a database some milliseconds. */
  static final Duration EVERY = Duration.ofSeconds(5);

  /** How long what it said is taken for true; a store that says nothing meanwhile is away. */
  static final Duration HOLDS = Duration.ofSeconds(15);

  private final SessionStore store;
  private final InstantSource clock;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile Optional<Instant> asked = Optional.empty();
  private volatile Optional<Said> said = Optional.empty();

  private record Said(long held, Instant when) {}

  /** A gauge of that store. */
  public SessionGauge(SessionStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Where the sessions are, for people. */
  public String place() {
    return store.name();
  }

  /** What became of its sessions through this process. */
  public SessionCounts.Standing counts() {
    return store.counts().look();
  }

  /** How many it held when it was asked last; empty where it has not said so of late. */
  public OptionalLong held() {
    Instant now = clock.instant();
    if (asked.isEmpty() || !now.isBefore(asked.get().plus(EVERY))) {
      ask(now);
    }
    return said.filter(its -> now.isBefore(its.when().plus(HOLDS)))
        .map(its -> OptionalLong.of(its.held()))
        .orElse(OptionalLong.empty());
  }

  private void ask(Instant now) {
    if (!asking.compareAndSet(false, true)) {
      return;
    }
    asked = Optional.of(now);
    Thread.ofVirtual()
        .name("glass-sessions")
        .start(() -> {
          try {
            said = Optional.of(new Said(store.held(now), now));
          } catch (StoreException _) {
            // Requests tell it when they meet it; here it is shown as not known.
            said = Optional.empty();
          } finally {
            asking.set(false);
          }
        });
  }
}
