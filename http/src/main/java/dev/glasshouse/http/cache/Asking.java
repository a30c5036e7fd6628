package dev.glasshouse.http.cache;

import dev.glasshouse.url.Url;

/**
 * Who asks, as far as the cache has to know it.
 *
 * @param url the URL that is asked
 * @param partition the site of the page that a person sees
 * @param credentials whether cookies go with the request
 * @param mode how the request is disposed towards the cache
 * @param navigation whether it is for a page itself: its failures are a person's to see, and are
 *     not hidden behind what is stale
 */
public record Asking(
    Url url, String partition, boolean credentials, CacheMode mode, boolean navigation) {

  /** What the entry is kept by. */
  CacheKey key() {
    return key(url);
  }

  /** What an entry for another URL of the same asker is kept by. */
  CacheKey key(Url other) {
    return new CacheKey(partition, credentials, other.withoutCredentials().hrefWithoutFragment());
  }
}
