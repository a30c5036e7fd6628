package dev.glasshouse.http.h2;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.Pace;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.StreamStep;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Looks at a connection every now and then, and does what its {@link Watch} decides: asks whether
 * the peer is there, and gives up what it does not take. On the event loop only.
 */
final class Pulse {
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final Endpoint endpoint;
  private final Side side;
  private final Limits limits;
  private final Channel channel;
  private final Watch watch;
  private Optional<ScheduledFuture<?>> ticking = Optional.empty();
  private OptionalLong asked = OptionalLong.empty();
  private long askedBegin;
  private long lastByte = System.nanoTime();
  private long lastUsed = System.nanoTime();
  private long lastLook = System.nanoTime();
  private long lastSent;
  private final Pace pace;

  Pulse(Endpoint endpoint, Side side, Limits limits, Channel channel) {
    this.endpoint = endpoint;
    this.side = side;
    this.limits = limits;
    this.channel = channel;
    this.watch = new Watch(limits, !side.isClient());
    this.pace = new Pace(limits.pace(), Pace.Of.TAKING);
  }

  void begin() {
    long every = watch.interval().toMillis();
    ticking =
        Optional.of(
            channel
                .eventLoop()
                .scheduleWithFixedDelay(this::tick, every, every, TimeUnit.MILLISECONDS));
  }

  void end() {
    ticking.ifPresent(task -> task.cancel(false));
  }

  /** Bytes have come. */
  void heard() {
    lastByte = System.nanoTime();
  }

  /** The peer has answered a question; whether it was this one. */
  void answered(long data) {
    if (asked.isPresent() && asked.getAsLong() == data) {
      asked = OptionalLong.empty();
      tellLiveness(true, Because.HAPPENED);
    }
  }

  /** Time has gone by. */
  private void tick() {
    if (endpoint.isOver()) {
      return;
    }
    long now = System.nanoTime();
    if (isTooSlow(now)) {
      return;
    }
    int open = endpoint.streams().open();
    if (open > 0) {
      lastUsed = now;
    }
    var facts = new Watch.Facts(now, lastByte, lastUsed, open, asked, endpoint.parting().since());
    switch (watch.decide(facts)) {
      case Watch.Verdict.Wait _ -> stalled(now);
      case Watch.Verdict.Ask _ -> {
        asked = OptionalLong.of(now);
        askedBegin = side.trail().now();
        endpoint.frames().ping(false, now);
        endpoint.flushSoon();
      }
      case Watch.Verdict.Dead(Because because) -> {
        tellLiveness(false, because);
        endpoint.abort(new LostException(because));
      }
      case Watch.Verdict.Leave(Because because) -> endpoint.parting().leave(because);
      case Watch.Verdict.Close(Because because) -> {
        endpoint.abort(new LostException(because));
      }
    }
  }

  /**
   * Gives streams up whose content the peer does not take, and those whose answer is out while the
   * peer still sends a request that nobody needs any more (RFC 9113 8.1).
   */
  private void stalled(long now) {
    Duration idle = limits.times().idle();
    for (Http2Stream stream : endpoint.streams().all()) {
      boolean answered = !side.isClient() && stream.state() == StreamState.HALF_CLOSED_LOCAL;
      if (answered && now - stream.movedAt() > LINGER.toNanos()) {
        endpoint.noNeedOfRest(stream);
        continue;
      }
      if (stream.waiting() > 0 && now - stream.movedAt() > idle.toNanos()) {
        var problem =
            new StalledException(Because.of(HttpReason.STALLED_SENDING, Texts.duration(idle)));
        giveUp(stream, problem);
        if (!channel.isWritable()) {
          endpoint.fail(Http2Error.ENHANCE_YOUR_CALM, problem);
          return;
        }
      }
    }
  }

  /**
   * Gives up who takes too little of what waits: a stream whose window is not opened, or the
   * connection whose window holds all of them back. A stream that waits for others of its
   * connection is not the peer's fault.
   *
   * @return whether that was the end of the connection
   */
  private boolean isTooSlow(long now) {
    long since = now - lastLook;
    lastLook = now;
    boolean heldBack = endpoint.outflow().isHeldBack();
    boolean waits = false;
    for (Http2Stream stream : endpoint.streams().all()) {
      waits |= stream.waiting() > 0;
      if (stream.waiting() > 0 && stream.sendWindow() <= 0) {
        stream.tooSlow(since).ifPresent(problem -> giveUp(stream, problem));
      }
    }
    long sent = endpoint.outflow().sent();
    long taken = sent - lastSent;
    lastSent = sent;
    if (!heldBack || !waits) {
      return false;
    }
    Optional<StalledException> slow = pace.count(since, taken);
    slow.ifPresent(problem -> endpoint.fail(Http2Error.ENHANCE_YOUR_CALM, problem));
    return slow.isPresent();
  }

  private void giveUp(Http2Stream stream, StalledException problem) {
    stream.fail(problem);
    endpoint.reset(stream, Http2Error.CANCEL, problem.because());
  }

  private void tellLiveness(boolean answered, Because because) {
    if (side.trail().on()) {
      side.trail().add(askedBegin, new StreamStep.LivenessAsked(side.number(), answered), because);
    }
  }
}
