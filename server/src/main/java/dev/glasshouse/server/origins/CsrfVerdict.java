package dev.glasshouse.server.origins;

import dev.glasshouse.http.Request;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.RouteReason;
import dev.glasshouse.url.Url;
import dev.glasshouse.url.UrlException;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a request that changes something comes from a page that may do so, by what browsers say
 * of it and pages cannot change: Sec-Fetch-Site (Fetch Metadata 2.5), else Origin (RFC 6454 7). A
 * request that has neither is of no browser of these years, and carries no one's cookies against
 * their will. Pure.
 *
 * @param allowed whether it may
 * @param origin what it says its origin is; empty for nothing
 * @param because why
 */
record CsrfVerdict(boolean allowed, String origin, Because because) {

  /**
   * Judges a request.
   *
   * @param trusted other origins whose pages may
   */
  static CsrfVerdict of(Request request, Set<String> trusted) {
    String origin = request.fields().first("Origin").orElse("");
    if (request.method().isSafe()) {
      return new CsrfVerdict(
          true,
          origin,
          Because.of(RouteReason.SAFE_METHOD, Clause.rfc(9110, "9.2.1"), request.method().name()));
    }
    if (trusted.contains(origin)) {
      return new CsrfVerdict(true, origin, Because.of(RouteReason.ORIGIN_ALLOWED));
    }
    Optional<String> site = request.fields().first("Sec-Fetch-Site");
    if (site.isPresent()) {
      boolean own = site.get().equals("same-origin") || site.get().equals("none");
      return new CsrfVerdict(
          own,
          origin,
          Because.of(RouteReason.SITE_SAYS, Clause.of("Fetch Metadata", "2.5"), site.get()));
    }
    if (origin.isEmpty()) {
      return new CsrfVerdict(true, origin, Because.of(RouteReason.NO_ORIGIN));
    }
    boolean own = authority(origin).equals(Optional.of(request.authority()));
    return new CsrfVerdict(
        own,
        origin,
        Because.of(
            own ? RouteReason.SAME_ORIGIN : RouteReason.ORIGIN_UNKNOWN, Clause.rfc(6454, "7.3")));
  }

  /** Its host and port: who ends TLS before this server hides the scheme from it. */
  private static Optional<String> authority(String origin) {
    try {
      return Optional.of(Url.parse(origin).hostAndPort());
    } catch (UrlException e) {
      return Optional.empty();
    }
  }
}
