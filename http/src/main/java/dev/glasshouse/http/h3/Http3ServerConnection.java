package dev.glasshouse.http.h3;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.Alarm;
import dev.glasshouse.http.wire.Flood;
import dev.glasshouse.http.wire.OwnFault;
import dev.glasshouse.http.wire.PeerFault;
import dev.glasshouse.http.wire.ServerSession;
import dev.glasshouse.http.wire.Serving;
import dev.glasshouse.http.wire.Urgency;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.net.quic.ServedConnection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http3.DefaultHttp3GoAwayFrame;
import io.netty.handler.codec.http3.Http3;
import io.netty.handler.codec.http3.Http3ErrorCode;
import io.netty.handler.codec.http3.Http3ServerConnectionHandler;
import io.netty.handler.codec.http3.Http3Settings;
import io.netty.handler.codec.http3.Http3SettingsFrame;
import io.netty.handler.codec.http3.Http3UnknownFrame;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One connection of a server that speaks HTTP/3 (RFC 9114): each request stream is answered on a
 * virtual thread of its own, or on the event loop where the handler can do so at once.
 */
public final class Http3ServerConnection implements ServerSession {
  private final Serving serving;
  private final ServedConnection connection;
  private final Limits limits;
  private final Flood flood;
  private final Alarm alarm;

  private volatile long section = Long.MAX_VALUE;

  // On the event loop only:
  private long nextStream;
  private int open;
  private int handled;
  private final Map<Long, Http3ServerExchange> exchanges = new HashMap<>();
  private final Map<Long, Urgency> early = new HashMap<>();
  private boolean leaving;
  private boolean watchesPace;
  private long usedAt = System.nanoTime();

  /** A connection that nothing was read from. */
  public Http3ServerConnection(Serving serving, ServedConnection connection) {
    this.serving = serving;
    this.connection = connection;
    this.limits = serving.limits();
    this.flood = new Flood(limits.multiplex(), System.nanoTime());
    this.alarm = new Alarm(connection.channel().eventLoop());
  }

  @Override
  public void start() {
    connection.start(
        Codes::name,
        new Http3ServerConnectionHandler(
            new ChannelInitializer<QuicStreamChannel>() {
              @Override
              protected void initChannel(QuicStreamChannel stream) {
                Http3ServerConnection.this.opened(stream, this);
              }
            },
            new Control(),
            null,
            Settings.ofServer(limits),
            true),
        new OneWayStreams(new Ender()));
    watchIdle(limits.times().keepAlive());
  }

