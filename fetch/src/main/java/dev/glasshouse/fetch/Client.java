package dev.glasshouse.fetch;

import dev.glasshouse.fetch.referrer.ReferrerPolicy;
import dev.glasshouse.url.Origin;
import dev.glasshouse.url.Site;
import dev.glasshouse.url.Url;

/**
 * The page on whose behalf something is fetched, as far as fetching has to know it (Fetch, 2.2.5
 * "client"; HTML, 8.1.3 "environment settings object").
 *
 * @param url its URL: the base of Referer
 * @param origin its origin; that of a {@code data:} page is its own alone
 * @param topLevel the site of the page that a person sees: this one's, as long as it is in no frame
 * @param referrerPolicy its referrer policy
 */
public record Client(Url url, Origin origin, Site topLevel, ReferrerPolicy referrerPolicy) {

  /** A page at that URL, which says nothing of policies. */
  public static Client at(Url url) {
    Origin origin = url.origin();
    return new Client(url, origin, origin.site(), ReferrerPolicy.DEFAULT);
  }

  /** The same page with another referrer policy. */
  public Client with(ReferrerPolicy policy) {
    return new Client(url, origin, topLevel, policy);
  }
}
