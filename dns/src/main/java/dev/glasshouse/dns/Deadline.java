package dev.glasshouse.dns;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A moment after which nobody waits any longer, on a monotonic clock.
 *
 * <p>Every wait of the program has one. It is made once, by whoever wants the result, and passed
 * down: what is left shrinks on the way, and no step of the way can make it longer.
 */
public final class Deadline {
  private final LongSupplier clock;
  private final long at;

  private Deadline(LongSupplier clock, long at) {
    this.clock = clock;
    this.at = at;
  }

  /** The moment that lies this long after now. */
  public static Deadline in(Duration duration) {
    return in(duration, System::nanoTime);
  }

  /**
   * The moment that lies this long after now, on a clock of the caller's.
   *
   * @param clock monotonic nanoseconds from any zero
   */
  public static Deadline in(Duration duration, LongSupplier clock) {
    return new Deadline(clock, clock.getAsLong() + Math.max(0, nanos(duration)));
  }

  /** This deadline, or the moment that lies {@code duration} after now if that comes sooner. */
  public Deadline within(Duration duration) {
    long other = clock.getAsLong() + Math.max(0, nanos(duration));
    return other - at < 0 ? new Deadline(clock, other) : this;
  }

  /** What is left, nanoseconds; 0 when it has passed. */
  public long leftNanos() {
    return Math.max(0, at - clock.getAsLong());
  }

  /** What is left; zero when it has passed. */
  public Duration left() {
    return Duration.ofNanos(leftNanos());
  }

  /** Whether the moment has passed. */
  public boolean passed() {
    return leftNanos() == 0;
  }

  /** The moment on the deadline's clock, nanoseconds. */
  public long at() {
    return at;
  }

  /** Now, on the deadline's clock, nanoseconds. */
  public long now() {
    return clock.getAsLong();
  }

  /** Nanoseconds of a duration, at most some 70 years, so that sums do not overflow. */
  private static long nanos(Duration duration) {
    return duration.compareTo(Duration.ofDays(25_000)) > 0
        ? Duration.ofDays(25_000).toNanos()
        : duration.toNanos();
  }

  @Override
  public String toString() {
    return left().toMillis() + " ms left";
  }
}
