package dev.glasshouse.edge.cache;

import java.util.Optional;

/**
 * What became of an order to purge, which holds here in any case.
 *
 * @param unwritten why it could not be written down, so that it holds until the next start only
 * @param untold why the other nodes do not know it yet
 */
public record Purged(Optional<String> unwritten, Optional<String> untold) {
  /** It holds, here and everywhere. */
  public static final Purged WHOLE = new Purged(Optional.empty(), Optional.empty());

  /** The same of two orders, or of two caches. */
  public Purged and(Purged other) {
    return new Purged(unwritten.or(() -> other.unwritten), untold.or(() -> other.untold));
  }
}
