package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cookies.CookieJar;
import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.fetch.referrer.ReferrerPolicy;
import dev.glasshouse.fetch.referrer.ReferrerVerdict;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.cache.Asking;
import dev.glasshouse.http.cache.HttpCache;
import dev.glasshouse.http.cache.Outlook;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Origin;
import dev.glasshouse.url.Site;
import dev.glasshouse.url.Url;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What a fetch would ask the cache first, were it made now, with the fields and cookies that it
 * would carry; nothing is sent. Redirects, preflights and what a server asks credentials for lie
 * behind that, and are not foreseen.
 */
public final class Foreseen {
  private final CookieJar cookies;
  private final Fetcher.Identity identity;
  private final InstantSource clock;

  /** Of fetches with these cookies, by who says this of itself. */
  public Foreseen(CookieJar cookies, Fetcher.Identity identity, InstantSource clock) {
    this.cookies = cookies;
    this.identity = identity;
    this.clock = clock;
  }

  /** What would become of a request; empty where no part of the cache is the asker's. */
  public Optional<Outlook> outlook(HttpCache cache, FetchRequest request) {
    boolean credentials = request.sendsCredentials(tainting(request));
    return Exchange.partition(request, request.url())
        .map(site ->
            cache.outlook(
                message(request, credentials), asking(request, request.url(), site, credentials)));
  }

  /** How a request asks the cache. */
  static Asking asking(FetchRequest request, Url url, Site site, boolean credentials) {
    return new Asking(
        url,
        site.toString(),
        credentials,
        request.terms().cache(),
        request.destination().isNavigation());
  }

  private Request message(FetchRequest request, boolean credentials) {
    Url url = request.url();
    List<Url> urls = List.of(url);
    ReferrerPolicy policy = request.referrerPolicy();
    Origin origin = request.client().map(Client::origin).orElseGet(Origin::opaque);
    var facts =
        new RequestFields.Facts(
            request,
            urls,
            tainting(request),
            origin.toString(),
            policy,
            ReferrerVerdict.decide(policy, request.terms().referrer().or(request::referrer), url)
                .value());
    Fields fields = RequestFields.of(facts, identity);
    if (credentials) {
      fields = new Cookies(cookies, clock).add(fields, request, urls, Trail.OFF);
    }
    return Request.to(request.method(), url).with(fields).with(request.body());
  }

  private static Tainting tainting(FetchRequest request) {
    return request.tainting(request.url(), Tainting.BASIC);
  }
}
