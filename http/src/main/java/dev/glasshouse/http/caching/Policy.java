package dev.glasshouse.http.caching;

/** For whom a cache stores (RFC 9111 1). */
public enum Policy {
  /** For one user: a browser's cache. */
  PRIVATE,
  /** For many: a proxy's or a CDN node's cache. */
  SHARED
}
