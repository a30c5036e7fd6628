package dev.glasshouse.fetch;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.url.Host;
import dev.glasshouse.url.PublicSuffix;
import dev.glasshouse.url.Url;
import dev.glasshouse.url.UrlException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Whether a cookie is kept (RFC 6265bis 5.6 and 5.7). Pure. */
sealed interface CookieVerdict {
  /** Its name, for the journey. */
  String name();

  /** Why. */
  Because because();

  /** It is kept; one that is over already only deletes. */
  record Kept(Cookie cookie, Because because) implements CookieVerdict {
    @Override
    public String name() {
      return cookie.name();
    }
  }

  /** It is refused. */
  record Refused(String name, Because because) implements CookieVerdict {}

  /**
   * Decides on one Set-Cookie.
   *
   * @param crossSite whether the response answers a request from another site that is no navigation
   *     of the top page
   */
  static CookieVerdict decide(String text, Url url, boolean crossSite, Instant now, Limits limits) {
    return new Decision(url, crossSite, now, limits).decide(text);
  }

  /** One decision, check by check. */
  final class Decision {
    private static final String BIS = "RFC 6265bis";

    private final Url url;
    private final String host;
    private final boolean crossSite;
    private final Instant now;
    private final Limits limits;

    private Decision(Url url, boolean crossSite, Instant now, Limits limits) {
      this.url = url;
      this.host = url.hostname();
      this.crossSite = crossSite;
      this.now = now;
      this.limits = limits;
    }

    private CookieVerdict decide(String text) {
      SetCookie its = SetCookie.parse(text, limits.attribute());
      Optional<Because> refused = form(text, its).or(() -> attributes(its));
      if (refused.isPresent()) {
        return new Refused(its.name(), refused.get());
      }
      boolean hostOnly = its.domain().isEmpty();
      if (!hostOnly && isPublicSuffix(its.domain().get())) {
        // Only the suffix's own host may, and then only for itself (5.7, step on public suffixes).
        if (!host.equals(its.domain().get())) {
          return new Refused(
              its.name(), why(FetchReason.COOKIE_PUBLIC_SUFFIX, "5.7", its.domain().get()));
        }
        hostOnly = true;
      }
      Optional<Instant> expires = its.lifetime().map(now::plus).or(its::expires).map(this::capped);
      var cookie =
          new Cookie(
              its.name(),
              its.value(),
              hostOnly ? host : its.domain().get(),
              hostOnly,
              its.path().orElseGet(() -> defaultPath(url.path())),
              expires,
              its.secure(),
              its.httpOnly(),
              its.sameSite(),
              now);
      return new Kept(
          cookie,
          cookie.isOver(now)
              ? why(FetchReason.COOKIE_EXPIRED, "5.7")
              : why(FetchReason.COOKIE_ACCEPTED, "5.7"));
    }

    private Optional<Because> form(String text, SetCookie its) {
      if (text.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
        return Optional.of(why(FetchReason.COOKIE_CONTROL, "5.6"));
      }
      if (its.name().isEmpty() && its.value().isEmpty()) {
        return Optional.of(why(FetchReason.COOKIE_EMPTY, "5.6"));
      }
      int size =
          its.name().getBytes(StandardCharsets.UTF_8).length
              + its.value().getBytes(StandardCharsets.UTF_8).length;
      if (size > limits.cookie()) {
        return Optional.of(why(FetchReason.COOKIE_TOO_LARGE, "5.6", limits.cookie()));
      }
      return Optional.empty();
    }

    private Optional<Because> attributes(SetCookie its) {
      if (its.domain().isPresent() && !domainMatches(host, its.domain().get())) {
        return Optional.of(why(FetchReason.COOKIE_DOMAIN, "5.7", host, its.domain().get()));
      }
      if (its.secure() && !isTrustworthy(url)) {
        return Optional.of(why(FetchReason.COOKIE_SECURE, "5.7", url.scheme() + ":"));
      }
      if (its.sameSite() == Cookie.SameSite.NONE && !its.secure()) {
        return Optional.of(why(FetchReason.COOKIE_NONE_INSECURE, "5.7"));
      }
      if (crossSite && its.sameSite() != Cookie.SameSite.NONE) {
        return Optional.of(why(FetchReason.COOKIE_CROSS_SITE, "5.7", its.sameSite().toString()));
      }
      return prefixes(its);
    }

    private Optional<Because> prefixes(SetCookie its) {
      String name = its.name().toLowerCase(Locale.ROOT);
      if (name.startsWith("__secure-") && !its.secure()) {
        return Optional.of(why(FetchReason.COOKIE_SECURE_PREFIX, "4.1.3.1"));
      }
      boolean host = its.secure() && its.domain().isEmpty() && its.path().orElse("").equals("/");
      if (name.startsWith("__host-") && !host) {
        return Optional.of(why(FetchReason.COOKIE_HOST_PREFIX, "4.1.3.2"));
      }
      String value = its.value().toLowerCase(Locale.ROOT);
      if (name.isEmpty() && (value.startsWith("__secure-") || value.startsWith("__host-"))) {
        return Optional.of(why(FetchReason.COOKIE_NAMELESS_PREFIX, "5.7"));
      }
      return Optional.empty();
    }

    private Instant capped(Instant moment) {
      Instant last = now.plus(Cookie.LONGEST);
      return moment.isAfter(last) ? last : moment;
    }

    private static boolean isPublicSuffix(String domain) {
      try {
        return PublicSuffix.is(Host.parse(domain));
      } catch (UrlException _) {
        return false;
      }
    }

    private static Because why(FetchReason reason, String section, Object... arguments) {
      return Because.of(reason, Clause.of(BIS, section), arguments);
    }
  }

  /** RFC 6265bis 5.1.3: the same, or a parent of a host that is no address. */
  static boolean domainMatches(String host, String domain) {
    return host.equals(domain)
        || (host.endsWith("." + domain) && !host.startsWith("[") && !endsWithNumber(host));
  }

  private static boolean endsWithNumber(String host) {
    String last = host.substring(host.lastIndexOf('.') + 1);
    return !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** RFC 6265bis 5.1.4. */
  static String defaultPath(String path) {
    int last = path.lastIndexOf('/');
    return !path.startsWith("/") || last == 0 ? "/" : path.substring(0, last);
  }

  /** RFC 6265bis 5.1.4. */
  static boolean pathMatches(String path, String cookiePath) {
    return path.equals(cookiePath)
        || (path.startsWith(cookiePath)
            && (cookiePath.endsWith("/") || path.charAt(cookiePath.length()) == '/'));
  }

  /** Whether nobody on the way can listen: https, or this machine itself. */
  static boolean isTrustworthy(Url url) {
    return url.scheme().equals("https")
        || url.scheme().equals("wss")
        || url.host().filter(Host::isLocalhost).isPresent();
  }
}
