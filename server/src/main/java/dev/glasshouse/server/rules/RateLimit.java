package dev.glasshouse.server.rules;

import java.time.Duration;

/**
 * A bucket of tokens: each request takes one, {@code rate} of them come back in its span, and
 * {@code burst} beside the first can be there at most. An account is one number, the moment at
 * which its bucket would be full (the "virtual scheduling" form of the leaky bucket). Pure.
 *
 * @param rate how fast tokens come
 * @param burst how many may be taken at once beyond the rate
 * @see <a href="https://www.itu.int/rec/T-REC-I.371/en">ITU-T I.371, annex A (GCRA)</a>
 */
public record RateLimit(Rate rate, int burst) {

  /**
   * What is decided.
   *
   * @param full the account from now on, on the clock of {@code now}
   * @param pause how long the client has to wait; zero when it is let in
   */
  public record Verdict(long full, Duration pause) {
    /** Whether it is let in. */
    public boolean allowed() {
      return pause.isZero();
    }
  }

  /**
   * Whether one more request is let in.
   *
   * @param full the account; anything that is past for a new one
   * @param now monotonic nanoseconds
   */
  public Verdict verdict(long full, long now) {
    long interval = rate.interval();
    // Differences, since the clock may begin anywhere and run over.
    long ahead = Math.max(0, full - now);
    long early = ahead - interval * burst;
    return early > 0
        ? new Verdict(full, Duration.ofNanos(early))
        : new Verdict(now + ahead + interval, Duration.ZERO);
  }

  /** After how long an untouched account is as good as a new one. */
  public Duration forgotten() {
    return Duration.ofNanos(rate.interval() * (burst + 1L)).plusSeconds(1);
  }
}
