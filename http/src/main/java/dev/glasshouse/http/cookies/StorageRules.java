package dev.glasshouse.http.cookies;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.CookieReason;
import dev.glasshouse.url.Host;
import dev.glasshouse.url.PublicSuffix;
import dev.glasshouse.url.UrlException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides whether a cookie is kept (<a
 * href="https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.7">RFC
 * 6265bis 5.7</a>; the prefixes __Http- and __Host-Http- and Partitioned from
 * draft-ietf-httpbis-layered-cookies and CHIPS). Pure.
 */
public final class StorageRules {
  private static final Clause PARSING = Clause.of("RFC 6265bis", "5.6");
  private static final Clause STORAGE = Clause.of("RFC 6265bis", "5.7");
  private static final Clause PREFIXES = Clause.of("RFC 6265bis", "5.4");
  private static final Clause LAYERED = Clause.of("draft-ietf-httpbis-layered-cookies", "5.5.3");
  private static final Clause CHIPS = Clause.of("draft-cutler-httpbis-partitioned-cookies", "2.3");

  private final CookieContext where;
  private final String host;
  private final Instant now;
  private final CookieLimits limits;

  private StorageRules(CookieContext where, Instant now, CookieLimits limits) {
    this.where = where;
    this.host = where.url().hostname();
    this.now = now;
    this.limits = limits;
  }

  /**
   * Decides on one Set-Cookie.
   *
   * @param text the field's value, a character a byte
   * @param navigates whether the response answers a navigation of the top page, which may set
   *     cookies of any SameSite
   */
  public static CookieVerdict decide(
      String text, CookieContext where, boolean navigates, Instant now, CookieLimits limits) {
    return new StorageRules(where, now, limits).decide(text, navigates);
  }

  private CookieVerdict decide(String text, boolean navigates) {
    SetCookie its = SetCookie.parse(text, limits);
    Optional<Because> refused =
        form(text, its)
            .or(() -> domain(its))
            .or(() -> secrecy(its))
            .or(() -> site(its, navigates))
            .or(() -> prefix(its))
            .or(() -> partition(its));
    if (refused.isPresent()) {
      return new CookieVerdict.Refused(Cookie.shown(its.name()), refused.get());
    }
    Cookie cookie = make(its);
    return new CookieVerdict.Kept(
        cookie,
        cookie.isOver(now)
            ? Because.of(CookieReason.EXPIRED, STORAGE)
            : Because.of(CookieReason.ACCEPTED, STORAGE));
  }

  /** 5.6 steps 1 and 5, 5.7 steps 2 to 4. */
  private Optional<Because> form(String text, SetCookie its) {
    if (text.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
      return because(CookieReason.CONTROL, PARSING);
    }
    if (its.name().isEmpty() && its.value().isEmpty()) {
      return because(CookieReason.EMPTY, STORAGE);
    }
    if (its.name().length() + its.value().length() > limits.nameAndValue()) {
      return because(CookieReason.TOO_LARGE, PARSING, limits.nameAndValue());
    }
    return Optional.empty();
  }

  /** Steps 7 to 10. */
  private Optional<Because> domain(SetCookie its) {
    if (its.domain().isEmpty()) {
      return Optional.empty();
    }
    String domain = its.domain().get();
    if (!domain.chars().allMatch(c -> c < 0x80)) {
      return because(CookieReason.DOMAIN_NOT_ASCII, STORAGE);
    }
    if (host.equals(domain)) {
      return Optional.empty();
    }
    if (isPublicSuffix(domain)) {
      return because(CookieReason.PUBLIC_SUFFIX, STORAGE, domain);
    }
    return CookieMatch.domain(host, domain)
        ? Optional.empty()
        : because(CookieReason.DOMAIN, STORAGE, host, domain);
  }

  /** Steps 13 and 15. */
  private Optional<Because> secrecy(SetCookie its) {
    if (its.flags().secure() && !CookieMatch.isSecure(where.url())) {
      return because(CookieReason.SECURE, STORAGE, where.url().scheme() + ":");
    }
    if (its.flags().httpOnly() && where.api() == CookieContext.Api.SCRIPT) {
      return because(CookieReason.HTTP_ONLY, STORAGE);
    }
    return Optional.empty();
  }

  /** Steps 18 and 19. */
  private Optional<Because> site(SetCookie its, boolean navigates) {
    if (its.sameSite() == SameSite.NONE) {
      return its.flags().secure() ? Optional.empty() : because(CookieReason.NONE_INSECURE, STORAGE);
    }
    boolean crossSite = where.from() != CookieContext.From.SAME_SITE && !navigates;
    return crossSite
        ? because(CookieReason.CROSS_SITE, STORAGE, its.sameSite().toString())
        : Optional.empty();
  }

  /** Steps 20 to 22, in any case, for servers that do not look at it. */
  private Optional<Because> prefix(SetCookie its) {
    String name = its.name().toLowerCase(Locale.ROOT);
    boolean http = its.flags().secure() && its.flags().httpOnly();
    boolean host =
        its.flags().secure() && isHostOnly(its) && its.path().filter("/"::equals).isPresent();
    if (name.startsWith("__secure-") && !its.flags().secure()) {
      return because(CookieReason.SECURE_PREFIX, PREFIXES);
    }
    if (name.startsWith("__host-http-") && !(host && http)) {
      return because(CookieReason.HOST_HTTP_PREFIX, LAYERED);
    }
    if (name.startsWith("__host-") && !host) {
      return because(CookieReason.HOST_PREFIX, PREFIXES);
    }
    if (name.startsWith("__http-") && !http) {
      return because(CookieReason.HTTP_PREFIX, LAYERED);
    }
    String value = its.value().toLowerCase(Locale.ROOT);
    boolean looksLikePrefix =
        value.startsWith("__secure-") || value.startsWith("__host-") || value.startsWith("__http-");
    return name.isEmpty() && looksLikePrefix
        ? because(CookieReason.NAMELESS_PREFIX, STORAGE)
        : Optional.empty();
  }

  /** CHIPS: a partitioned cookie is Secure, and its page has a site. */
  private Optional<Because> partition(SetCookie its) {
    if (!its.flags().partitioned()) {
      return Optional.empty();
    }
    if (!its.flags().secure()) {
      return because(CookieReason.PARTITIONED_INSECURE, CHIPS);
    }
    return where.partition().isEmpty()
        ? because(CookieReason.NO_PARTITION, CHIPS)
        : Optional.empty();
  }

  /** Steps 5 to 12, of a cookie that is not refused. */
  private Cookie make(SetCookie its) {
    boolean hostOnly = isHostOnly(its);
    Optional<Instant> expires =
        its.maxAge().map(now::plus).or(its::expires).map(this::noLaterThanAllowed);
    return new Cookie(
        its.name(),
        its.value(),
        new Cookie.Scope(
            hostOnly ? host : its.domain().orElse(host),
            hostOnly,
            its.path().orElseGet(() -> CookieMatch.defaultPath(where.url())),
            its.flags().partitioned() ? where.partition() : ""),
        expires,
        its.flags().secure(),
        its.flags().httpOnly(),
        its.sameSite(),
        now);
  }

  /** Without Domain, or with the host's own where that is a public suffix (step 9). */
  private boolean isHostOnly(SetCookie its) {
    return its.domain().isEmpty() || (host.equals(its.domain().get()) && isPublicSuffix(host));
  }

  private Instant noLaterThanAllowed(Instant moment) {
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

  private static Optional<Because> because(
      CookieReason reason, Clause clause, Object... arguments) {
    return Optional.of(Because.of(reason, clause, arguments));
  }
}
