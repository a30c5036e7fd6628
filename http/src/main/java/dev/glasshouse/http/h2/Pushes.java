package dev.glasshouse.http.h2;

import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.PseudoFields;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Connection;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a server promises to a client without being asked (RFC 9113 8.4): kept, or refused. */
final class Pushes {
  private final Endpoint endpoint;
  private final Limits limits;
  private final Supplier<Trail> trail;
  private final Connection connection;
  private final PushStore store;

  /** None yet. */
  Pushes(Endpoint endpoint, Connection connection, Limits limits, Supplier<Trail> trail) {
    this.endpoint = endpoint;
    this.limits = limits;
    this.trail = trail;
    this.connection = connection;
    this.store = new PushStore(limits.multiplex().pushes());
  }

  /** Takes out what answers a request, if something does; on any thread. */
  Optional<Http2Stream> claim(Request request) {
    return store.claim(request);
  }

  /** How many are kept; on any thread. */
  int size() {
    return store.size();
  }

  /**
   * A push was promised; on the event loop.
   *
   * @param wanted whether the session takes anything up
   */
  void promised(Http2Stream on, int id, FieldSection section, boolean wanted) throws Fault {
    int most = limits.multiplex().pushes();
    if (most == 0) {
      throw Fault.connection(Http2Error.PROTOCOL_ERROR, Violation.UNASKED_PUSH);
    }
    PseudoFields.RequestHead head;
    try {
      head = PseudoFields.request(HttpVersion.HTTP_2, section.fields());
    } catch (ViolationException e) {
      throw Fault.stream(id, Http2Error.PROTOCOL_ERROR, e);
    }
    String url = head.scheme() + "://" + head.authority() + head.path();
    boolean get = head.method().equals(Method.GET) || head.method().equals(Method.HEAD);
    boolean its = head.authority().equalsIgnoreCase(on.authority());
    if (!get || !its || head.length().orElse(0) > 0 || section.isOver()) {
      tellPushed(id, url, false, Because.of(StreamReason.BAD_PUSH, url));
      throw Fault.stream(id, Http2Error.PROTOCOL_ERROR, Violation.BAD_PUSH, Texts.shown(url));
    }
    var stream = new Http2Stream(endpoint, head.method(), head.authority());
    String key = PushStore.key(head.method().name(), url);
    if (!wanted || !store.keep(key, stream)) {
      tellPushed(id, url, false, Because.of(StreamReason.PUSH_FULL, most));
      endpoint.faults().resetUnknown(id, Http2Error.REFUSED_STREAM);
      return;
    }
    endpoint.streams().add(stream, id, StreamState.RESERVED_REMOTE, endpoint.peer().window());
    tellPushed(id, url, true, Because.of(StreamReason.PUSH_KEPT));
    Duration wait = limits.times().keepAlive();
    connection
        .channel()
        .eventLoop()
        .schedule(() -> unclaimed(key, stream, wait), wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void unclaimed(String key, Http2Stream stream, Duration wait) {
    if (store.drop(key, stream)) {
      endpoint.reset(
          stream, Http2Error.CANCEL, Because.of(StreamReason.PUSH_UNCLAIMED, Texts.duration(wait)));
      stream.inbox().close();
    }
  }

  private void tellPushed(int id, String url, boolean kept, Because because) {
    if (trail.get().on()) {
      trail.get().mark(new StreamStep.Pushed(connection.number(), id, url, kept), because);
    }
  }
}
