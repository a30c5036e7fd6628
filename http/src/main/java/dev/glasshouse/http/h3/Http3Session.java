package dev.glasshouse.http.h3;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.Alarm;
import dev.glasshouse.http.wire.ClientExchange;
import dev.glasshouse.http.wire.ClientSession;
import dev.glasshouse.http.wire.OwnFault;
import dev.glasshouse.http.wire.PeerWord;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.QuicReason;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.CertificateFacts;
import dev.glasshouse.net.TlsFacts;
import dev.glasshouse.net.quic.QuicConnection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http3.Http3;
import io.netty.handler.codec.http3.Http3ClientConnectionHandler;
import io.netty.handler.codec.http3.Http3ErrorCode;
import io.netty.handler.codec.http3.Http3Exception;
import io.netty.handler.codec.http3.Http3GoAwayFrame;
import io.netty.handler.codec.http3.Http3SettingsFrame;
import io.netty.handler.codec.http3.Http3UnknownFrame;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamLimitChangedEvent;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.codec.quic.QuicTransportParameters;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One connection of a client, which carries many HTTP/3 exchanges at once (RFC 9114). */
public final class Http3Session implements ClientSession {
  /** Requests that go before the handshake: the peer's own limit is not known again yet. */
  private static final int EARLY = 8;

  /** An exchange that the peer has no room for yet. */
  private record Held(Http3Stream stream, long bytes, Runnable open) {}

  private final QuicConnection connection;
  private final Limits limits;
  private final Alarm alarm;
  private final AtomicInteger taken = new AtomicInteger();
  private volatile Runnable roomTold = () -> {};
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final PeerWord upgrades = new PeerWord();
  private volatile boolean leaving;
  private volatile Trail trail;
  private volatile Optional<HttpException> gone = Optional.empty();

  // On the event loop only:
  private final Deque<Held> held = new ArrayDeque<>();
  private final Map<Long, Http3Stream> streams = new LinkedHashMap<>();

  private final PeerWatch watch;

  /** How large a field section the server takes, as far as it has said. */
  private long section = Long.MAX_VALUE;

  private Http3Session(QuicConnection connection, Limits limits) {
    this.watch =
        new PeerWatch(
            connection, limits.multiplex(), () -> !streams.isEmpty(), () -> trail, this::unheard);
    this.trail = connection.trail();
    this.connection = connection;
    this.limits = limits;
    this.alarm = new Alarm(connection.eventLoop());
  }

  /** Takes up a connection that nothing was sent on, and whose ALPN is {@code h3}. */
  public static Http3Session over(QuicConnection connection, Limits limits) {
    var its = new Http3Session(connection, limits);
    connection.start(
        Codes::name,
        new Http3ClientConnectionHandler(its.new Control(), null, null, Settings.of(limits), true),
        new OneWayStreams(its.new Ender()),
        its.new Events());
    connection.whenClosed(its::over);
    return its;
  }

  @Override
  public long number() {
    return connection.number();
  }

  @Override
  public HttpVersion version() {
    return HttpVersion.HTTP_3;
  }

  @Override
  public int exchanges() {
    return connection.exchanges();
  }

  @Override
  public int room() {
    if (leaving || !connection.isOpen()) {
      return 0;
    }
    long allowed = connection.isEarly() ? most() - taken.get() : allowed();
    int waiting = Math.max(0, limits.multiplex().streams() - taken.get());
    return (int) Math.clamp(allowed, 0, waiting);
  }

  /** How many streams the peer lets us open now. */
  private long allowed() {
    return connection.isEarly()
        ? most() - streams.size()
        : connection.channel().peerAllowedStreams(QuicStreamType.BIDIRECTIONAL);
  }

  /**
   * How many streams the peer lets us have open at once. Where streams were opened before the
   * handshake, the codec's own count of what is left is wrong from then on.
   */
  private long most() {
    QuicTransportParameters told =
        connection.isEstablished() ? connection.channel().peerTransportParameters() : null;
    return told == null ? EARLY : told.initialMaxStreamsBidi();
  }

  @Override
  public boolean isOpen() {
    return connection.isOpen();
  }

  @Override
  public boolean leaving() {
    return leaving || !connection.isOpen();
  }

  @Override
  public Duration patience() {
    return limits.times().keepAlive();
  }

  @Override
  public ClientExchange exchange(Request request, Priority priority, Trail its) {
    trail = its;
    return new Http3Exchange(this, request, priority, its);
  }

  /** The names and addresses that the server's certificate is for. */
  public List<String> certificateNames() {
    List<CertificateFacts> chain = connection.tls().map(TlsFacts::chain).orElse(List.of());
    return chain.isEmpty() ? List.of() : chain.getFirst().names();
  }

