package dev.glasshouse.http.caching;

import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.Clause;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * What becomes of a stored response when the server, asked whether it still holds, fails (RFC 9111
 * 4.2.4, 4.3.3; RFC 5861 4). Pure.
 */
public sealed interface FailureVerdict {
  /** The longest staleness that is used without a word of the server's: a day. */
  Duration MOST_DISCONNECTED = Duration.ofDays(1);

  /** Why. */
  Because because();

  /** The stale response is used. */
  record Serve(Freshness freshness, Because because) implements FailureVerdict {}

  /** It is forbidden to use it: 504 (RFC 9111 5.2.2.2). */
  record Forbidden(Because because) implements FailureVerdict {}

  /** The failure is passed on: it is not stale because of this, or for too long. */
  record PassOn(Because because) implements FailureVerdict {}

  /** How the server failed. */
  sealed interface Failure {
    /** It could not be reached, or broke the exchange off. */
    record Unreachable(String problem) implements Failure {}

    /** It answered with 500, 502, 503 or 504. */
    record Answered(Status status) implements Failure {}
  }

  /** Whether an answer is a failure in the sense of RFC 5861 4. */
  static boolean isFailure(Status status) {
    return switch (status.code()) {
      case 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /**
   * Decides.
   *
   * @param request the directives of the request
   */
  static FailureVerdict decide(
      Policy policy, CacheControl request, Stored stored, Failure failure, Instant now) {
    return decide(policy, request, stored, failure, Freshness.of(policy, stored, now));
  }

  /**
   * Decides, where it is known how stale the stored response is.
   *
   * @param request the directives of the request
   */
  static FailureVerdict decide(
      Policy policy, CacheControl request, Stored stored, Failure failure, Freshness freshness) {
    boolean unreachable = failure instanceof Failure.Unreachable;
    String forbidden = ReuseVerdict.forbidsStale(policy, stored.control(policy));
    if (!forbidden.isEmpty()) {
      Because because =
          Because.of(CacheReason.MAY_NOT_SERVE_STALE, Clause.rfc(9111, "5.2.2.2"), forbidden);
      return unreachable ? new Forbidden(because) : new PassOn(because);
    }
    for (CacheControl control : new CacheControl[] {request, stored.control(policy)}) {
      OptionalLong allowed = control.seconds("stale-if-error");
      if (allowed.isPresent()) {
        return ifError(freshness, control, allowed.getAsLong(), failure);
      }
    }
    boolean serves = unreachable && freshness.staleness().compareTo(MOST_DISCONNECTED) <= 0;
    return serves
        ? new Serve(
            freshness,
            Because.of(
                CacheReason.STALE_DISCONNECTED,
                Clause.rfc(9111, "4.2.4"),
                freshness.staleness(),
                MOST_DISCONNECTED))
        : new PassOn(freshness.because());
  }

  private static FailureVerdict ifError(
      Freshness freshness, CacheControl control, long allowed, Failure failure) {
    if (freshness.staleness().toSeconds() > allowed) {
      return new PassOn(freshness.because());
    }
    String problem =
        switch (failure) {
          case Failure.Unreachable u -> u.problem();
          case Failure.Answered a -> a.status().toString();
        };
    return new Serve(
        freshness,
        Because.of(
            CacheReason.STALE_IF_ERROR,
            Clause.rfc(5861, "4"),
            problem,
            freshness.staleness(),
            control.shown("stale-if-error")));
  }
}
