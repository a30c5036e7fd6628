package dev.glasshouse.browser;

import dev.glasshouse.http.cache.CacheMode;

/** How a page is opened, as far as the HTTP cache is concerned. */
public enum Visit {
  /** What is stored is used as long as it may be. */
  NORMAL(CacheMode.DEFAULT, CacheMode.DEFAULT),
  /** Back and forward: the page is what it was, even if it is out of date by now. */
  HISTORY(CacheMode.FORCE_CACHE, CacheMode.DEFAULT),
  /** A reload: the server is asked whether the page still holds; its parts are as always. */
  RELOAD(CacheMode.NO_CACHE, CacheMode.DEFAULT),
  /** A hard reload: the server is asked for everything. */
  HARD_RELOAD(CacheMode.RELOAD, CacheMode.RELOAD),
  /** Past the cache: nothing is used, and nothing is stored. */
  PAST_CACHE(CacheMode.NO_STORE, CacheMode.NO_STORE);

  private final CacheMode document;
  private final CacheMode parts;

  Visit(CacheMode document, CacheMode parts) {
    this.document = document;
    this.parts = parts;
  }

  /** How the page itself is fetched. */
  CacheMode document() {
    return document;
  }

  /** How what it is made of is fetched. */
  CacheMode parts() {
    return parts;
  }
}
