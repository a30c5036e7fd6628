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
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.ClientSession;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.PeerWord;
import dev.glasshouse.http.wire.PseudoFields;
import dev.glasshouse.http.wire.StreamExchange;
import dev.glasshouse.http.wire.Urgency;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.CertificateFacts;
import dev.glasshouse.net.Connection;
import dev.glasshouse.net.TlsFacts;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** One connection of a client, which carries many HTTP/2 exchanges at once (RFC 9113). */
public final class Http2Session implements ClientSession {
  private static final int MOST_STREAM = Integer.MAX_VALUE - 1;

  /** An exchange that the peer has no room for yet. */
  private record Held(Http2Stream stream, long bytes, Runnable open) {}

  /** What a server said of alternatives before anybody listened. */
  private record AltSvcFrame(String origin, String value) {}

  /** How many of these are kept: 8. */
  private static final int MOST_ALT_SVC = 8;

  private final List<AltSvcFrame> altSvc = new ArrayList<>();
  private Optional<BiConsumer<String, String>> altSvcTold = Optional.empty();
  private final Connection connection;
  private final Limits limits;
  private final Endpoint endpoint;
  private final AtomicInteger taken = new AtomicInteger();
  private final Deque<Held> held = new ArrayDeque<>();
  private final PushStore pushes;
  private volatile int allowed = (int) PeerSettings.INITIAL.streams();
  private final PeerWord upgrades = new PeerWord();
  private volatile boolean leaving;
  private volatile Runnable roomTold = () -> {};
  private volatile Trail trail;

  private Http2Session(Connection connection, Limits limits) {
    this.connection = connection;
    this.limits = limits;
    this.trail = connection.trail();
    this.pushes = new PushStore(limits.multiplex().pushes());
    this.endpoint = new Endpoint(new Client(), limits, connection.channel());
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
    return isStaying() ? Math.max(0, allowed - taken.get()) : 0;
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
    endpoint.execute(() -> {
      altSvcTold = Optional.of(told);
      altSvc.forEach(one -> told.accept(one.origin(), one.value()));
      altSvc.clear();
    });
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
        open(
            new Held(
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
                })));
  }

  private void open(Held one) {
    if (one.stream().state() == StreamState.CLOSED) {
      return;
    }
    if (endpoint.parting().isLeaving()
        || !connection.isOpen()
        || endpoint.streams().nextOurs() >= MOST_STREAM) {
      leaving = true;
      notSent(one);
    } else if (one.bytes() > endpoint.peer().section()) {
      tooLarge(one);
    } else if (endpoint.streams().open() >= allowed) {
      held.add(one);
    } else {
      connection.countExchange();
      one.open().run();
    }
  }

  /**
   * The server has said that it will not read so much (RFC 9113 6.5.2,
   * SETTINGS_MAX_HEADER_LIST_SIZE is advice): it would answer with 431 at best, and often ends the
   * connection under all the others. So the request fails here, alone, and nothing is sent.
   */
  private void tooLarge(Held one) {
    long most = endpoint.peer().section();
    var problem =
        new LimitException(
            Because.of(StreamReason.PEER_SECTION, Clause.rfc(9113, "6.5.2"), most, one.bytes()),
            "SETTINGS_MAX_HEADER_LIST_SIZE",
            most,
            "bytes");
    endpoint.faults().tell(problem);
    one.stream().fail(problem);
    endpoint.close(one.stream(), ClosedStreams.End.RESET_BY_US);
  }

  private void notSent(Held one) {
    one.stream().fail(new LostException(Because.of(StreamReason.NOT_SENT)));
    endpoint.close(one.stream(), ClosedStreams.End.RESET_BY_US);
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
      if (leaving || !pushes.keep(key, stream)) {
        tellPushed(id, url, false, Because.of(StreamReason.PUSH_FULL, most));
        endpoint.faults().resetUnknown(id, Http2Error.REFUSED_STREAM);
        return;
      }
      endpoint.streams().add(stream, id, StreamState.RESERVED_REMOTE, endpoint.peer().window());
      tellPushed(id, url, true, Because.of(StreamReason.PUSH_KEPT));
      Duration wait = limits.times().keepAlive();
      eventLoop()
          .schedule(() -> unclaimed(key, stream, wait), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void unclaimed(String key, Http2Stream stream, Duration wait) {
      if (pushes.drop(key, stream)) {
        endpoint.reset(
            stream,
            Http2Error.CANCEL,
            Because.of(StreamReason.PUSH_UNCLAIMED, Texts.duration(wait)));
        stream.inbox().close();
      }
    }

    private void tellPushed(int id, String url, boolean kept, Because because) {
      if (trail.on()) {
        trail.mark(new StreamStep.Pushed(connection.number(), id, url, kept), because);
      }
    }

    @Override
    public void reprioritized(int stream, String value) {
      throw new IllegalStateException("refused before");
    }

    @Override
    public void peerSettings(PeerSettings settings) {
      allowed = (int) Math.min(settings.streams(), Integer.MAX_VALUE);
      upgrades.said(settings.connect());
      next();
      roomTold.run();
    }

    @Override
    public void altSvc(String origin, String value) {
      if (altSvcTold.isPresent()) {
        altSvcTold.get().accept(origin, value);
      } else if (altSvc.size() < MOST_ALT_SVC) {
        altSvc.add(new AltSvcFrame(origin, value));
      }
    }

    @Override
    public void over(Http2Stream stream) {
      if (stream.isCounted()) {
        taken.decrementAndGet();
      }
      next();
      roomTold.run();
    }

    private void next() {
      while (!held.isEmpty()
          && (endpoint.streams().open() < allowed || endpoint.parting().isLeaving())) {
        open(held.remove());
      }
    }

    @Override
    public void peerGoesAway(int last, Http2Error code) {
      leaving = true;
      next();
    }

    @Override
    public void gone(HttpException why) {
      leaving = true;
      upgrades.said(false);
      for (Held one = held.poll(); one != null; one = held.poll()) {
        notSent(one);
      }
    }
  }
}
