package dev.glasshouse.http.client;

import java.util.Optional;

/**
 * What the pool gives to who asks, and must have back, once.
 *
 * @param key what was asked for
 * @param kind what it is
 * @param standing the session; empty when one is to be made
 */
record Place(PoolKey key, Kind kind, Optional<Pooled> standing) {
  /** What a place is. */
  enum Kind {
    /** Leave to make a connection. */
    DIAL,
    /** Leave to make a connection beside those that stand; nobody waits for it. */
    BESIDE,
    /** A session of one's own. */
    ALONE,
    /** A part of a session that others use too. */
    SHARED
  }

  /** The session of a place that has one. */
  Pooled session() {
    return standing.orElseThrow();
  }
}
