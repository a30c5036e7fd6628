package dev.glasshouse.server.programs;

import java.time.Duration;

/**
 * Limits of programs that answer requests.
 *
 * @param patience how long a program may take for its next byte, and to take one: 60 s, as other
 *     servers have it
 * @param head bytes of the fields that a program answers with: 64 KiB
 * @param complaints bytes of what a program complains of (its standard error) that are kept: 8 KiB
 * @param running programs that run at once: 64; more requests wait
 * @param waiting how long a request waits for its turn: 10 s
 * @param idle connections to a program that are kept for the next request: none, since PHP-FPM
 *     gives a connection one of its few processes for as long as it stands
 * @param spooled bytes of a body of unknown length that are kept until it is known, since programs
 *     need to be told: 1 GiB, on the disk from 64 KiB on
 * @param redirects how often an answer may send the request on within this server: 10
 */
public record ProgramLimits(
    Duration patience,
    int head,
    int complaints,
    int running,
    Duration waiting,
    int idle,
    long spooled,
    int redirects) {
  /** The usual ones. */
  public static final ProgramLimits USUAL =
      new ProgramLimits(
          Duration.ofSeconds(60), 64 * 1024, 8 * 1024, 64, Duration.ofSeconds(10), 0, 1L << 30, 10);
}
