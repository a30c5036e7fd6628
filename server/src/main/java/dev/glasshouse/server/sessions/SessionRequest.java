package dev.glasshouse.server.sessions;

import dev.glasshouse.http.Request;
import dev.glasshouse.journey.Trail;
import java.util.Optional;

/** What one request has to do with sessions: which it names, and what the store had of it. */
final class SessionRequest {
  private final Request request;
  private final SessionName name;
  private final Trail trail;
  private Optional<SessionId> id = Optional.empty();
  private Optional<Stored> loaded = Optional.empty();
  private boolean without;
  private boolean inUrls;

  SessionRequest(Request request, SessionName name, Trail trail) {
    this.request = request;
    this.name = name;
    this.trail = trail;
  }

  /** The store has it. */
  void found(SessionId its, Stored stored) {
    id = Optional.of(its);
    loaded = Optional.of(stored);
  }

  /** The program goes on without the store. */
  void goWithout() {
    without = true;
  }

  /** Its id stands in the answer. */
  void inUrls() {
    inUrls = true;
  }

  boolean isSecure() {
    return request.scheme().equals("https");
  }

  SessionName name() {
    return name;
  }

  Trail trail() {
    return trail;
  }

  /** The id of the session that the store has. */
  Optional<SessionId> id() {
    return id;
  }

  /** What the store had. */
  Optional<Stored> loaded() {
    return loaded;
  }

  boolean without() {
    return without;
  }

  boolean standsInUrls() {
    return inUrls;
  }
}
