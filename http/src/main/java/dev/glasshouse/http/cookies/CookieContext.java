package dev.glasshouse.http.cookies;

import dev.glasshouse.url.Site;
import dev.glasshouse.url.Url;

/**
 * Where cookies are asked for, or set.
 *
 * @param url the URL that is asked, or has answered
 * @param from where the request comes from
 * @param api who reads or writes
 * @param partition the site of the top page, the key of partitioned cookies; empty when that page
 *     has none (its origin is opaque)
 */
public record CookieContext(Url url, From from, Api api, String partition) {

  /** Where a request comes from, as SameSite sees it (RFC 6265bis 5.2). */
  public enum From {
    /** The same site, or nobody. */
    SAME_SITE,
    /** Another site, as a navigation of the top page with a safe method. */
    NAVIGATION,
    /** Another site, as a navigation of the top page with a method that may change something. */
    UNSAFE_NAVIGATION,
    /** Another site. */
    CROSS_SITE
  }

  /** Who reads or writes cookies. */
  public enum Api {
    /** A request or its response. */
    HTTP,
    /** A script: {@code document.cookie}. */
    SCRIPT
  }

  /** A page that a person asked for at this URL. */
  public static CookieContext of(Url url) {
    return new CookieContext(url, From.SAME_SITE, Api.HTTP, partitionOf(url.origin().site()));
  }

  /** The same from elsewhere. */
  public CookieContext from(From other) {
    return new CookieContext(url, other, api, partition);
  }

  /** The same under another top page. */
  public CookieContext under(Site topLevel) {
    return new CookieContext(url, from, api, partitionOf(topLevel));
  }

  /** The same for a script. */
  public CookieContext forScript() {
    return new CookieContext(url, from, Api.SCRIPT, partition);
  }

  private static String partitionOf(Site site) {
    return switch (site) {
      case Site.SchemeAndHost named -> named.toString();
      case Site.OpaqueSite _ -> "";
    };
  }
}
