package dev.glasshouse.http.caching;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.Clause;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** Whether a stored response that fits a request may be used for it, after RFC 9111 4. Pure. */
public sealed interface ReuseVerdict {
  /** Why. */
  Because because();

  /** Its age and lifetime at that moment. */
  Freshness freshness();

  /** It is used as it is. */
  record Serve(Freshness freshness, Because because) implements ReuseVerdict {}

  /** It is used as it is, though stale, and the server is asked beside it (RFC 5861 3). */
  record ServeAndRevalidate(Freshness freshness, Because because) implements ReuseVerdict {}

  /** The server is asked first. */
  record Validate(Freshness freshness, Because because) implements ReuseVerdict {}

  /** How a request is disposed towards what is stored (Fetch 2.2.5, "cache mode"). */
  enum Attitude {
    /** As the rules have it. */
    DEFAULT,
    /** The server is always asked: a reload. */
    REVALIDATE,
    /** Anything that is stored is used, fresh or stale. */
    FORCE
  }

  /**
   * Decides.
   *
   * @param request the directives of the request
   */
  static ReuseVerdict decide(
      Policy policy, CacheControl request, Attitude attitude, Stored stored, Instant now) {
    return decide(policy, request, attitude, stored, Freshness.of(policy, stored, now));
  }

  /**
   * Decides, where it is known how fresh the stored response is.
   *
   * @param request the directives of the request
   */
  static ReuseVerdict decide(
      Policy policy, CacheControl request, Attitude attitude, Stored stored, Freshness freshness) {
    return switch (attitude) {
      case FORCE ->
          new Serve(freshness, Because.of(CacheReason.FORCED, Clause.of("WHATWG Fetch", "2.2.5")));
      case REVALIDATE -> reload(stored, freshness);
      case DEFAULT -> new Rules(policy, request, stored.control(policy), freshness).decide();
    };
  }

  /** RFC 8246 2: what is immutable is not asked for again while it is fresh. */
  private static ReuseVerdict reload(Stored stored, Freshness freshness) {
    if (stored.control().has("immutable") && freshness.isFresh()) {
      return new Serve(freshness, freshness.because(CacheReason.IMMUTABLE, Clause.rfc(8246, "2")));
    }
    return new Validate(
        freshness, Because.of(CacheReason.RELOAD, Clause.of("WHATWG Fetch", "4.6")));
  }

  /** The rules of the default attitude, in their order. */
  record Rules(Policy policy, CacheControl request, CacheControl response, Freshness freshness) {

    ReuseVerdict decide() {
      if (request.has("no-cache")) {
        return validate(CacheReason.REQUEST_NO_CACHE, "5.2.1.4", request.shown("no-cache"));
      }
      if (response.holdsForAll("no-cache")) {
        return validate(CacheReason.NO_CACHE, "5.2.2.4", response.shown("no-cache"));
      }
      OptionalLong maxAge = request.seconds("max-age");
      if (request.has("max-age") && freshness.ageSeconds() > maxAge.orElse(0)
          || maxAge.orElse(1) == 0) {
        return validate(
            CacheReason.REQUEST_MAX_AGE,
            "5.2.1.1",
            freshness.age(),
            Duration.ofSeconds(maxAge.orElse(0)));
      }
      OptionalLong minFresh = request.seconds("min-fresh");
      if (minFresh.isPresent()
          && freshness.isFresh()
          && freshness.left().toSeconds() < minFresh.getAsLong()) {
        return validate(
            CacheReason.REQUEST_MIN_FRESH,
            "5.2.1.3",
            freshness.left(),
            Duration.ofSeconds(minFresh.getAsLong()));
      }
      return freshness.isFresh() ? new Serve(freshness, freshness.because()) : stale();
    }

    private ReuseVerdict stale() {
      String forbidden = forbidsStale(policy, response);
      if (!forbidden.isEmpty()) {
        return new Validate(
            freshness,
            freshness.because(CacheReason.MUST_REVALIDATE, Clause.rfc(9111, "4.2.4"), forbidden));
      }
      long staleFor = freshness.staleness().toSeconds();
      if (request.has("max-stale") && allows("max-stale", staleFor)) {
        return new Serve(
            freshness,
            freshness.because(
                CacheReason.MAX_STALE, Clause.rfc(9111, "5.2.1.2"), request.shown("max-stale")));
      }
      OptionalLong whileRevalidate = response.seconds("stale-while-revalidate");
      // 5.2.1.1, 5.2.1.3: who asks for one that is young or fresh enough wants no stale one.
      boolean wantsFresh = request.has("max-age") || request.has("min-fresh");
      if (!wantsFresh && whileRevalidate.isPresent() && staleFor <= whileRevalidate.getAsLong()) {
        return new ServeAndRevalidate(
            freshness,
            freshness.because(
                CacheReason.STALE_WHILE_REVALIDATE,
                Clause.rfc(5861, "3"),
                response.shown("stale-while-revalidate")));
      }
      return new Validate(freshness, freshness.because());
    }

    /** max-stale without an argument allows any staleness; one that is no number allows none. */
    private boolean allows(String directive, long staleFor) {
      return request.hasArgument(directive)
          ? request.seconds(directive).orElse(-1) >= staleFor
          : true;
    }

    private ReuseVerdict validate(CacheReason reason, String section, Object... arguments) {
      return new Validate(freshness, Because.of(reason, Clause.rfc(9111, section), arguments));
    }
  }

  /** The directive that forbids to use a stale response unasked; empty when none does. */
  static String forbidsStale(Policy policy, CacheControl response) {
    if (response.has("must-revalidate")) {
      return response.shown("must-revalidate");
    }
    if (response.holdsForAll("no-cache")) {
      return response.shown("no-cache");
    }
    if (policy == Policy.SHARED) {
      for (String directive : new String[] {"proxy-revalidate", "s-maxage"}) {
        if (response.has(directive)) {
          return response.shown(directive);
        }
      }
    }
    return "";
  }
}
