package dev.glasshouse.dns.zone;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a zone of another server's is looked after, and until when it may be served. Pure.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1034#section-4.3.5">RFC 1034 section 4.3.5</a>
 * @param confirmed when the other server last said that the zone holds; empty for never
 * @param tried when it was last asked; empty for never
 * @param refresh how long after it is asked again
 * @param retry how long after it is asked again when it did not answer
 * @param expire how long the zone is served without its word
 */
record RefreshClock(
    Optional<Instant> confirmed,
    Optional<Instant> tried,
    Duration refresh,
    Duration retry,
    Duration expire) {
  private static final Duration SHORTEST = Duration.ofSeconds(2);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(10);

  /** Nothing has come yet. */
  static final RefreshClock NEW =
      new RefreshClock(
          Optional.empty(), Optional.empty(), SHORTEST, FIRST_RETRY, Duration.ofDays(7));

  /** The other server has answered. */
  RefreshClock confirmed(Zone zone, Instant now) {
    return new RefreshClock(
        Optional.of(now),
        Optional.of(now),
        atLeast(zone.soaTime(0)),
        atLeast(zone.soaTime(1)),
        atLeast(zone.soaTime(2)));
  }

  /** It has not. */
  RefreshClock failed(Instant now) {
    return new RefreshClock(confirmed, Optional.of(now), refresh, retry, expire);
  }

  private static Duration atLeast(long seconds) {
    Duration time = Duration.ofSeconds(seconds);
    return time.compareTo(SHORTEST) < 0 ? SHORTEST : time;
  }

  /** How long until it is to be asked; zero for now. */
  Duration wait(Instant now) {
    if (tried.isEmpty()) {
      return Duration.ZERO;
    }
    Instant next = tried.get().plus(tried.equals(confirmed) ? refresh : retry);
    return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
  }

  /** Whether the zone may not be served any more. */
  boolean expired(Instant now) {
    return confirmed.isPresent() && !now.isBefore(confirmed.get().plus(expire));
  }
}
