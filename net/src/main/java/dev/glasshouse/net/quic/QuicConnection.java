package dev.glasshouse.net.quic;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.QuicReason;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.DialTimings;
import dev.glasshouse.net.Live;
import dev.glasshouse.net.Target;
import dev.glasshouse.net.TlsFacts;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionPathStats;
import io.netty.handler.codec.quic.QuicConnectionStats;
import io.netty.handler.codec.quic.QuicTransportParameters;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * A QUIC connection of a client. It stands, or its handshake is still under way and early data may
 * be sent ({@link #isEarly}).
 *
 * <p>It reads nothing until {@link #start} puts handlers on it. When it ends, on whatever side, its
 * journey gets who ended it and with which code.
 */
public final class QuicConnection implements Live {
  /** Who it is and where it leads. */
  record Facts(
      long number,
      Target target,
      InetSocketAddress local,
      InetSocketAddress remote,
      Duration idle,
      DialTimings timings) {}

  private final Facts facts;
  private final QuicChannel channel;
  private final QuicWire wire;
  private final Heard heard;
  private final CompletableFuture<TlsFacts> handshake;
  private final boolean early;
  private final Trail trail;
  private final AtomicInteger exchanges = new AtomicInteger();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private volatile LongFunction<String> codes = code -> "0x" + Long.toHexString(code);
  private volatile Optional<QuicStats> last = Optional.empty();

  QuicConnection(
      Facts facts,
      QuicChannel channel,
      QuicWire wire,
      Heard heard,
      CompletableFuture<TlsFacts> handshake,
      Trail trail) {
    this.facts = facts;
    this.channel = channel;
    this.wire = wire;
    this.heard = heard;
    this.handshake = handshake;
    this.early = !handshake.isDone();
    this.trail = trail;
  }

  /** Where what happens to it as a whole is told: under what it was dialed for. */
  public Trail trail() {
    return trail;
  }

  /** Its number, unique in its network. */
  @Override
  public long number() {
    return facts.number();
  }

  /** What was dialed. */
  @Override
  public Target target() {
    return facts.target();
  }

  /** Our address and port, as they were at the beginning. */
  @Override
  public InetSocketAddress local() {
    return facts.local();
  }

  /** The peer's address and port, as they were at the beginning. */
  @Override
  public InetSocketAddress remote() {
    return facts.remote();
  }

  /**
   * How long it may stand still before both sides give it up: the shorter of what both have said
   * (RFC 9000 10.1), where 0 says nothing.
   */
  public Duration idle() {
    QuicTransportParameters theirs = isEstablished() ? channel.peerTransportParameters() : null;
    long millis = theirs == null ? 0 : theirs.maxIdleTimeout();
    Duration ours = facts.idle();
    return millis == 0 || millis > ours.toMillis() ? ours : Duration.ofMillis(millis);
  }

  /** How long the parts of the dial took. */
  public DialTimings timings() {
    return facts.timings();
  }

  /** The channel, whose children are the streams. */
  public QuicChannel channel() {
    return channel;
  }

  /** The thread of its bytes. */
  public EventLoop eventLoop() {
    return channel.eventLoop();
  }

  /** Whether it was handed over before its handshake was done, for early data. */
  public boolean isEarly() {
    return early;
  }

  /** Whether the handshake is done, and went well. */
  public boolean isEstablished() {
    return handshake.isDone() && !handshake.isCompletedExceptionally();
  }

  /**
   * Waits for the end of the handshake.
   *
   * @return what it agreed on
   * @throws DialException when it fails, is not done in time, or the thread is interrupted
   */
  public TlsFacts handshake(Deadline deadline) throws DialException {
    try {
      return handshake.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new DialException.TimedOut(facts.target(), java.util.List.of());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new DialException.Cancelled(facts.target(), java.util.List.of());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof DialException known
          ? known
          : new DialException.Reset(facts.target(), java.util.List.of());
    }
  }

  /** What the handshake agreed on; empty while it is under way. */
  public Optional<TlsFacts> tls() {
    return isEstablished() ? Optional.of(handshake.join()) : Optional.empty();
  }

  /** The protocol that ALPN agreed on; empty while the handshake is under way. */
  public Optional<String> alpn() {
    return tls().flatMap(TlsFacts::alpn);
  }

  @Override
  public String protocol() {
    return alpn().orElse("quic");
  }

  @Override
  public Standing standing(Duration patience) {
    var told = new CompletableFuture<QuicStats>();
    try {
      if (!isOpen()) {
        told.cancel(false);
      }
      measure(told::complete);
      told.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException
        | CancellationException
        | ExecutionException
        | TimeoutException _) {
      // What was known before has to do.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    String state = !isOpen() ? "CLOSED" : isEstablished() ? "ESTABLISHED" : "HANDSHAKE";
    return new Standing(
        state,
        last.map(QuicStats::sentBytes).orElse(0L),
        last.map(QuicStats::receivedBytes).orElse(0L));
  }

  /** Whether it can still be used. */
  public boolean isOpen() {
    return channel.isOpen() && !closed.isDone();
  }

  /** How many exchanges it has carried. */
  @Override
  public int exchanges() {
    return exchanges.get();
  }

  /** Counts one more exchange; returns its number on this connection, from 1. */
  public int countExchange() {
    return exchanges.incrementAndGet();
  }

  /**
   * Puts handlers on the connection, and begins to hand them its streams. To be called once.
   *
   * @param applicationCodes the names of the application's error codes
   */
  public void start(LongFunction<String> applicationCodes, ChannelHandler... handlers) {
    this.codes = applicationCodes;
    onLoop(() -> {
      channel.pipeline().addLast(handlers);
      channel.config().setAutoRead(true);
    });
  }

  private void onLoop(Runnable task) {
    if (channel.eventLoop().inEventLoop()) {
      task.run();
    } else {
      channel.eventLoop().execute(task);
    }
  }

  /** Told once when it has gone, on the event loop; at once when it has already. */
  public void whenClosed(Runnable told) {
    closed.thenRun(told);
  }

  /**
   * Records what is known of the path now, a moment later.
   *
   * @param when what has just happened, for example {@code response ended}
   */
  public void reportPath(Trail to, String when) {
    if (to.on()) {
      measure(stats -> record(to, stats, when));
    }
  }

  /** Asks for what is known of the path; not answered when the connection has gone. */
  public void measure(Consumer<QuicStats> answer) {
    if (!channel.isOpen()) {
      return;
    }
    onLoop(() -> {
      Future<QuicConnectionStats> all = channel.collectStats();
      Future<QuicConnectionPathStats> path = channel.collectPathStats(0);
      path.addListener(_ -> {
        QuicConnectionStats ofAll = all.getNow();
        QuicConnectionPathStats ofPath = path.getNow();
        if (ofAll != null && ofPath != null) {
          var stats = QuicStats.of(ofAll, ofPath);
          last = Optional.of(stats);
          answer.accept(stats);
        }
      });
    });
  }

  /** What was known of the path when it was last asked for; empty before. */
  public Optional<QuicStats> lastMeasured() {
    return last;
  }

  private void record(Trail to, QuicStats stats, String when) {
    long now = to.now();
    to.record(
        to.open(), now, now, stats.step(facts.number(), when), Because.HAPPENED, Source.MEASURED);
  }

  /**
   * Closes it, and says so to the peer; does nothing when it is closed already.
   *
   * @param code an error code of the application's
   * @param text for the peer's log; may be empty
   */
  public void close(long code, String text) {
    onLoop(() -> {
      if (!channel.isOpen()) {
        return;
      }
      measure(_ -> {});
      wire.closing(true, code, text);
      channel.close(
          true, (int) code, Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));
    });
  }

  /** How many datagrams have come from the peer. On the event loop only. */
  public long heard() {
    return heard.datagrams();
  }

  /**
   * Gives it up, because the peer is not heard any more: says so to it all the same, and tells the
   * journey that it ended by silence. On the event loop.
   *
   * @param why what was waited for, and how long
   * @param code an error code of the application's
   */
  public void giveUp(Because why, long code) {
    if (channel.isOpen()) {
      wire.silent(why);
      channel.close(true, (int) code, Unpooled.EMPTY_BUFFER);
    }
  }

  /** Closes it without an error; does nothing when it is closed already. */
  @Override
  public void close() {
    onLoop(() -> {
      wire.closing(false, 0, "");
      channel.close();
    });
  }

  /** It has gone: tells the journey. On the event loop, once. */
  void gone(QuicWire.Ending ending) {
    if (trail.on()) {
      last.ifPresent(stats -> record(trail, stats, "closed"));
      String code =
          ending.application() ? codes.apply(ending.code()) : TransportError.name(ending.code());
      Because because = ending.because();
      trail.mark(
          new QuicStep.QuicEnded(
              facts.number(),
              ending.by(),
              ending.application() ? "application" : "transport",
              code,
              ending.text()),
          because);
      trail.mark(
          new ConnectionStep.ConnectionClosed(
              facts.number(),
              switch (ending.by()) {
                case "us", "silence" -> "us";
                case "peer" -> "peer";
                default -> "reset";
              },
              last.map(QuicStats::sentBytes).orElse(0L),
              last.map(QuicStats::receivedBytes).orElse(0L),
              exchanges.get()),
          because);
    }
    if (trail.on() && (ending.by().equals("silence") || ending.by().equals("loss"))) {
      // Another way might still lead to the peer (RFC 9000 9.2).
      trail.mark(
          new JourneyStep.NotSupported(
              "QUIC connection migration", "connection " + facts.number(), "a new connection"),
          Because.of(QuicReason.NO_MIGRATION, Clause.rfc(9000, "9")));
    }
    closed.complete(null);
  }

  @Override
  public String toString() {
    return "QUIC connection "
        + facts.number()
        + " "
        + DialException.text(facts.local())
        + " -> "
        + DialException.text(facts.remote());
  }
}
