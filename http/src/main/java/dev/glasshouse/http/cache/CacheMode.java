package dev.glasshouse.http.cache;

import java.util.Locale;

/** How a request is disposed towards the cache (Fetch 2.2.5, "cache mode"). */
public enum CacheMode {
  /** What is stored is used while it is fresh, and validated else. */
  DEFAULT,
  /** Past the cache: nothing is used, nothing is stored. */
  NO_STORE,
  /** Nothing is used, and the answer is stored: a hard reload. */
  RELOAD,
  /** What is stored is validated, even if fresh: a reload. */
  NO_CACHE,
  /** What is stored is used, fresh or stale. */
  FORCE_CACHE,
  /** What is stored is used, fresh or stale; nothing is asked. */
  ONLY_IF_CACHED;

  /** As Fetch spells it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
