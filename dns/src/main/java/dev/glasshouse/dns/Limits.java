package dev.glasshouse.dns;

import java.time.Duration;

/**
 * Every limit of this module.
 *
 * @param shortestTtl how long an answer is kept at least: 1 s, so that one page asks once
 * @param longestTtl how long an answer is kept at most: 1 day, since a longer mistake hurts longer
 * @param longestNegativeTtl how long "there is none" is kept at most: 15 minutes; RFC 2308 section
 *     5 allows 3 hours, but a person who has just made the name is waiting
 * @param cacheEntries how many answers are kept: 4096, some 1 MB
 * @param lookup how long one lookup may take in all when nobody says otherwise: 30 s
 * @param aliases how many aliases in a row are followed: 16; real chains have one to five
 * @param questions how many questions one lookup may ask, search list and aliases included: 64
 * @param drops how many messages that do not match are dropped before the question goes by TCP: 8,
 *     since somebody is guessing (RFC 5452 section 9.2)
 * @param records how many records a message may have: 512; what asks for more is no name server
 * @param follows how many compression pointers one name may follow: 32; real ones follow two
 * @param udpSize how large an answer by UDP may be, bytes: 1232, which fits IPv6's smallest packet
 * @param servers how many name servers are asked: 3, as resolv.conf(5) has it
 * @param hostsBytes how much of a hosts file is read: 32 MiB; block lists have some 10
 * @param cacheBytes how large the cache's file may be: 4 MiB, several times what it takes full
 */
public record Limits(
    Duration shortestTtl,
    Duration longestTtl,
    Duration longestNegativeTtl,
    int cacheEntries,
    Duration lookup,
    int aliases,
    int questions,
    int drops,
    int records,
    int follows,
    int udpSize,
    int servers,
    long hostsBytes,
    long cacheBytes) {

  /** The limits that hold where nobody says otherwise. */
  public static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(1),
          Duration.ofDays(1),
          Duration.ofMinutes(15),
          4096,
          Duration.ofSeconds(30),
          16,
          64,
          8,
          512,
          32,
          1232,
          3,
          32L << 20,
          4L << 20);

  /** How long an answer with this TTL is kept. */
  Duration clamp(Duration ttl) {
    return ttl.compareTo(shortestTtl) < 0
        ? shortestTtl
        : ttl.compareTo(longestTtl) > 0 ? longestTtl : ttl;
  }

  /** How long "there is none" with this TTL is kept. */
  Duration clampNegative(Duration ttl) {
    Duration clamped = clamp(ttl);
    return clamped.compareTo(longestNegativeTtl) > 0 ? longestNegativeTtl : clamped;
  }
}
