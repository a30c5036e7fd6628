package dev.glasshouse.dns.recursive;

/** TTLs as they are taken in (RFC 2181 section 8), within what {@link Lifetimes} allows. */
record Ttls(Lifetimes lifetimes) {

  /** How many seconds a record is kept. */
  long clamp(long ttl) {
    // A set highest bit counts as zero.
    long seconds = ttl < 0 || ttl > Integer.MAX_VALUE ? 0 : ttl;
    return Math.max(
        lifetimes.shortest().toSeconds(), Math.min(lifetimes.longest().toSeconds(), seconds));
  }

  /** How many seconds "there is none" is kept. */
  long clampNegative(long ttl) {
    long seconds = clamp(ttl);
    return Math.max(
        lifetimes.shortestNegative().toSeconds(),
        Math.min(lifetimes.longestNegative().toSeconds(), seconds));
  }
}
