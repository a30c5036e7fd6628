package dev.glasshouse.server.sessions;

import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Secrets;
import dev.glasshouse.journey.SessionReason;
import dev.glasshouse.journey.SessionStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.answers.CookieToSet;
import dev.glasshouse.server.json.Problem;
import dev.glasshouse.server.routes.Call;
import dev.glasshouse.server.routes.Endpoint;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The sessions of a program: finds the one that a request names, and stores what the program
 * changed in it. Safe for many threads; several servers may share a store.
 */
public final class Sessions implements AutoCloseable {
  /** Which part of its idle time passes before a session is said to have been used again. */
  private static final int TOUCHES = 20;

  private final SessionStore store;
  private final SessionRules rules;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Commit commit;
  private final Consumer<String> told;

  /** Whether the store failed when it was asked last. */
  private final AtomicBoolean broken = new AtomicBoolean();

  /** A part of a program that has a session. */
  @FunctionalInterface
  public interface Visit {
    /** Answers a request. */
    Response answer(Call call, Session session) throws IOException;
  }

  /** The sessions of this store by the system's time. */
  public Sessions(SessionStore store, SessionRules rules) {
    this(store, rules, InstantSource.system());
  }

  /** The sessions of this store. */
  public Sessions(SessionStore store, SessionRules rules, InstantSource clock) {
    this(store, rules, clock, _ -> {});
  }

  /**
   * The sessions of this store.
   *
   * @param told takes a line when the store fails, and one when it is at hand again
   */
  public Sessions(
      SessionStore store, SessionRules rules, InstantSource clock, Consumer<String> told) {
    this.told = told;
    this.store = store;
    this.rules = rules;
    this.clock = clock;
    this.commit = new Commit(store, rules);
  }

  /** What has a session while it answers a request. */
  @FunctionalInterface
  public interface Work {
    /** Answers it. */
    Response answer(Session session) throws IOException;
  }

  /** A part of a program with sessions. */
  public Endpoint with(Visit visit) {
    return call -> visit(call.request(), call.trail(), session -> visit.answer(call, session));
  }

  /**
   * Answers a request that has a session; what was changed in it is stored before this returns.
   *
   * @param trail where is told what became of it
   */
  public Response visit(Request request, Trail trail, Work work) throws IOException {
    SessionName name = SessionName.of(request, rules);
    var session = new Session(this, new SessionRequest(request, name, trail));
    Response response;
    try {
      response = work.answer(session);
    } catch (StoreException e) {
      session.close();
      return away();
    }
    session.close();
    try {
      return finish(session, response);
    } catch (StoreException e) {
      response.close();
      return away();
    } catch (IOException | RuntimeException | Error e) {
      response.close();
      throw e;
    }
  }

  private static Response away() {
    return Problem.of(Status.SERVICE_UNAVAILABLE, "the sessions are not at hand")
        .saying("Retry-After", "1")
        .response()
        .standingIn();
  }

  /** Finds the session that a request names. */
  void look(SessionRequest request) throws StoreException {
    Trail trail = request.trail();
    SessionName name = request.name();
    if (name.ids().isEmpty()) {
      if (trail.on() && !name.nonsense().isEmpty()) {
        String shown = Secrets.shorten(Texts.shown(name.nonsense()));
        trail.mark(
            new SessionStep.SessionAsked(shown, name.by(), false),
            Because.of(SessionReason.NO_ID, shown));
      }
      return;
    }
    Instant now = clock.instant();
    for (SessionId id : name.ids()) {
      Optional<Stored> stored;
      try {
        stored = store.load(id.key(), now);
        works();
      } catch (StoreException e) {
        failed("read a session", e, trail);
        if (rules.away() == SessionRules.WhenAway.REFUSE) {
          throw e;
        }
        request.goWithout();
        return;
      }
      Because because = judge(stored, now);
      boolean found = because.reason() == SessionReason.KNOWN;
      if (trail.on()) {
        trail.mark(new SessionStep.SessionAsked(id.toString(), name.by(), found), because);
      }
      if (found) {
        request.found(id, stored.orElseThrow());
        return;
      }
    }
  }

  private Because judge(Optional<Stored> stored, Instant now) {
    if (stored.isEmpty()) {
      return Because.of(SessionReason.UNKNOWN);
    }
    Stored its = stored.get();
    if (!its.created().plus(rules.longest()).isAfter(now)) {
      return Because.of(SessionReason.TOO_OLD, Texts.duration(rules.longest()));
    }
    return its.isOver(now)
        ? Because.of(SessionReason.IDLE_TOO_LONG, Texts.duration(rules.idle()))
        : Because.of(SessionReason.KNOWN);
  }

