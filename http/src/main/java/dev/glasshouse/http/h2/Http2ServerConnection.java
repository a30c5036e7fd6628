package dev.glasshouse.http.h2;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.PeerAddress;
import dev.glasshouse.http.wire.PseudoFields;
import dev.glasshouse.http.wire.ServerSession;
import dev.glasshouse.http.wire.Serving;
import dev.glasshouse.http.wire.Urgency;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.Trail;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.ssl.SslHandler;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * One connection of a server that speaks HTTP/2 (RFC 9113): each request is answered on a virtual
 * thread of its own, or on the event loop where the handler can do so at once, and the responses
 * share the connection by their urgency.
 */
public final class Http2ServerConnection implements ServerSession {
  private final Serving serving;
  private final Channel channel;
  private final long number;
  private final boolean secure;
  private final Limits limits;
  private final Endpoint endpoint;
  // On the event loop only:
  private final Map<Integer, String> early = new LinkedHashMap<>();
  private int handled;

  /**
   * A connection that nothing was read from.
   *
   * @param number its number among the server's connections
   * @param secure whether TLS is spoken on it
   */
  public Http2ServerConnection(Serving serving, Channel channel, long number, boolean secure) {
    this.serving = serving;
    this.channel = channel;
    this.number = number;
    this.secure = secure;
    this.limits = serving.limits();
    this.endpoint = new Endpoint(new Server(), limits, channel);
  }

  @Override
  public void start() {
    channel.pipeline().addLast(endpoint);
    channel.config().setAutoRead(true);
  }

  @Override
  public void close() {
    endpoint.execute(() -> endpoint.parting().leave(Because.of(StreamReason.CLOSED_CALMLY)));
  }

