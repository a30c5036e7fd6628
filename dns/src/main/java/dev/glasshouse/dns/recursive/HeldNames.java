package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.BoundedCache;
import org.xbill.DNS.Name;

/**
 * Of which names something may be held, whatever its type: most names that are asked for the first
 * time were never heard of, and one look here saves a look into each memory. Names share counters
 * by their hashes, so that it may say so of a name of which nothing is held; never the other way
 * round.
 */
final class HeldNames implements BoundedCache.Watch<Question> {
  private static final int LEAST = 1 << 12;
  private static final int MOST = 1 << 23;

  /** How many bytes of what is held there are for one counter. */
  private static final int SHARE = 128;

  // A counter that was full once stays so.
  private static final byte FULL = -1;

  private final byte[] counters;

  /**
   * Nothing is held.
   *
   * @param bytes how much will be held at most
   */
  HeldNames(long bytes) {
    int room = (int) Math.clamp(bytes / SHARE, LEAST, MOST);
    this.counters = new byte[Integer.highestOneBit(room)];
  }

  private int place(Name name) {
    int hash = name.hashCode() * 0x9e3779b9;
    return (hash ^ hash >>> 15) & counters.length - 1;
  }

  /** Whether something may be held of a name. */
  boolean mayHold(Name name) {
    return counters[place(name)] != 0;
  }

  @Override
  public void came(Question key) {
    int place = place(key.name());
    if (counters[place] != FULL) {
      counters[place]++;
    }
  }

  @Override
  public void went(Question key) {
    int place = place(key.name());
    if (counters[place] != FULL) {
      counters[place]--;
    }
  }
}
