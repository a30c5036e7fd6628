package dev.glasshouse.http.h3;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.ClientExchange;
import dev.glasshouse.http.wire.StreamExchange;
import dev.glasshouse.http.wire.Urgency;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.QuicReason;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.DialException;
import java.io.IOException;
import java.util.Optional;

/**
 * One request on a session of HTTP/3. While the handshake is under way only safe requests without
 * content go out, as early data; when the server answers such a one with 425 (Too Early), it is
 * sent again after the handshake (RFC 8470 5.2).
 */
final class Http3Exchange implements ClientExchange {
  private final Http3Session session;
  private final Request request;
  private final Urgency urgency;
  private final Trail trail;
  private volatile boolean begun;
  private volatile StreamExchange current;
  private Aside interim = Aside.NONE;

  Http3Exchange(Http3Session session, Request request, Priority priority, Trail trail) {
    this.session = session;
    this.request = request;
    this.urgency = Urgency.of(priority);
    this.trail = trail;
    this.current = onNewStream();
  }

  private StreamExchange onNewStream() {
    session.take();
    return new StreamExchange(
        new Http3Stream(session, request.method(), urgency, trail),
        request,
        urgency.section(request),
        session.limits(),
        trail);
  }

  @Override
  public boolean mayBeProcessed() {
    return begun && current.mayBeProcessed();
  }

  @Override
  public void onInterim(Aside told) {
    interim = told;
    current.onInterim(told);
  }

  @Override
  public boolean answered() {
    return current.answered();
  }

  @Override
  public Response run(Done done) throws IOException {
    boolean early = !session.connection().isEstablished();
    if (early && !mayGoEarly()) {
      awaitHandshake();
      early = false;
    }
    begun = true;
    if (!early) {
      return current.run(done);
    }
    var place = new Place(done);
    Response response = current.run(place);
    if (response.status().equals(Status.TOO_EARLY)) {
      return again(response, done);
    }
    place.hand();
    return response;
  }

  private Response again(Response tooEarly, Done done) throws IOException {
    if (trail.on()) {
      trail.mark(
          new QuicStep.TooEarly(session.number(), request.method().name(), request.target()),
          Because.of(QuicReason.ASKED_TO_WAIT, Clause.rfc(8470, "5.2")));
    }
    tooEarly.close();
    awaitHandshake();
    current = onNewStream();
    current.onInterim(interim);
    return current.run(done);
  }

  /** RFC 8470 3 and 5.1: what is safe, and has nothing that would have to be sent again. */
  private boolean mayGoEarly() {
    boolean safe = request.method().isSafe();
    boolean may = safe && request.body().isEmpty();
    if (!may && trail.on()) {
      trail.mark(
          new QuicStep.EarlyDataWithheld(session.number(), request.method().name()),
          safe
              ? Because.of(QuicReason.HAS_CONTENT)
              : Because.of(
                  QuicReason.NOT_SAFE, Clause.rfc(8470, "3"), request.method().toString()));
    }
    return may;
  }

  private void awaitHandshake() throws LostException {
    try {
      session.connection().handshake(Deadline.in(session.limits().times().firstByte()));
    } catch (DialException e) {
      var lost =
          new LostException(Because.of(HttpReason.CONNECTION_BROKE, Texts.shown(Texts.of(e))));
      lost.initCause(e);
      throw lost;
    }
  }

  /** The exchange's place in its session, which is not given back before it is sure to be over. */
  private static final class Place implements Done {
    private final Done done;
    private boolean handed;
    private Optional<Boolean> freed = Optional.empty();

    Place(Done done) {
      this.done = done;
    }

    @Override
    public void free(boolean reusable) {
      synchronized (this) {
        freed = Optional.of(reusable);
        if (!handed) {
          return;
        }
      }
      done.free(reusable);
    }

    /** From now on it is its owner's. */
    void hand() {
      Optional<Boolean> before;
      synchronized (this) {
        handed = true;
        before = freed;
      }
      before.ifPresent(done::free);
    }
  }
}
