package dev.glasshouse.fetch;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.url.Url;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The cookies of one browser, in memory (RFC 6265bis 5.7, 5.8). Its answers depend on nothing but
 * what was put in and the {@code now} that is passed. Safe for use by many threads.
 */
public final class CookieJar {
  private final Limits limits;
  private final List<Cookie> cookies = new ArrayList<>();

  /** An empty one with the usual limits. */
  public CookieJar() {
    this(Limits.DEFAULT);
  }

  /** An empty one. */
  public CookieJar(Limits limits) {
    this.limits = limits;
  }

  /** What it holds, the oldest first. */
  public synchronized List<Cookie> cookies() {
    return List.copyOf(cookies);
  }

  /**
   * Takes in one Set-Cookie of an answer that the same site asked for.
   *
   * @return whether it was kept, or deleted an older one as it should
   */
  public boolean take(String setCookie, Url url, Instant now) {
    return receive(setCookie, url, false, now) instanceof CookieVerdict.Kept;
  }

  /** Takes in one Set-Cookie, or refuses it. */
  synchronized CookieVerdict receive(String text, Url url, boolean crossSite, Instant now) {
    CookieVerdict verdict = CookieVerdict.decide(text, url, crossSite, now, limits);
    if (!(verdict instanceof CookieVerdict.Kept(Cookie cookie, Because because))) {
      return verdict;
    }
    if (hidesSecure(cookie, url)) {
      return new CookieVerdict.Refused(
          cookie.name(),
          Because.of(
              FetchReason.COOKIE_OVER_SECURE, Clause.of("RFC 6265bis", "5.7"), url.scheme() + ":"));
    }
    Optional<Cookie> old = cookies.stream().filter(cookie::replaces).findFirst();
    if (cookie.isOver(now)) {
      cookies.removeIf(cookie::replaces);
      return verdict;
    }
    Cookie kept = cookie;
    if (old.isPresent()) {
      kept = madeWhen(cookie, old.get().created());
      cookies.set(cookies.indexOf(old.get()), kept);
    } else {
      cookies.add(kept);
    }
    evict(kept.domain(), now);
    return new CookieVerdict.Kept(
        kept,
        old.isPresent()
            ? Because.of(FetchReason.COOKIE_REPLACED, Clause.of("RFC 6265bis", "5.7"))
            : because);
  }

  private static Cookie madeWhen(Cookie c, Instant created) {
    return new Cookie(
        c.name(),
        c.value(),
        c.domain(),
        c.hostOnly(),
        c.path(),
        c.expires(),
        c.secure(),
        c.httpOnly(),
        c.sameSite(),
        created);
  }

  /** What is not secure may not take the place of what is, nor stand before it. */
  private boolean hidesSecure(Cookie cookie, Url url) {
    if (cookie.secure() || CookieVerdict.isTrustworthy(url)) {
      return false;
    }
    return cookies.stream()
        .anyMatch(old ->
            old.secure()
                && old.name().equals(cookie.name())
                && (CookieVerdict.domainMatches(old.domain(), cookie.domain())
                    || CookieVerdict.domainMatches(cookie.domain(), old.domain()))
                && CookieVerdict.pathMatches(cookie.path(), old.path()));
  }

  /** RFC 6265bis 5.7, last step: first what is over, then a domain's excess, then the oldest. */
  private void evict(String domain, Instant now) {
    cookies.removeIf(cookie -> cookie.isOver(now));
    while (cookies.stream().filter(c -> c.domain().equals(domain)).count()
        > limits.cookiesPerDomain()) {
      cookies.remove(oldest(cookies.stream().filter(c -> c.domain().equals(domain)).toList()));
    }
    while (cookies.size() > limits.cookies()) {
      cookies.remove(oldest(cookies));
    }
  }

  /** Those that are not secure go before those that are. */
  private static Cookie oldest(List<Cookie> of) {
    return of.stream()
        .min(Comparator.comparing(Cookie::secure).thenComparing(Cookie::created))
        .orElseThrow();
  }

  /**
   * The cookies that go with a request, in their order: longer paths first, then older ones.
   *
   * @param from where the request comes from
   */
  public synchronized List<Cookie> matching(Url url, From from, Instant now) {
    cookies.removeIf(cookie -> cookie.isOver(now));
    return cookies.stream()
        .filter(c -> matches(c, url, from))
        .sorted(
            Comparator.comparingInt((Cookie c) -> -c.path().length())
                .thenComparing(Cookie::created))
        .toList();
  }

  /** Where a request comes from, as SameSite sees it. */
  public enum From {
    /** The same site, or nobody. */
    SAME_SITE,
    /** Another site, as a navigation of the top page with a safe method. */
    NAVIGATION,
    /** Another site. */
    CROSS_SITE
  }

  private static boolean matches(Cookie cookie, Url url, From from) {
    String host = url.hostname();
    boolean domain =
        cookie.hostOnly()
            ? host.equals(cookie.domain())
            : CookieVerdict.domainMatches(host, cookie.domain());
    boolean site =
        switch (cookie.sameSite()) {
          case NONE -> true;
          case STRICT -> from == From.SAME_SITE;
          case LAX, UNSET -> from != From.CROSS_SITE;
        };
    String path = url.path().isEmpty() ? "/" : url.path();
    return domain
        && site
        && CookieVerdict.pathMatches(path, cookie.path())
        && (!cookie.secure() || CookieVerdict.isTrustworthy(url));
  }
}
