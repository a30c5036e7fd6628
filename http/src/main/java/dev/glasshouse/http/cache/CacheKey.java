package dev.glasshouse.http.cache;

/**
 * What an entry is kept by (RFC 9111 2): the whole URL, and in whose pages it may be used, so that
 * no site learns from the cache what another one has loaded. Nothing else of a request chooses an
 * entry but the fields that Vary names: a request with other parts that an answer may depend on
 * goes past the cache.
 *
 * <p>Browsers also keep apart what a page in a frame of another site was navigated to ("is
 * cross-site subframe navigation", in Chromium's key): so that a page that is put into frames is
 * not timed by who puts it there. The engine loads no frames yet; whoever lets it adds that here.
 *
 * @param partition the site of the page that a person sees, as a text
 * @param credentials whether cookies go with the request: answers to those without are apart
 * @param url the URL without its fragment and credentials
 */
public record CacheKey(String partition, boolean credentials, String url) {

  /** The same for requests with, or without, what goes with this one's. */
  CacheKey ofOtherCredentials() {
    return new CacheKey(partition, !credentials, url);
  }

  /** The key as one text, no two alike. */
  String text() {
    return (credentials ? "1 " : "0 ") + partition + " " + url;
  }
}