  /** Stores what was changed, and tells the client what it has to know. */
  private Response finish(Session session, Response response) throws IOException {
    SessionRequest request = session.request();
    if (!session.looked() || request.without()) {
      return response;
    }
    // It was made for one client: no cache on the way may give it to others.
    Response own = response.with(response.fields().orElse("Cache-Control", "private"));
    if (request.standsInUrls()) {
      own = own.with(own.fields().orElse("Referrer-Policy", "same-origin"));
    }
    try {
      if (session.ended()) {
        return ended(request, own);
      }
      boolean moves = session.next().isPresent() && request.id().isPresent();
      return session.changes().isEmpty() && !moves ? touched(request, own) : stored(session, own);
    } catch (StoreException e) {
      failed("store a session", e, request.trail());
      if (rules.away() == SessionRules.WhenAway.REFUSE) {
        throw e;
      }
      return own;
    }
  }

  private Response ended(SessionRequest request, Response response) throws StoreException {
    if (request.id().isEmpty()) {
      return response;
    }
    store.remove(request.id().get().key());
    if (request.trail().on()) {
      request
          .trail()
          .mark(
              new SessionStep.SessionEnded(request.id().get().toString()),
              Because.of(SessionReason.ASKED_FOR));
    }
    return CookieToSet.gone(rules.name())
        .secure(isSecure(request))
        .with(rules.sameSite())
        .on(response);
  }

  private Response touched(SessionRequest request, Response response) throws StoreException {
    if (request.loaded().isEmpty()) {
      return response;
    }
    Stored its = request.loaded().get();
    Instant now = clock.instant();
    if (Duration.between(its.used(), now).compareTo(rules.idle().dividedBy(TOUCHES)) < 0) {
      return response;
    }
    store.touch(request.id().orElseThrow().key(), now, expires(its.created(), now));
    return rules.cookieLasts().isPresent()
        ? cookie(request, request.id().orElseThrow()).on(response)
        : response;
  }

  private Response stored(Session session, Response response) throws IOException {
    Instant now = clock.instant();
    Commit.Outcome outcome = commit.run(session, now, created -> expires(created, now));
    works();
    return switch (outcome) {
      case Commit.Done(SessionId id) -> {
        boolean fresh = session.next().isPresent() || rules.cookieLasts().isPresent();
        yield fresh ? cookie(session.request(), id).on(response) : response;
      }
      case Commit.Gone _ -> response;
      case Commit.Contended _ -> {
        response.close();
        yield away();
      }
    };
  }

  private Instant expires(Instant created, Instant now) {
    Instant idle = now.plus(rules.idle());
    Instant end = created.plus(rules.longest());
    return idle.isBefore(end) ? idle : end;
  }

  private CookieToSet cookie(SessionRequest request, SessionId id) {
    CookieToSet cookie =
        CookieToSet.of(rules.name(), id.secret()).secure(isSecure(request)).with(rules.sameSite());
    return rules.cookieLasts().isPresent() ? cookie.lasting(rules.cookieLasts().get()) : cookie;
  }

  private boolean isSecure(SessionRequest request) {
    return rules.secure() == SessionRules.Secure.ALWAYS || request.isSecure();
  }

  private void works() {
    if (broken.get() && broken.compareAndSet(true, false)) {
      told.accept("the store of sessions " + store.name() + " is at hand again");
    }
  }

  private void failed(String operation, StoreException problem, Trail trail) {
    if (broken.compareAndSet(false, true)) {
      told.accept(
          "the store of sessions "
              + store.name()
              + " could not "
              + operation
              + ": "
              + Texts.of(problem));
    }
    if (trail.on()) {
      boolean refused = rules.away() == SessionRules.WhenAway.REFUSE;
      trail.mark(
          new SessionStep.StoreFailed(store.name(), operation, Texts.of(problem)),
          Because.of(refused ? SessionReason.REFUSED : SessionReason.DONE_WITHOUT));
    }
  }

  SessionId newId() {
    return SessionId.random(random);
  }

  SessionRules rules() {
    return rules;
  }

  /** Closes the store. */
  @Override
  public void close() {
    store.close();
  }
}
