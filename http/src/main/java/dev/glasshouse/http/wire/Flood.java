package dev.glasshouse.http.wire;

import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.StreamReason;
import java.util.Optional;

/**
 * Counts what a peer may do at little cost to itself and some to us, over spans of time, and says
 * when it is too much (RFC 9113 10.5). Frames that serve an exchange earn some that do not: a
 * window is refilled as often as content is sent. Pure; not safe for several threads.
 */
public final class Flood {
  /** How many control frames one useful frame earns. */
  private static final int EARNED = 4;

  private final Limits.Multiplex limits;
  private long begin;
  private int resets;
  private int faults;
  private int control;

  /** Counts from this moment on ({@link System#nanoTime}). */
  public Flood(Limits.Multiplex limits, long now) {
    this.limits = limits;
    this.begin = now;
  }

  private void roll(long now) {
    if (now - begin > limits.span().toNanos()) {
      begin = now;
      resets = 0;
      faults = 0;
      control = 0;
    }
  }

  /** A frame that serves an exchange came or went. */
  public void useful() {
    control = Math.max(-limits.control(), control - EARNED);
  }

  /** The peer reset a stream. */
  public Optional<LimitException> reset(long now) {
    roll(now);
    return ++resets > limits.resets()
        ? over(StreamReason.FLOOD_RESETS, "multiplex.resets", limits.resets(), "resets")
        : Optional.empty();
  }

  /** We had to reset a stream, because of what the peer did. */
  public Optional<LimitException> fault(long now) {
    roll(now);
    return ++faults > limits.faults()
        ? over(StreamReason.FLOOD_FAULTS, "multiplex.faults", limits.faults(), "resets")
        : Optional.empty();
  }

  /**
   * A frame came that carries nothing for an exchange.
   *
   * @param frame its name
   */
  public Optional<LimitException> control(String frame, long now) {
    roll(now);
    if (++control <= limits.control()) {
      return Optional.empty();
    }
    Because because =
        Because.of(
            StreamReason.FLOOD_CONTROL, limits.control(), Texts.duration(limits.span()), frame);
    return Optional.of(
        new LimitException(because, "multiplex.control", limits.control(), "frames"));
  }

  private Optional<LimitException> over(StreamReason reason, String name, int most, String unit) {
    Because because = Because.of(reason, most, Texts.duration(limits.span()));
    return Optional.of(new LimitException(because, name, most, unit));
  }
}