  /** The connection underneath. */
  public QuicConnection connection() {
    return connection;
  }

  @Override
  public void park() {
    // Nothing is held for one exchange alone.
  }

  @Override
  public void whenClosed(Runnable told) {
    connection.whenClosed(told);
  }

  @Override
  public void onRoom(Runnable told) {
    roomTold = told;
  }

  /** What ends the waiting of the streams' readers. */
  Alarm alarm() {
    return alarm;
  }

  @Override
  public boolean takesUpgrades(Deadline deadline) {
    return upgrades.await(deadline);
  }

  @Override
  public EventLoop eventLoop() {
    return connection.eventLoop();
  }

  /** Takes no new exchanges, and closes when those under way are done, or have had their time. */
  @Override
  public void close() {
    leaving = true;
    execute(() -> {
      closeWhenDone();
      eventLoop()
          .schedule(
              () -> connection.close(Http3ErrorCode.H3_NO_ERROR.code(), ""),
              limits.multiplex().drain().toMillis(),
              TimeUnit.MILLISECONDS);
    });
  }

  private void closeWhenDone() {
    if (leaving && streams.isEmpty() && held.isEmpty()) {
      connection.close(Http3ErrorCode.H3_NO_ERROR.code(), "");
    }
  }

  @Override
  public void abort() {
    leaving = true;
    gone = Optional.of(new CancelledException(Because.of(HttpReason.CLIENT_CLOSED)));
    connection.close(Http3ErrorCode.H3_NO_ERROR.code(), "");
  }

  // ---- for the exchanges ----

  /** The server did what ends the whole connection. On the event loop. */
  void misused(Http3ErrorCode code, HttpException problem) {
    leaving = true;
    gone = Optional.of(problem);
    connection.close(code.code(), Texts.of(problem));
  }

  /** The server is not there any more, as far as can be seen. On the event loop. */
  private void unheard(Because why) {
    leaving = true;
    gone = Optional.of(new LostException(why));
    connection.giveUp(why, Http3ErrorCode.H3_NO_ERROR.code());
    // Not when the connection has gone: QUIC closes for three probe timeouts (RFC 9000 10.2).
    over();
  }

  Limits limits() {
    return limits;
  }

  /** Whether it takes up new exchanges. */
  boolean isStaying() {
    return !leaving && connection.isOpen();
  }

  /** An exchange is to begin: room is kept for it. */
  void take() {
    taken.incrementAndGet();
  }

  /**
   * Opens a stream, when the peer has room for it.
   *
   * @param bytes what its field section counts
   */
  void open(Http3Stream stream, long bytes, Runnable whenOpen) {
    execute(() -> open(new Held(stream, bytes, whenOpen)));
  }

  /** Does something on the event loop; where that fails, the connection ends, and says so. */
  void execute(Runnable what) {
    eventLoop().execute(OwnFault.told(what, this::failed));
  }

  /** Something of ours went wrong on the event loop. */
  void failed(Throwable cause) {
    misused(
        Http3ErrorCode.H3_INTERNAL_ERROR,
        OwnFault.of(cause)
            .orElseGet(() ->
                new LostException(
                    Because.of(HttpReason.CONNECTION_BROKE, Texts.shown(Texts.of(cause))))));
  }

  private void open(Held one) {
    QuicChannel channel = connection.channel();
    if (leaving || !connection.isOpen()) {
      one.stream().fail(Http3Stream.notSent());
    } else if (one.bytes() > section) {
      one.stream().fail(Settings.tooLarge(StreamReason.PEER_SECTION, section, one.bytes()));
    } else if (allowed() <= 0) {
      held.add(one);
    } else {
      connection.countExchange();
      Http3.newRequestStream(channel, one.stream().initializer())
          .addListener((io.netty.util.concurrent.Future<QuicStreamChannel> made) -> {
            if (!made.isSuccess()) {
              one.stream().fail(Http3Stream.notSent());
              return;
            }
            QuicStreamChannel its = made.getNow();
            streams.put(its.streamId(), one.stream());
            watch.begin();
            OwnFault.told(
                    () -> {
                      one.stream().opened(its);
                      one.open().run();
                      signal();
                    },
                    this::failed)
                .run();
          });
    }
  }

