package dev.glasshouse.http.cache;

import java.time.Duration;

/**
 * Every limit of the cache.
 *
 * @param memory bytes in memory: 64 MiB; the pages of a session with their parts
 * @param disk bytes on disk: 512 MiB; browsers take from 320 MB up
 * @param inline bytes of a body that is kept in memory, and in one write on disk: 1 MiB; larger
 *     ones have a file each
 * @param entry bytes of the largest body that is stored, as a part of the store's bytes: an eighth,
 *     so that one download does not push everything else out
 * @param variants responses of one URL that differ by Vary: 16
 * @param waiting how long a request waits for another one for the same thing: 20 s, as Chromium
 *     does
 * @param behind how long an answer may take that is asked for while a stale one is used: 30 s
 * @param behindAtOnce how many such requests there are at once: 16
 * @param rest how long the end of a short body is waited for that nobody reads any more: 20 ms, as
 *     a connection waits for it before it is given up
 * @param ending how long a cache that is closed waits for answers that are still asked for while
 *     stale ones are used: 2 s, as for requests that outlive their page; without that, a program
 *     that makes one request would never have them
 */
public record CacheLimits(
    long memory,
    long disk,
    int inline,
    int entry,
    int variants,
    Duration waiting,
    Duration behind,
    int behindAtOnce,
    Duration rest,
    Duration ending) {

  /** The limits that hold where nobody says otherwise. */
  public static final CacheLimits DEFAULT =
      new CacheLimits(
          64L << 20,
          512L << 20,
          1 << 20,
          8,
          16,
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          16,
          Duration.ofMillis(20),
          Duration.ofSeconds(2));

  /** The same with other sizes of the stores. */
  public CacheLimits with(long newMemory, long newDisk) {
    return new CacheLimits(
        newMemory, newDisk, inline, entry, variants, waiting, behind, behindAtOnce, rest, ending);
  }

  /** The same with another wait for the end of what nobody reads. */
  CacheLimits withRest(Duration newRest) {
    return new CacheLimits(
        memory, disk, inline, entry, variants, waiting, behind, behindAtOnce, newRest, ending);
  }

  /** The same with another wait for what is under way when the cache is closed. */
  CacheLimits withEnding(Duration newEnding) {
    return new CacheLimits(
        memory, disk, inline, entry, variants, waiting, behind, behindAtOnce, rest, newEnding);
  }
}
