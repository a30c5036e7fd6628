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

  /**
   * A version that was kept from before: how long it may be served counts from when it was
   * confirmed, and whether it is the newest is asked at once, as nobody was there to be told.
   */
  static RefreshClock kept(Zone zone, Instant confirmed) {
    RefreshClock then = NEW.confirmed(zone, confirmed);
    return new RefreshClock(
        then.confirmed, Optional.empty(), then.refresh, then.retry, then.expire);
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

  /** How long the zone may still be served; zero for no more, or where none has come. */
  Duration left(Instant now) {
    Instant end = confirmed.map(then -> then.plus(expire)).orElse(now);
    return end.isAfter(now) ? Duration.between(now, end) : Duration.ZERO;
  }

  /** Whether the zone may not be served any more. */
  boolean expired(Instant now) {
    return confirmed.isPresent() && !now.isBefore(confirmed.get().plus(expire));
  }
}
