package dev.glasshouse.http.h2;

import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.wire.Flood;
import dev.glasshouse.journey.StreamReason;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Error;
import java.util.Optional;

/** Holds a peer to the limits of what it may do without use; on the event loop only. */
final class Calm {
  private final Limits.Multiplex limits;
  private final Channel channel;
  private final Flood flood;
  private int unsentAnswers;

  Calm(Limits.Multiplex limits, Channel channel) {
    this.limits = limits;
    this.channel = channel;
    this.flood = new Flood(limits, System.nanoTime());
  }

  /** Counts a frame that carries nothing. */
  void control(String frame) throws Fault {
    hold(flood.control(frame, System.nanoTime()));
  }

  /** Counts a stream that the peer reset. */
  void reset() throws Fault {
    hold(flood.reset(System.nanoTime()));
  }

  /**
   * Counts a stream that we reset because of what the peer did; what is said when it is too much.
   */
  Optional<LimitException> fault() {
    return flood.fault(System.nanoTime());
  }

  /** Counts a frame that serves an exchange. */
  void useful() {
    flood.useful();
  }

  /** Counts an answer to a control frame, which waits while the peer does not read. */
  void answered() throws Fault {
    unsentAnswers = channel.isWritable() ? 0 : unsentAnswers + 1;
    if (unsentAnswers > limits.queued()) {
      throw Fault.connection(
          Http2Error.ENHANCE_YOUR_CALM,
          new LimitException(
              StreamReason.FLOOD_QUEUE, "multiplex.queued", limits.queued(), "frames"));
    }
  }

  private static void hold(Optional<LimitException> over) throws Fault {
    if (over.isPresent()) {
      throw Fault.connection(Http2Error.ENHANCE_YOUR_CALM, over.get());
    }
  }
}
