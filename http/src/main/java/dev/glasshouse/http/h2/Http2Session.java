package dev.glasshouse.http.h2;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.ClientSession;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.PeerWord;
import dev.glasshouse.http.wire.PseudoFields;
import dev.glasshouse.http.wire.StreamExchange;
import dev.glasshouse.http.wire.Urgency;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.CertificateFacts;
import dev.glasshouse.net.Connection;
import dev.glasshouse.net.TlsFacts;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** One connection of a client, which carries many HTTP/2 exchanges at once (RFC 9113). */
public final class Http2Session implements ClientSession {
  private final Alternatives alternatives;
  private final Connection connection;
  private final Limits limits;
  private final Endpoint endpoint;
  private final AtomicInteger taken = new AtomicInteger();
  private final Openings openings;
  private final Pushes pushes;
  private final PeerWord upgrades = new PeerWord();
  private volatile boolean leaving;
  private volatile Runnable roomTold = () -> {};
  private volatile Trail trail;

  private Http2Session(Connection connection, Limits limits) {
    this.connection = connection;
    this.limits = limits;
    this.trail = connection.trail();
    this.alternatives = new Alternatives(limits.multiplex().announced());
    this.endpoint = new Endpoint(new Client(), limits, connection.channel());
    this.openings = new Openings(endpoint, connection, () -> leaving = true);
    this.pushes = new Pushes(endpoint, connection, limits, () -> trail);
  }

  /**
   * Takes up a connection that nothing was sent on: one whose ALPN chose {@code h2}, or one of
   * plain TCP to a server that is known to speak HTTP/2 (RFC 9113 3.3).
   */
  public static Http2Session over(Connection connection, Limits limits) {
    var its = new Http2Session(connection, limits);
    connection.start(its.endpoint);
    return its;
  }

  @Override
  public long number() {
    return connection.number();
  }

  @Override
  public HttpVersion version() {
    return HttpVersion.HTTP_2;
  }

  @Override
  public int exchanges() {
    return connection.exchanges();
  }

  @Override
  public int room() {
    return isStaying() ? Math.max(0, openings.allowed() - taken.get()) : 0;
  }

  @Override
  public boolean isOpen() {
    return connection.isOpen();
  }

  @Override
  public boolean leaving() {
    return !isStaying();
  }

  @Override
  public Duration patience() {
    return limits.times().keepAlive();
  }

  @Override
  public StreamExchange exchange(Request request, Priority priority, Trail its) {
    taken.incrementAndGet();
    trail = its;
    Urgency urgency = Urgency.of(priority);
    return new StreamExchange(
        stream(request, urgency), request, urgency.section(request), limits, its);
  }

  private Http2ClientStream stream(Request request, Urgency urgency) {
    Optional<Http2Stream> promised = claim(request);
    return promised.isPresent()
        ? Http2ClientStream.pushed(this, promised.get())
        : Http2ClientStream.toOpen(
            this, new Http2Stream(endpoint, request.method(), request.authority()), urgency);
  }

  /** The names and addresses that the server's certificate is for; none without TLS. */
  public List<String> certificateNames() {
    List<CertificateFacts> chain = connection.tls().map(TlsFacts::chain).orElse(List.of());
    return chain.isEmpty() ? List.of() : chain.getFirst().names();
  }

  @Override
  public void onAltSvc(BiConsumer<String, String> told) {
    endpoint.execute(() -> alternatives.tell(told));
  }

  @Override
  public void onRoom(Runnable told) {
    roomTold = told;
  }

  /** The cipher suite that its TLS agreed on, where HTTP/2 forbids it (RFC 9113 9.2.2). */
  public Optional<String> forbiddenCipher() {
    return connection
        .tls()
        .filter(tls -> CipherSuites.isForbidden(tls.version(), tls.cipher()))
        .map(TlsFacts::cipher);
  }

  /** The connection underneath. */
  public Connection connection() {
    return connection;
  }

  @Override
  public void park() {
    // Nothing is held for one exchange alone.
  }

  @Override
  public void whenClosed(Runnable told) {
    connection.channel().closeFuture().addListener(_ -> told.run());
  }

  @Override
  public boolean takesUpgrades(Deadline deadline) {
    return upgrades.await(deadline);
  }

  @Override
  public EventLoop eventLoop() {
    return connection.channel().eventLoop();
  }

  /** Takes no new exchanges, says so, and closes when those under way are done. */
  @Override
  public void close() {
    leaving = true;
    endpoint.execute(() -> {
      if (!endpoint.isOver()) {
        endpoint.parting().goAway(Http2Error.NO_ERROR, "", Because.of(StreamReason.CLOSED_CALMLY));
        endpoint.parting().closeWhenDone();
      }
    });
  }

  @Override
  public void abort() {
    leaving = true;
    endpoint.execute(
        () -> endpoint.abort(new CancelledException(Because.of(HttpReason.CLIENT_CLOSED))));
  }

  /** How many pushed responses wait for somebody who asks for them. */
  public int pushed() {
    return pushes.size();
  }

  // ---- for the exchanges ----