  Serving serving() {
    return serving;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Channel channel() {
    return channel;
  }

  long number() {
    return number;
  }

  /** A handler has returned; on the event loop. */
  void handlerReturned() {
    handled--;
  }

  /** Pushes a request's response, when that may be; whether it does. On the event loop. */
  boolean push(Http2Stream on, Request request) {
    boolean may =
        limits.multiplex().pushes() > 0
            && endpoint.peer().push()
            && !endpoint.parting().isLeaving()
            && endpoint.streams().open() < endpoint.peer().streams() + limits.multiplex().streams()
            && handled < limits.multiplex().streams()
            && on.state().maySend();
    if (!may) {
      return false;
    }
    var stream = new Http2Stream(endpoint, request.method(), request.authority());
    int id = endpoint.streams().nextOurs();
    endpoint.frames().pushPromise(on.id(), id, PseudoFields.of(request));
    endpoint.streams().addOurs(stream, StreamState.RESERVED_LOCAL, endpoint.peer().window());
    endpoint.flushSoon();
    stream.inbox().put(new Inbound.End(Fields.EMPTY));
    start(stream, request.in(HttpVersion.HTTP_2));
    return true;
  }

  private void start(Http2Stream stream, Request request) {
    handled++;
    var exchange = new Http2ServerExchange(this, stream, request);
    if (!exchange.answeredAtOnce()) {
      Thread.ofVirtual().start(exchange);
    }
  }

  /** What the server's end does. */
  private final class Server implements Side {
    @Override
    public boolean isClient() {
      return false;
    }

    @Override
    public Trail trail() {
      return serving.trail();
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public Optional<SocketAddress> client() {
      return Optional.of(PeerAddress.of(channel));
    }

    @Override
    public Optional<String> forbiddenCipher() {
      SslHandler tls = channel.pipeline().get(SslHandler.class);
      if (tls == null) {
        return Optional.empty();
      }
      SSLSession session = tls.engine().getSession();
      String suite = session.getCipherSuite();
      return CipherSuites.isForbidden(session.getProtocol(), suite)
          ? Optional.of(suite)
          : Optional.empty();
    }

    @Override
    public long[] settings() {
      Limits.Multiplex multiplex = limits.multiplex();
      return new long[] {
        3, multiplex.streams(),
        4, Math.max(65_535, multiplex.streamWindow()),
        6, limits.head().section(),
        // RFC 8441 3: streams may carry other protocols.
        8, 1,
        9, 1
      };
    }

    @Override
    public void opens(int id, FieldSection section, boolean end) throws Fault {
      if (endpoint.parting().isLeaving()) {
        // RFC 9113 6.8: what comes after the last stream that we named is not looked at.
        endpoint.streams().closed().remember(id, ClosedStreams.End.RESET_BY_US);
        return;
      }
      int most = limits.multiplex().streams();
      if (endpoint.streams().open() >= most || handled >= 2 * most) {
        HttpException why = new ViolationException(Violation.TOO_MANY_STREAMS, most);
        if (endpoint.settings().isSettled()) {
          throw Fault.stream(id, Http2Error.REFUSED_STREAM, why);
        }
        if (endpoint.streams().open() < most) {
          // Streams that were reset free their places, their handlers do not: it goes on resetting.
          endpoint.calm().reset();
        }
        endpoint.faults().resetUnknown(id, Http2Error.REFUSED_STREAM);
        return;
      }
      if (section.isOver()) {
        endpoint
            .faults()
            .tell(
                new LimitException(
                    HttpReason.LIMIT_FIELDS, "head.fields", limits.head().fields(), "fields"));
        tooLarge(id);
        return;
      }
      PseudoFields.RequestHead head;
      try {
        head = PseudoFields.request(HttpVersion.HTTP_2, section.fields());
      } catch (ViolationException e) {
        throw Fault.stream(id, Http2Error.PROTOCOL_ERROR, e);
      }
      if (end && head.length().orElse(0) > 0) {
        throw Fault.stream(
            id, Http2Error.PROTOCOL_ERROR, Violation.LENGTH_DIFFERS, head.length().getAsLong(), 0);
      }
      serve(id, head, end);
    }

    private void serve(int id, PseudoFields.RequestHead head, boolean end) {
      endpoint.calm().useful();
      var stream = new Http2Stream(endpoint, head.method(), head.authority());
      String changed = early.remove(id);
      stream.urgency(
          Urgency.parse(changed == null ? head.fields().combined("priority").orElse("") : changed));
      endpoint
          .streams()
          .add(
              stream,
              id,
              end ? StreamState.HALF_CLOSED_REMOTE : StreamState.OPEN,
              endpoint.peer().window());
      stream.head(head.length(), false);
      if (end) {
        stream.inbox().put(new Inbound.End(Fields.EMPTY));
      }
      Request request =
          new Request(
              head.method(),
              // What the connection is, not what the client says of it.
              secure ? "https" : "http",
              head.authority(),
              head.path(),
              HttpVersion.HTTP_2,
              head.fields(),
              end ? Body.NONE : Http2ServerExchange.body(head.length()),
              PeerAddress.of(channel));
      start(stream, request);
    }

    @Override
    public void tooLarge(int id) {
      Fields fields = serving.fields().of(Response.of(Status.FIELDS_TOO_LARGE), Method.GET);
      List<Field> section = PseudoFields.of(Status.FIELDS_TOO_LARGE, fields);
      endpoint.frames().headers(id, section, true);
      endpoint.faults().resetUnknown(id, Http2Error.NO_ERROR);
    }

    @Override
    public void head(Http2Stream stream, FieldSection section, boolean end) {
      throw new IllegalStateException("a request's head opens its stream");
    }

    @Override
    public void promised(Http2Stream on, int stream, FieldSection section) {
      throw new IllegalStateException("refused before");
    }

    @Override
    public void reprioritized(int id, String value) {
      Optional<Http2Stream> at = endpoint.streams().get(id);
      if (at.isPresent()) {
        endpoint.outflow().reprioritize(at.get(), Urgency.parse(value));
        if (trail().on()) {
          trail()
              .mark(
                  new StreamStep.Reprioritized(number, id, "peer", Texts.shown(value)),
                  Because.of(StreamReason.TOLD_IN_FRAME));
        }
      } else if ((id & 1) == 1
          && id > endpoint.streams().lastTheirs()
          && early(endpoint.streams().lastTheirs()).size() < limits.multiplex().streams()) {
        // Its request is under way (RFC 9218 7).
        early.put(id, value);
      }
    }

    /** What was said before its request came, without what no request will come for any more. */
    private Map<Integer, String> early(int lastTheirs) {
      if (early.size() >= limits.multiplex().streams()) {
        early.keySet().removeIf(about -> about <= lastTheirs);
      }
      return early;
    }

    @Override
    public void peerSettings(PeerSettings settings) {}

    @Override
    public void over(Http2Stream stream) {}

    @Override
    public void peerGoesAway(int last, Http2Error code) {}

    @Override
    public void gone(HttpException why) {
      early.clear();
    }
  }
}