  /** Waits until a stream has its place. */
  StreamWriter awaitOpen(Http3Stream stream, Deadline deadline) throws HttpException {
    Optional<StreamWriter> writer = stream.writer();
    if (writer.isPresent()) {
      return writer.get();
    }
    lock.lock();
    try {
      long left = deadline.within(limits.times().firstByte()).leftNanos();
      while (stream.writer().isEmpty()) {
        if (leaving()) {
          throw Http3Stream.notSent();
        }
        if (left <= 0) {
          throw new StalledException(
              Because.of(HttpReason.STALLED_SENDING, Texts.duration(limits.times().firstByte())));
        }
        left = moved.awaitNanos(left);
      }
      return stream.writer().orElseThrow();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
    } finally {
      lock.unlock();
    }
  }

  private void signal() {
    lock.lock();
    try {
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A stream is over. On the event loop, once for each. */
  void left(Http3Stream stream) {
    taken.decrementAndGet();
    streams.remove(stream.id(), stream);
    next();
    roomTold.run();
    closeWhenDone();
  }

  /** A stream that waited is not to be opened any more. On the event loop. */
  void forget(Http3Stream stream) {
    held.removeIf(one -> one.stream() == stream);
  }

  private void next() {
    while (!held.isEmpty() && (leaving || allowed() > 0)) {
      open(held.remove());
    }
  }

  /** Why streams end without a word. */
  HttpException whyGone() {
    return gone.map(HttpException::again)
        .orElseGet(() ->
            new LostException(
                connection.channel().isTimedOut()
                    ? Because.of(QuicReason.IDLE, Clause.rfc(9000, "10.1"))
                    : Because.of(HttpReason.PEER_CLOSED)));
  }

  private void over() {
    leaving = true;
    upgrades.said(false);
    for (Held one = held.poll(); one != null; one = held.poll()) {
      one.stream().fail(Http3Stream.notSent());
    }
    List.copyOf(streams.values()).forEach(stream -> stream.fail(whyGone()));
    signal();
  }

  /** RFC 9114 5.2: the peer takes no request from this stream on. */
  private void goAway(long from) {
    leaving = true;
    if (trail.on()) {
      trail.mark(
          new StreamStep.GoingAway(number(), "peer", from, Http3ErrorCode.H3_NO_ERROR.name(), ""),
          Because.of(StreamReason.TOLD_IN_FRAME, Clause.rfc(9114, "5.2")));
    }
    for (Http3Stream stream : List.copyOf(streams.values())) {
      if (stream.id() >= from) {
        stream.fail(
            new LostException(
                Because.of(
                    StreamReason.AFTER_LAST,
                    Clause.rfc(9114, "5.2"),
                    Math.max(0, from - 4),
                    stream.id())));
      }
    }
    next();
    closeWhenDone();
  }

  /** What the server did on streams that carry no answer. */
  private final class Ender implements OneWayStreams.Ender {
    @Override
    public void end(Http3ErrorCode code, String problem) {
      misused(code, Codes.violation(code, problem));
    }

    @Override
    public void failed(Throwable cause) {
      OwnFault.of(cause).ifPresent(ours -> misused(Http3ErrorCode.H3_INTERNAL_ERROR, ours));
    }
  }

  /** The peer's control stream, behind the codec's own checks. */
  private final class Control extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      switch (msg) {
        case Http3SettingsFrame settings -> told(settings);
        case Http3GoAwayFrame goAway -> goAway(goAway.id());
        case Http3UnknownFrame frame when PriorityUpdate.is(frame) ->
            // RFC 9218 7.2: only clients send it.
            misused(
                Http3ErrorCode.H3_FRAME_UNEXPECTED,
                Codes.violation(Http3ErrorCode.H3_FRAME_UNEXPECTED, "PRIORITY_UPDATE of a server"));
        default -> {}
      }
      ReferenceCountUtil.release(msg);
    }

    private void told(Http3SettingsFrame settings) {
      section = Settings.section(settings.settings());
      upgrades.said(Boolean.TRUE.equals(settings.settings().connectProtocolEnabled()));
      if (trail.on()) {
        trail.mark(
            new StreamStep.PeerSettings(
                number(), HttpVersion.HTTP_3.toString(), Settings.lines(settings.settings())),
            Because.of(StreamReason.TOLD_IN_FRAME, Clause.rfc(9114, "7.2.4")));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      // The codec closes the connection with the code.
      Throwable real =
          cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
      if (real instanceof Http3Exception known) {
        misused(known.errorCode(), Codes.violation(known.errorCode(), Texts.of(known)));
      } else {
        gone =
            Optional.of(
                new LostException(
                    Because.of(HttpReason.CONNECTION_BROKE, Texts.shown(Texts.of(real)))));
      }
    }
  }

  /** What happens on the connection itself. */
  private final class Events extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof QuicStreamLimitChangedEvent) {
        next();
        roomTold.run();
      }
      ctx.fireUserEventTriggered(event);
    }
  }
}
