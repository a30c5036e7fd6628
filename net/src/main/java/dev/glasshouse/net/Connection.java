package dev.glasshouse.net;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ConnectionReason;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Trail;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection that stands, its TLS handshake done if it has one.
 *
 * <p>It reads nothing until {@link #start} puts handlers on it. When it ends, on whatever side, its
 * journey gets what the kernel knew last and who ended it.
 */
public final class Connection implements Live {
  /**
   * How often the kernel is asked at most: that is a call of the system each time, and what it
   * knows are averages over round trips.
   */
  private static final Duration ASKED_EVERY = Duration.ofMillis(20);

  private static final Because ASKED_BEFORE = Because.of(ConnectionReason.KERNEL_ASKED_BEFORE);

  private final long number;
  private final Target target;
  private final Channel channel;
  private final Wire wire;
  private final Network network;
  private final Optional<TlsFacts> tls;
  private final DialTimings timings;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private final Trail trail;
  private final AtomicInteger exchanges = new AtomicInteger();
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile @Nullable Heard heard;

  /**
   * What the kernel said.
   *
   * @param times how often it was asked by then
   * @param at when, by {@link System#nanoTime}
   */
  private record Heard(int times, long at, ConnectionStep.KernelReported step) {
    boolean isFresh() {
      return System.nanoTime() - at < ASKED_EVERY.toNanos();
    }
  }

  Connection(
      long number,
      Target target,
      Channel channel,
      Wire wire,
      Network network,
      InetSocketAddress local,
      InetSocketAddress remote,
      Optional<TlsFacts> tls,
      DialTimings timings,
      Trail trail) {
    this.number = number;
    this.target = target;
    this.channel = channel;
    this.wire = wire;
    this.network = network;
    this.tls = tls;
    this.timings = timings;
    this.local = local;
    this.remote = remote;
    this.trail = trail;
  }

  /** Its number, unique in its network. */
  @Override
  public long number() {
    return number;
  }

  /** What was dialed. */
  @Override
  public Target target() {
    return target;
  }

  /** The channel; its pipeline ends with the handlers given to {@link #start}. */
  public Channel channel() {
    return channel;
  }

  /** Our address and port. */
  @Override
  public InetSocketAddress local() {
    return local;
  }

  /** The peer's address and port. */
  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  /** What the TLS handshake agreed on; empty without TLS. */
  public Optional<TlsFacts> tls() {
    return tls;
  }

  /** The protocol that ALPN agreed on; empty when none was. */
  public Optional<String> alpn() {
    return tls.flatMap(TlsFacts::alpn);
  }

  @Override
  public String protocol() {
    return alpn().orElse(tls.isPresent() ? "tls" : "tcp");
  }

  @Override
  public Standing standing(Duration patience) {
    return new Standing(kernel(patience).map(TcpInfo::state).orElse("-"), sent(), received());
  }

  /** How long the parts of the dial took. */
  public DialTimings timings() {
    return timings;
  }

  /** Where what happens to it as a whole is told: under what it was dialed for. */
  public Trail trail() {
    return trail;
  }

  /** Whether it can still be used. */
  public boolean isOpen() {
    return channel.isActive() && wire.end() == End.OPEN;
  }

  /** Who ended it. */
  public End end() {
    return wire.end();
  }

  /** Bytes sent so far, TLS's own included. */
  public long sent() {
    return wire.sent();
  }

  /** Bytes received so far, TLS's own included. */
  public long received() {
    return wire.received();
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
   * Puts handlers at the end of the pipeline, hands them what has come already, and begins to read.
   * To be called once. When the connection has ended in the meantime the handlers are told so
   * ({@code channelInactive}).
   */
  public void start(ChannelHandler... handlers) {
    if (channel.eventLoop().inEventLoop()) {
      startNow(handlers);
    } else {
      channel.eventLoop().execute(() -> startNow(handlers));
    }
  }

  private void startNow(ChannelHandler... handlers) {
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(handlers);
    Hold hold = pipeline.get(Hold.class);
    if (hold == null) {
      // It ended before anybody listened, and its pipeline is taken down already.
      pipeline.fireChannelInactive();
      return;
    }
    hold.release();
    pipeline.remove(hold);
    channel.config().setAutoRead(true);
  }

  /** How often the kernel was asked what it knows. */
  public int timesAsked() {
    Heard last = heard;
    return last == null ? 0 : last.times();
  }

  /**
   * Asks the kernel what it knows, unless it was asked a moment ago. On the event loop.
   *
   * @param when what has just happened, for example {@code response ended}
   */
  public void askKernel(String when) {
    Heard last = heard;
    if ((last == null || !last.isFresh()) && channel.isActive()) {
      network
          .tcpInfo(channel)
          .ifPresent(
              info -> heard = new Heard(timesAsked() + 1, System.nanoTime(), step(info, when)));
    }
  }

  /**
   * Records what the kernel said when it was asked last, if ever.
   *
   * @param before how often it had been asked when that began which this is told of
   * @param now the trail's time
   */
  public void tellKernel(Trail to, int before, long now) {
    Heard last = heard;
    if (last != null && to.on()) {
      Because because = last.times() > before ? Because.HAPPENED : ASKED_BEFORE;
      to.add(now, now, last.step(), because, Source.KERNEL);
    }
  }

  /**
   * Records what the kernel said a moment ago, or asks it and tells a moment later.
   *
   * @param before how often it had been asked when that began which this is told of
   * @param now the trail's time
   * @param when what has just happened
   */
  public void reportKernel(Trail to, int before, long now, String when) {
    if (!to.on()) {
      return;
    }
    Heard last = heard;
    if (last != null && last.isFresh()) {
      tellKernel(to, before, now);
    } else if (channel.isOpen()) {
      channel
          .eventLoop()
          .execute(() -> {
            askKernel(when);
            tellKernel(to, before, to.now());
          });
    }
  }

  /**
   * What the kernel knows of it now; empty when it is gone, the kernel does not tell, or the event
   * loop has not come round in time. Blocks; not to be called on an event loop.
   */
  public Optional<TcpInfo> kernel(Duration patience) {
    var answer = new CompletableFuture<Optional<TcpInfo>>();
    try {
      channel
          .eventLoop()
          .execute(() ->
              answer.complete(channel.isActive() ? network.tcpInfo(channel) : Optional.empty()));
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException | ExecutionException | TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Closes it; does nothing when it is closed already. */
  @Override
  public void close() {
    channel.close();
  }

  /** It has gone: tells the journey, once. */
  void gone() {
    network.connections().remove(this);
    if (!told.compareAndSet(false, true) || !trail.on()) {
      return;
    }
    wire.last()
        .ifPresent(info -> {
          long now = trail.now();
          trail.add(now, now, step(info, "closed"), Because.HAPPENED, Source.KERNEL);
        });
    trail.mark(
        new ConnectionStep.ConnectionClosed(
            number,
            wire.end().name().toLowerCase(Locale.ROOT),
            wire.sent(),
            wire.received(),
            exchanges.get()),
        switch (wire.end()) {
          case US, OPEN -> Because.of(ConnectionReason.CLOSED_BY_US);
          case PEER -> Because.of(ConnectionReason.CLOSED_BY_PEER);
          case RESET -> Because.of(ConnectionReason.RESET_BY_PEER);
        });
  }

  private ConnectionStep.KernelReported step(TcpInfo info, String when) {
    return new ConnectionStep.KernelReported(
        number,
        when,
        info.state(),
        info.rtt(),
        info.rttVariance(),
        info.retransmits(),
        info.congestionWindow(),
        info.segmentSize(),
        info.pathMtu());
  }

  @Override
  public String toString() {
    return "connection "
        + number
        + " "
        + DialException.text(local)
        + " -> "
        + DialException.text(remote);
  }
}
