package dev.glasshouse.http.wire;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import java.util.Optional;

/**
 * How far a peer is behind the least pace of content ({@link Limits.Pace}): the time that it was
 * waited for, less what its bytes were worth at that pace, and never less than nothing. No clock is
 * read in it, and no timer runs: it is asked when something has moved, or by who looks at all
 * streams of a connection now and then.
 */
public final class Pace {
  private static final double SECOND = 1e9;

  /** What it is that a peer is slow at. */
  public enum Of {
    /** Content that is waited for. */
    GIVING(HttpReason.SLOW_BODY),
    /** Content that waits for the peer. */
    TAKING(HttpReason.SLOW_READER);

    private final HttpReason reason;

    Of(HttpReason reason) {
      this.reason = reason;
    }
  }

  private final Limits.Pace limit;
  private final Of what;
  private double behind;

  // Since it was not behind at all:
  private long waited;
  private long bytes;

  public Pace(Limits.Pace limit, Of what) {
    this.limit = limit;
    this.what = what;
  }

  /**
   * Counts on.
   *
   * @param nanos for which the peer was waited for
   * @param moved bytes that came, or went
   * @return what is wrong with that, when it is too far behind
   */
  public Optional<StalledException> count(long nanos, long moved) {
    return count(nanos, moved, 0);
  }

  /**
   * The same where it shows only in one piece that bytes have moved.
   *
   * @param open bytes that may have moved already: they count in the peer's favour
   */
  public Optional<StalledException> count(long nanos, long moved, long open) {
    if (limit.rate() == 0) {
      return Optional.empty();
    }
    waited += nanos;
    bytes += moved;
    behind += nanos - worth(moved);
    if (behind <= 0) {
      behind = 0;
      waited = 0;
      bytes = 0;
    }
    if (behind - worth(open) <= limit.patience().toNanos()) {
      return Optional.empty();
    }
    long rate = (long) (bytes * SECOND / waited);
    return Optional.of(
        new StalledException(
            Because.of(what.reason, rate, limit.rate(), Texts.duration(limit.patience()))));
  }

  /** The time that bytes may take, nanoseconds. */
  private double worth(long some) {
    return some * SECOND / limit.rate();
  }
}
