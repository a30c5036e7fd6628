package dev.glasshouse.http.cache;

import dev.glasshouse.url.Url;
import java.util.function.Supplier;

/** Who asks, as far as the cache has to know it. */
public final class Asking {
  private final CacheKey key;
  private final Supplier<Url> url;
  private final CacheMode mode;
  private final boolean navigation;

  private Asking(CacheKey key, Supplier<Url> url, CacheMode mode, boolean navigation) {
    this.key = key;
    this.url = url;
    this.mode = mode;
    this.navigation = navigation;
  }

  /**
   * A page of a browser asks.
   *
   * @param url the URL that is asked
   * @param partition the site of the page that a person sees
   * @param credentials whether cookies go with the request
   * @param mode how the request is disposed towards the cache
   * @param navigation whether it is for a page itself: its failures are a person's to see, and are
   *     not hidden behind what is stale
   */
  public Asking(
      Url url, String partition, boolean credentials, CacheMode mode, boolean navigation) {
    this(key(partition, credentials, url), () -> url, mode, navigation);
  }

  /**
   * A client of a shared cache asks.
   *
   * @param partition what is before the same URLs of other servers; empty for the only ones
   * @param text the URL as the request has it, which entries are kept by as it stands
   * @param url reads it; called only where more than the text has to be known
   */
  public static Asking shared(String partition, String text, Supplier<Url> url) {
    return new Asking(new CacheKey(partition, false, text), url, CacheMode.DEFAULT, false);
  }

  /** The same, with the server asked in any case: for what is only to be stored. */
  Asking checking() {
    return new Asking(key, url, CacheMode.NO_CACHE, false);
  }

  /** The URL that is asked. */
  Url url() {
    return url.get();
  }

  /** How the request is disposed towards the cache. */
  CacheMode mode() {
    return mode;
  }

  /** Whether it is for a page itself. */
  boolean navigation() {
    return navigation;
  }

  /** What the entry is kept by. */
  CacheKey key() {
    return key;
  }

  /** What an entry for another URL of the same asker is kept by. */
  CacheKey key(Url other) {
    return key(key.partition(), key.credentials(), other);
  }

  private static CacheKey key(String partition, boolean credentials, Url url) {
    return new CacheKey(partition, credentials, url.withoutCredentials().hrefWithoutFragment());
  }
}
