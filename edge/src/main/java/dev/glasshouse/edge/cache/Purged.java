package dev.glasshouse.edge.cache;

import java.util.Optional;

/**
 * What became of orders to purge, which hold here in any case.
 *
 * @param unwritten why they could not be written down, so that they hold until the next start only
 * @param untold why the other nodes do not know them yet
 * @param reach how many nodes took them; empty where that is not known, or there are no others
 */
public record Purged(Optional<String> unwritten, Optional<String> untold, Optional<Reach> reach) {
  /** They hold, here and everywhere. */
  public static final Purged WHOLE =
      new Purged(Optional.empty(), Optional.empty(), Optional.empty());

  /** They hold here, but could not be written down. */
  public static Purged unwritten(String why) {
    return new Purged(Optional.of(why), Optional.empty(), Optional.empty());
  }

  /** The same of two orders, or of two caches. */
  public Purged and(Purged other) {
    return new Purged(
        unwritten.or(() -> other.unwritten),
        untold.or(() -> other.untold),
        reach.isPresent() && other.reach.isPresent()
            ? Optional.of(reach.get().and(other.reach.get()))
            : reach.or(() -> other.reach));
  }
}
