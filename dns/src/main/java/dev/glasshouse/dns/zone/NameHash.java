package dev.glasshouse.dns.zone;

/**
 * A hash of names in lower case that is made from the right: the hash of {@code www.site.test} goes
 * on from that of {@code site.test}, so that a name and all names above it cost one pass.
 */
final class NameHash {
  private static final int PRIME = 0x01000193;

  private NameHash() {}

  /** Goes on with the bytes to the left. */
  static int more(int state, byte[] name, int from, int to) {
    int hash = state;
    for (int i = to - 1; i >= from; i--) {
      hash = (hash ^ name[i]) * PRIME;
    }
    return hash;
  }

  /** The hash state of a whole name. */
  static int of(byte[] name, int from, int to) {
    return more(0x811c9dc5, name, from, to);
  }

  /** The hash state of the wildcard below the name with this one. */
  static int wildcard(int state) {
    return (((state ^ '*') * PRIME) ^ 1) * PRIME;
  }

  /** Where to look in a table. */
  static int spread(int state) {
    int hash = state ^ state >>> 16;
    hash *= 0x7feb352d;
    return hash ^ hash >>> 15;
  }
}
