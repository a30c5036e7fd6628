package dev.glasshouse.fetch;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Secrets;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Site;
import dev.glasshouse.url.Url;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

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
    if (fields.has("Cookie") || !allowed(request, url)) {
      return fields;
    }
    List<Cookie> matching = jar.matching(url, from(request, urls), clock.instant());
    if (matching.isEmpty()) {
      return fields;
    }
    if (trail.on()) {
      trail.mark(
          new FetchStep.CookiesSent(url.display(), matching.stream().map(Cookie::name).toList()),
          Because.of(FetchReason.COOKIES_MATCH, Clause.of("RFC 6265bis", "5.8.3")));
    }
    String value = matching.stream().map(Cookie::pair).collect(Collectors.joining("; "));
    return fields.plus(
        "Cookie", new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  /** Takes in every Set-Cookie of a response. */
  void keep(Response response, FetchRequest request, List<Url> urls, Trail trail) {
    Url url = urls.getLast();
    if (!allowed(request, url)) {
      return;
    }
    boolean crossSite =
        from(request, urls) != CookieJar.From.SAME_SITE && !request.destination().isNavigation();
    Instant now = clock.instant();
    for (String text : response.fields().all("Set-Cookie")) {
      CookieVerdict verdict =
          jar.receive(
              new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
              url,
              crossSite,
              now);
      if (trail.on()) {
        tell(verdict, url, now, trail);
      }
    }
  }

  private static void tell(CookieVerdict verdict, Url url, Instant now, Trail trail) {
    switch (verdict) {
      case CookieVerdict.Kept(Cookie cookie, Because because) ->
          trail.mark(
              new FetchStep.CookieKept(
                  cookie.name(),
                  Secrets.shorten(cookie.value()),
                  cookie.domain(),
                  cookie.path(),
                  cookie.expires().map(end -> Duration.between(now, end)).orElse(Duration.ZERO)),
              because);
      case CookieVerdict.Refused(String name, Because because) ->
          trail.mark(new FetchStep.CookieRefused(name, url.display()), because);
    }
  }

  private static boolean allowed(FetchRequest request, Url url) {
    return switch (request.credentials()) {
      case INCLUDE -> true;
      case OMIT -> false;
      case SAME_ORIGIN ->
          request.referrer().map(r -> r.origin().isSameOrigin(url.origin())).orElse(true);
    };
  }

  /**
   * RFC 6265bis 5.2: the request's site against that of the page that asks, the whole way along.
   */
  private static CookieJar.From from(FetchRequest request, List<Url> urls) {
    if (request.referrer().isEmpty()) {
      return CookieJar.From.SAME_SITE;
    }
    Site asker = Site.of(request.referrer().get());
    boolean same = urls.stream().allMatch(url -> Site.of(url).isSameSite(asker));
    if (same) {
      return CookieJar.From.SAME_SITE;
    }
    return request.destination() == Destination.DOCUMENT && request.method().isSafe()
        ? CookieJar.From.NAVIGATION
        : CookieJar.From.CROSS_SITE;
  }
}