  /** Nobody may hold a connection open that he does not use. */
  private void watchIdle(Duration after) {
    eventLoop()
        .schedule(
            () -> {
              if (!connection.channel().isOpen()) {
                return;
              }
              long left = limits.times().keepAlive().toNanos() - (System.nanoTime() - usedAt);
              if (open == 0 && left <= 0) {
                close();
              } else {
                watchIdle(Duration.ofNanos(Math.max(left, TimeUnit.SECONDS.toNanos(1))));
              }
            },
            after.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  /** Looks now and then at what waits for the client, while anything is open. */
  private void watchPace() {
    Limits.Pace pace = limits.pace();
    if (watchesPace || pace.rate() == 0) {
      return;
    }
    watchesPace = true;
    long every = Math.clamp(pace.patience().toMillis() / 4, 10, 5000);
    long begin = System.nanoTime();
    var _ =
        eventLoop()
            .schedule(
                () -> {
                  watchesPace = false;
                  long since = System.nanoTime() - begin;
                  List.copyOf(exchanges.values()).forEach(one -> one.keepPace(since));
                  if (open > 0 && connection.channel().isOpen()) {
                    watchPace();
                  }
                },
                every,
                TimeUnit.MILLISECONDS);
  }

  private void opened(QuicStreamChannel stream, ChannelInitializer<QuicStreamChannel> initializer) {

    nextStream = Math.max(nextStream, stream.streamId() + 4);
    open++;
    usedAt = System.nanoTime();
    var exchange = new Http3ServerExchange(this, stream);
    exchanges.put(stream.streamId(), exchange);
    watchPace();
    Optional.ofNullable(early.remove(stream.streamId())).ifPresent(exchange::prioritize);
    Arranged.on(stream, initializer, exchange.out(), exchange.incoming());
    stream
        .closeFuture()
        .addListener(_ -> {
          open--;
          exchanges.remove(stream.streamId());
          exchange.gone();
          usedAt = System.nanoTime();
          closeWhenDone();
        });
    if (leaving || handled >= 2 * limits.multiplex().streams()) {
      exchange.reject();
      return;
    }
    exchange.awaitHead(limits.times().head());
  }

  EventLoop eventLoop() {
    return connection.eventLoop();
  }

  Serving serving() {
    return serving;
  }

  /** What wakes those who wait on its streams. */
  Alarm alarm() {
    return alarm;
  }

  Limits limits() {
    return limits;
  }

  ServedConnection connection() {
    return connection;
  }

  /**
   * Whether the client takes a field section (RFC 9114 4.2.2); where not, the server's journey is
   * told.
   */
  boolean takes(List<Field> fields) {
    long most = section;
    long bytes = Sections.size(fields);
    if (bytes <= most) {
      return true;
    }
    tell(Settings.tooLarge(StreamReason.PEER_SECTION_OF_ANSWER, most, bytes));
    return false;
  }

  /** A handler begins to work; on the event loop. */
  void handlerBegan() {
    handled++;
    flood.useful();
  }

  /** A handler has returned; on the event loop. */
  void handlerReturned() {
    handled--;
  }

  // ---- what peers do at little cost to themselves ----

  /** The client gave a request up. */
  void wasReset() {
    cutOff(flood.reset(System.nanoTime()));
  }

  /** A stream had to be ended because of what the client did. */
  void hadToReset(HttpException problem) {
    tell(problem);
    cutOff(flood.fault(System.nanoTime()));
  }

  /** A request was refused because of what the client put into it; its stream ends in order. */
  void refused(LimitException problem) {
    hadToReset(problem);
  }

  /** The client did what ends the whole connection. */
  void misused(Http3ErrorCode code, HttpException problem) {
    tell(problem);
    connection.close(code.code(), Texts.of(problem));
  }

  /** Something of ours went wrong on the event loop. */
  void failed(Throwable cause) {
    misused(Http3ErrorCode.H3_INTERNAL_ERROR, OwnFault.of(cause).orElseGet(this::whyGone));
  }

  /** A frame came that carries nothing. */
  void useless(String frame) {
    cutOff(flood.control(frame, System.nanoTime()));
  }

  private void cutOff(Optional<LimitException> over) {
    if (over.isPresent() && connection.channel().isOpen()) {
      tell(over.get());
      connection.close(Http3ErrorCode.H3_EXCESSIVE_LOAD.code(), Texts.of(over.get()));
    }
  }

  /** Tells the server's journey what a client did. */
  void tell(HttpException problem) {
    PeerFault.tell(serving.trail(), connection.number(), Optional.of(connection.peer()), problem);
  }

  /** A request is more or less urgent than was said; it may still be under way (RFC 9218 7). */
  private void reprioritized(Http3UnknownFrame frame) {
    PriorityUpdate update;
    try {
      update = PriorityUpdate.read(frame);
    } catch (ViolationException e) {
      misused(Http3ErrorCode.H3_ID_ERROR, e);
      return;
    }
    Http3ServerExchange its = exchanges.get(update.stream());
    if (its != null) {
      its.prioritize(update.urgency());
    } else if (update.stream() >= nextStream && early.size() < limits.multiplex().streams()) {
      early.put(update.stream(), update.urgency());
    }
    if (serving.trail().on()) {
      serving
          .trail()
          .mark(
              new StreamStep.Reprioritized(
                  connection.number(), update.stream(), "peer", Texts.shown(update.value())),
              Because.of(StreamReason.TOLD_IN_FRAME, Clause.rfc(9218, "7.2")));
    }
  }

  LostException whyGone() {
    return new LostException(Because.of(HttpReason.PEER_CLOSED));
  }

  // ---- the end ----

  /** Takes no new requests, says so, and closes when those under way are done. */
  @Override
  public void close() {
    eventLoop()
        .execute(() -> {
          if (leaving || !connection.channel().isOpen()) {
            return;
          }
          leaving = true;
          sayGoAway();
          eventLoop()
              .schedule(this::end, limits.multiplex().drain().toMillis(), TimeUnit.MILLISECONDS);
          closeWhenDone();
        });
  }

  private void sayGoAway() {
    Channel control = Http3.getLocalControlStream(connection.channel());
    if (control == null) {
      return;
    }
    control.writeAndFlush(new DefaultHttp3GoAwayFrame(nextStream));
    if (serving.trail().on()) {
      serving
          .trail()
          .mark(
              new StreamStep.GoingAway(
                  connection.number(), "us", nextStream, Http3ErrorCode.H3_NO_ERROR.name(), ""),
              Because.of(StreamReason.CLOSED_CALMLY, Clause.rfc(9114, "5.2")));
    }
  }

  private void closeWhenDone() {
    if (leaving && open == 0) {
      end();
    }
  }

  private void end() {
    connection.close(Http3ErrorCode.H3_NO_ERROR.code(), "");
  }

  /** What the client did on streams that carry no request. */
  private final class Ender implements OneWayStreams.Ender {
    @Override
    public void end(Http3ErrorCode code, String problem) {
      misused(code, Codes.violation(code, problem));
    }

    @Override
    public void failed(Throwable cause) {
      Http3ServerConnection.this.failed(cause);
    }
  }

  /** The client's control stream, behind the codec's own checks. */
  private final class Control extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      if (msg instanceof Http3UnknownFrame frame) {
        boolean update = PriorityUpdate.is(frame);
        useless(update ? "PRIORITY_UPDATE" : "an unknown frame");
        if (update) {
          reprioritized(frame);
        }
      } else if (msg instanceof Http3SettingsFrame settings) {
        told(settings.settings());
      } else {
        useless("a frame of pushes");
      }
      ReferenceCountUtil.release(msg);
    }

    private void told(Http3Settings settings) {
      section = Settings.section(settings);
      if (serving.trail().on()) {
        serving
            .trail()
            .mark(
                new StreamStep.PeerSettings(
                    connection.number(), HttpVersion.HTTP_3.toString(), Settings.lines(settings)),
                Because.of(StreamReason.TOLD_IN_FRAME, Clause.rfc(9114, "7.2.4")));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      tell(
          ViolationException.in(
              HttpVersion.HTTP_3, Violation.CODEC_REFUSED, Texts.shown(Texts.of(cause))));
    }
  }
}
