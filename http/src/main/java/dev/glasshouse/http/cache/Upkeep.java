package dev.glasshouse.http.cache;

import dev.glasshouse.http.caching.Stored;
import java.time.Instant;
import java.util.Optional;

/**
 * What was decided about stored answers from outside, as by a purge. It is asked each time that an
 * entry could be used, so that nothing has to be looked for when it is decided, and an answer that
 * was on its way at that moment is caught as well. Must be quick, and not block.
 */
@FunctionalInterface
public interface Upkeep {
  /** Nothing was decided. */
  Upkeep NONE = (_, _) -> Standing.GOOD;

  /** What counts of an entry. */
  enum Standing {
    /** It stands by its own fields. */
    GOOD,
    /** It is stale, whatever its fields say. */
    STALE,
    /** It is not known whether it holds: it is used only once its server has confirmed it. */
    UNCONFIRMED,
    /** It is not there. */
    GONE
  }

  /** What counts of an entry that is kept by a URL. */
  Standing of(String url, Stored stored);

  /** From when on an entry counts as stale by what was decided; empty where nothing was. */
  default Optional<Instant> staleSince(String url, Stored stored) {
    return Optional.empty();
  }
}
