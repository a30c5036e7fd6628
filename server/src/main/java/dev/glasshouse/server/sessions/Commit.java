package dev.glasshouse.server.sessions;

import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.SessionReason;
import dev.glasshouse.journey.SessionStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.json.Problem;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Stores the changes of a request on top of what others have stored in the meantime. Requests of
 * one server wait for one another, so that only those of other servers can be faster.
 */
final class Commit {
  private static final int LOCKS = 64;

  private final SessionStore store;
  private final SessionRules rules;
  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  Commit(SessionStore store, SessionRules rules) {
    this.store = store;
    this.rules = rules;
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /** What came of it. */
  sealed interface Outcome {}

  /** It is stored under this id. */
  record Done(SessionId id) implements Outcome {}

  /** The session is not there any more: the changes are lost. */
  record Gone() implements Outcome {}

  /** Others were faster each time: the changes are lost. */
  record Contended() implements Outcome {}

  /**
   * Stores.
   *
   * @param expires when a session ends that began then
   */
  Outcome run(Session session, Instant now, UnaryOperator<Instant> expires) throws IOException {
    SessionId id = session.request().id().or(session::next).orElseThrow();
    ReentrantLock lock = locks[Math.floorMod(id.key().hashCode(), LOCKS)];
    lock.lock();
    try {
      return locked(session, now, expires);
    } finally {
      lock.unlock();
    }
  }

  private Outcome locked(Session session, Instant now, UnaryOperator<Instant> expires)
      throws IOException {
    SessionRequest request = session.request();
    Trail trail = request.trail();
    Optional<Stored> base = request.loaded();
    for (int tried = 1; tried <= rules.tries(); tried++) {
      if (tried > 1) {
        // Whoever of another server was faster is given a head start, each time a longer one.
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1 + tried * 200_000L));
        base = store.load(request.id().orElseThrow().key(), now);
        if (base.isEmpty()) {
          lost(session, Because.of(SessionReason.GONE));
          return new Gone();
        }
      }
      Stored next = next(session, base, now, expires);
      Optional<SessionId> done = once(session, next, trail);
      if (done.isPresent()) {
        told(session, done.get(), tried);
        return new Done(done.get());
      }
    }
    lost(session, Because.of(SessionReason.CONTENDED, rules.tries()));
    return new Contended();
  }

  private Stored next(
      Session session, Optional<Stored> base, Instant now, UnaryOperator<Instant> expires)
      throws IOException {
    Values values = base.isPresent() ? Values.parse(base.get().values()) : Values.none();
    for (Consumer<Values> change : session.changes()) {
      change.accept(values);
    }
    String text = values.text();
    if (text.length() > rules.values()) {
      throw Problem.of(
              Status.CONTENT_TOO_LARGE,
              "no more than " + rules.values() + " bytes are kept of a session")
          .exception();
    }
    Instant created = base.map(Stored::created).orElse(now);
    long version = base.map(Stored::version).orElse(0L) + 1;
    return new Stored(version, created, now, expires.apply(created), text);
  }

  /** Tries it; the id under which it is stored now. */
  private Optional<SessionId> once(Session session, Stored next, Trail trail)
      throws StoreException {
    Optional<SessionId> before = session.request().id();
    Optional<SessionId> after = session.next();
    if (before.isEmpty()) {
      // Nobody else knows an id that was made just now.
      return store.store(after.orElseThrow().key(), next, trail) ? after : Optional.empty();
    }
    if (after.isEmpty()) {
      return store.store(before.get().key(), next, trail) ? before : Optional.empty();
    }
    return store.rename(before.get().key(), after.get().key(), next) ? after : Optional.empty();
  }

  private void told(Session session, SessionId id, int tries) {
    Trail trail = session.request().trail();
    if (!trail.on()) {
      return;
    }
    Optional<SessionId> before = session.request().id();
    if (before.isEmpty()) {
      trail.mark(
          new SessionStep.SessionMade(id.toString(), store.name()),
          Because.of(SessionReason.FIRST_VALUE));
    } else if (session.next().isPresent()) {
      trail.mark(
          new SessionStep.SessionRotated(before.get().toString(), id.toString()),
          Because.of(SessionReason.LOGIN));
    }
    if (!session.changes().isEmpty()) {
      trail.mark(
          new SessionStep.SessionStored(id.toString(), session.changes().size(), tries),
          Because.of(tries > 1 ? SessionReason.MERGED : SessionReason.CHANGED));
    }
  }

  private static void lost(Session session, Because because) {
    Trail trail = session.request().trail();
    if (trail.on()) {
      String id = session.request().id().map(SessionId::toString).orElse("");
      trail.mark(new SessionStep.SessionLost(id, session.changes().size()), because);
    }
  }
}