  /** The stream of what the server has pushed for a request, if it has. */
  private Optional<Http2Stream> claim(Request request) {
    Optional<Http2Stream> pushed = pushes.claim(request);
    pushed.ifPresent(stream ->
        endpoint.execute(() -> {
          if (stream.isOver()) {
            taken.decrementAndGet();
            roomTold.run();
          } else {
            stream.count();
          }
        }));
    return pushed;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Whether it takes up new exchanges. */
  boolean isStaying() {
    return !leaving && !endpoint.failed() && connection.isOpen();
  }

  /**
   * Opens a stream with a request's fields, when the peer has room for it.
   *
   * @param opened told once the fields are written
   */
  void open(Http2Stream stream, List<Field> fields, boolean end, Runnable opened) {
    endpoint.execute(() ->
        openings.open(
            stream,
            PseudoFields.bytes(fields),
            () -> {
              endpoint.streams().addOurs(stream, StreamState.OPEN, endpoint.peer().window());
              endpoint.frames().headers(stream.id(), fields, end);
              endpoint.flushSoon();
              opened.run();
              if (end) {
                endpoint.ourEnd(stream);
              }
            }));
  }

  /** What the client's end does. */
  private final class Client implements Side {
    @Override
    public boolean isClient() {
      return true;
    }

    @Override
    public Trail trail() {
      return trail;
    }

    @Override
    public long number() {
      return connection.number();
    }

    @Override
    public Optional<String> forbiddenCipher() {
      return Http2Session.this.forbiddenCipher();
    }

    @Override
    public long[] settings() {
      Limits.Multiplex multiplex = limits.multiplex();
      return new long[] {
        2, multiplex.pushes() > 0 ? 1 : 0,
        3, multiplex.streams(),
        4, Math.max(65_535, multiplex.streamWindow()),
        6, limits.head().section(),
        9, 1
      };
    }

    @Override
    public void opens(int stream, FieldSection section, boolean end) {
      throw new IllegalStateException("servers open streams with promises alone");
    }

    @Override
    public void tooLarge(int stream) {
      throw new IllegalStateException("servers open streams with promises alone");
    }

    @Override
    public void head(Http2Stream stream, FieldSection section, boolean end) throws Fault {
      if (section.isOver()) {
        throw Fault.stream(
            stream.id(),
            Http2Error.ENHANCE_YOUR_CALM,
            new LimitException(
                HttpReason.LIMIT_FIELDS, "head.fields", limits.head().fields(), "fields"));
      }
      PseudoFields.ResponseHead head;
      try {
        head = PseudoFields.response(HttpVersion.HTTP_2, section.fields());
      } catch (ViolationException e) {
        throw Fault.stream(stream.id(), Http2Error.PROTOCOL_ERROR, e);
      }
      boolean interim = head.status().isInterim();
      if (interim && end) {
        throw Fault.stream(stream.id(), Http2Error.PROTOCOL_ERROR, Violation.INTERIM_AT_END);
      }
      if (interim && stream.countInterim() > limits.head().interim()) {
        throw Fault.stream(
            stream.id(),
            Http2Error.ENHANCE_YOUR_CALM,
            new LimitException(
                HttpReason.LIMIT_INTERIM, "head.interim", limits.head().interim(), "responses"));
      }
      boolean none = head.status().isBodiless() || stream.method().equals(Method.HEAD);
      // RFC 9110 9.3.6: what opens a tunnel has no length.
      boolean tunnel = head.status().isOk() && stream.method().equals(Method.CONNECT);
      if (!interim) {
        stream.head(tunnel ? OptionalLong.empty() : head.length(), none);
      }
      if (end && !stream.isWhole()) {
        throw Fault.stream(
            stream.id(),
            Http2Error.PROTOCOL_ERROR,
            Violation.LENGTH_DIFFERS,
            head.length().orElse(0),
            0);
      }
      Framing framing = none || end ? Framing.NONE : new Framing.EndOfStream(head.length());
      var event =
          new Inbound.ResponseHead(
              HttpVersion.HTTP_2, head.status(), "", head.fields(), head.fields().bytes(), framing);
      if (end) {
        endpoint.theirEnd(stream);
        stream.inbox().put(event, new Inbound.End(Fields.EMPTY));
      } else {
        stream.inbox().put(event);
      }
    }

    @Override
    public void promised(Http2Stream on, int id, FieldSection section) throws Fault {
      pushes.promised(on, id, section, !leaving);
    }

    @Override
    public void reprioritized(int stream, String value) {
      throw new IllegalStateException("refused before");
    }

    @Override
    public void peerSettings(PeerSettings settings) {
      upgrades.said(settings.connect());
      openings.allow((int) Math.min(settings.streams(), Integer.MAX_VALUE));
      roomTold.run();
    }

    @Override
    public void altSvc(String origin, String value) {
      alternatives.came(origin, value);
    }

    @Override
    public void over(Http2Stream stream) {
      if (stream.isCounted()) {
        taken.decrementAndGet();
      }
      openings.next();
      roomTold.run();
    }

    @Override
    public void peerGoesAway(int last, Http2Error code) {
      leaving = true;
      openings.next();
    }

    @Override
    public void gone(HttpException why) {
      leaving = true;
      upgrades.said(false);
      openings.gone();
    }
  }
}
