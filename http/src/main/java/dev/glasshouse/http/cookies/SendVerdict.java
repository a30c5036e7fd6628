package dev.glasshouse.http.cookies;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.CookieReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a cookie is sent (<a
 * href="https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.8.3">RFC
 * 6265bis 5.8.3</a>, step 1).
 *
 * @param cookie the cookie
 * @param sent whether it goes
 * @param isNear whether it is the host's and the path's, so that a person may expect it to go
 * @param because why it goes, or why not
 */
public record SendVerdict(Cookie cookie, boolean sent, boolean isNear, Because because) {
  private static final Clause RETRIEVAL = Clause.of("RFC 6265bis", "5.8.3");
  private static final Clause LAX_UNSAFE = Clause.of("RFC 6265bis", "5.6.7.2");
  private static final Clause CHIPS = Clause.of("draft-cutler-httpbis-partitioned-cookies", "2.5");
  private static final Because MATCHES = Because.of(CookieReason.MATCHES, RETRIEVAL);

  /** How long a cookie without SameSite goes with unsafe navigations: two minutes (5.6.7.2). */
  static final Duration JUST_MADE = Duration.ofMinutes(2);

  /** Decides on one cookie. */
  public static SendVerdict decide(Cookie cookie, CookieContext where, Instant now) {
    Optional<Because> far = far(cookie, where);
    if (far.isPresent()) {
      return new SendVerdict(cookie, false, false, far.get());
    }
    Optional<Because> held = held(cookie, where, now);
    if (held.isPresent()) {
      return new SendVerdict(cookie, false, true, held.get());
    }
    boolean lenient =
        where.from() == CookieContext.From.UNSAFE_NAVIGATION && cookie.sameSite() == SameSite.UNSET;
    return new SendVerdict(
        cookie,
        true,
        true,
        lenient
            ? Because.of(CookieReason.JUST_MADE, LAX_UNSAFE, JUST_MADE.toMinutes() + " min")
            : MATCHES);
  }

  /** Domain, path and partition. */
  private static Optional<Because> far(Cookie cookie, CookieContext where) {
    String host = where.url().hostname();
    Cookie.Scope scope = cookie.scope();
    if (scope.hostOnly() && !host.equals(scope.domain())) {
      return because(CookieReason.OTHER_HOST, RETRIEVAL, scope.domain());
    }
    if (!CookieMatch.domain(host, scope.domain())) {
      return because(CookieReason.OTHER_DOMAIN, RETRIEVAL, host, scope.domain());
    }
    String path = CookieMatch.path(where.url());
    if (!CookieMatch.path(path, scope.path())) {
      return because(CookieReason.OTHER_PATH, RETRIEVAL, path, scope.path());
    }
    if (!scope.partition().isEmpty() && !scope.partition().equals(where.partition())) {
      return because(CookieReason.OTHER_PARTITION, CHIPS, scope.partition());
    }
    return Optional.empty();
  }

  /** Time, secrecy and SameSite. */
  private static Optional<Because> held(Cookie cookie, CookieContext where, Instant now) {
    if (cookie.isOver(now)) {
      return because(CookieReason.OVER, RETRIEVAL, cookie.expires().orElse(now).toString());
    }
    if (cookie.secure() && !CookieMatch.isSecure(where.url())) {
      return because(CookieReason.NOT_SECURE, RETRIEVAL, where.url().scheme() + ":");
    }
    if (cookie.httpOnly() && where.api() == CookieContext.Api.SCRIPT) {
      return because(CookieReason.HTTP_ONLY, RETRIEVAL);
    }
    boolean strict =
        cookie.sameSite() == SameSite.STRICT || where.api() == CookieContext.Api.SCRIPT;
    boolean young =
        cookie.sameSite() == SameSite.UNSET && !cookie.created().plus(JUST_MADE).isBefore(now);
    String site = cookie.sameSite().toString();
    return switch (where.from()) {
      case SAME_SITE -> Optional.empty();
      case NAVIGATION ->
          strict && cookie.sameSite() != SameSite.NONE
              ? because(CookieReason.CROSS_SITE, RETRIEVAL, site)
              : Optional.empty();
      case UNSAFE_NAVIGATION ->
          cookie.sameSite() == SameSite.NONE || (young && !strict)
              ? Optional.empty()
              : because(CookieReason.UNSAFE_METHOD, RETRIEVAL, site);
      case CROSS_SITE ->
          cookie.sameSite() == SameSite.NONE
              ? Optional.empty()
              : because(CookieReason.CROSS_SITE, RETRIEVAL, site);
    };
  }

  private static Optional<Because> because(
      CookieReason reason, Clause clause, Object... arguments) {
    return Optional.of(Because.of(reason, clause, arguments));
  }
}
