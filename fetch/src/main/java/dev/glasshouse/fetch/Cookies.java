package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cookies.CookieJar;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.cookies.Cookie;
import dev.glasshouse.http.cookies.CookieContext;
import dev.glasshouse.http.cookies.CookieField;
import dev.glasshouse.http.cookies.CookieVerdict;
import dev.glasshouse.http.cookies.SendVerdict;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.CookieReason;
import dev.glasshouse.journey.CookieStep;
import dev.glasshouse.journey.Secrets;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Site;
import dev.glasshouse.url.Url;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What a fetch does with cookies: sends those that match, keeps those that come. */
final class Cookies {
  private final CookieJar jar;
  private final InstantSource clock;

  Cookies(CookieJar jar, InstantSource clock) {
    this.jar = jar;
    this.clock = clock;
  }

  /** The fields, with a Cookie where there is one to send; the asker's own Cookie wins. */
  Fields add(Fields fields, FetchRequest request, List<Url> urls, Trail trail) {
    Url url = urls.getLast();
    if (fields.has("Cookie")) {
      return fields;
    }
    CookieContext where = context(request, urls);
    Instant now = clock.instant();
    if (trail.on()) {
      tellHeld(where, now, trail);
    }
    List<Cookie> matching = jar.matching(where, now);
    if (matching.isEmpty()) {
      return fields;
    }
    if (trail.on()) {
      trail.mark(
          new CookieStep.CookiesSent(
              url.display(), matching.stream().map(Cookie::shownName).toList()),
          Because.of(CookieReason.MATCH, Clause.of("RFC 6265bis", "5.8.3")));
    }
    return fields.plus("Cookie", CookieField.of(matching));
  }

  /** Those of the host and path that do not go, and why. */
  private void tellHeld(CookieContext where, Instant now, Trail trail) {
    for (SendVerdict verdict : jar.verdicts(where, now)) {
      if (!verdict.sent() && verdict.isNear()) {
        trail.mark(
            new CookieStep.CookieHeld(verdict.cookie().shownName(), where.url().display()),
            verdict.because());
      }
    }
  }

  /** Takes in every Set-Cookie of a response. */
  void keep(Response response, FetchRequest request, List<Url> urls, Trail trail) {
    List<String> all = response.fields().all("Set-Cookie");
    if (all.isEmpty()) {
      return;
    }
    CookieContext where = context(request, urls);
    boolean navigates = request.destination() == Destination.DOCUMENT;
    Instant now = clock.instant();
    for (String text : all) {
      CookieJar.Received received = jar.receive(text, where, navigates, now);
      if (trail.on()) {
        tell(received.verdict(), where.url(), now, trail);
        received.evicted().forEach(evicted -> tell(evicted, trail));
      }
    }
  }

  private static void tell(CookieJar.Evicted evicted, Trail trail) {
    Cookie cookie = evicted.cookie();
    trail.mark(
        new CookieStep.CookieEvicted(
            cookie.shownName(), cookie.domain(), Cookie.shown(cookie.path())),
        evicted.because());
  }

  private static void tell(CookieVerdict verdict, Url url, Instant now, Trail trail) {
    switch (verdict) {
      case CookieVerdict.Kept(Cookie cookie, Because because) when cookie.isOver(now) ->
          trail.mark(
              new CookieStep.CookieDeleted(
                  cookie.shownName(), cookie.domain(), Cookie.shown(cookie.path())),
              because);
      case CookieVerdict.Kept(Cookie cookie, Because because) ->
          trail.mark(
              new CookieStep.CookieKept(
                  cookie.shownName(),
                  Secrets.shorten(cookie.shownValue()),
                  cookie.domain(),
                  Cookie.shown(cookie.path()),
                  cookie.expires().map(end -> Duration.between(now, end)).orElse(Duration.ZERO),
                  cookie.scope().partition()),
              because);
      case CookieVerdict.Refused(String name, Because because) ->
          trail.mark(new CookieStep.CookieRefused(name, url.display()), because);
    }
  }

  private static CookieContext context(FetchRequest request, List<Url> urls) {
    var page = CookieContext.of(urls.getLast()).from(from(request, urls));
    boolean navigates = request.destination() == Destination.DOCUMENT;
    return request.client().isEmpty() || navigates
        ? page
        : page.under(request.client().get().topLevel());
  }

  /**
   * RFC 6265bis 5.2: same-site is what the page's "site for cookies" is the site of, the whole way
   * of redirects along. A page in a frame has such a site only where it is the top page's; that the
   * frames between them have it, too, is not looked at.
   */
  private static CookieContext.From from(FetchRequest request, List<Url> urls) {
    Site last = urls.getLast().origin().site();
    boolean same =
        urls.stream().allMatch(url -> url.origin().site().isSameSite(last))
            && request.client().filter(client -> !siteForCookies(client, last)).isEmpty();
    if (same) {
      return CookieContext.From.SAME_SITE;
    }
    if (request.destination() != Destination.DOCUMENT) {
      return CookieContext.From.CROSS_SITE;
    }
    return request.method().isSafe()
        ? CookieContext.From.NAVIGATION
        : CookieContext.From.UNSAFE_NAVIGATION;
  }

  private static boolean siteForCookies(Client client, Site site) {
    return client.origin().site().isSameSite(client.topLevel())
        && client.topLevel().isSameSite(site);
  }
}
