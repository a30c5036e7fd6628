package dev.glasshouse.server.access;

import java.time.Duration;

/**
 * Limits of logins.
 *
 * @param atOnce passwords that are hashed at once: 4, since bcrypt is made to be slow, and a flood
 *     of wrong ones must not take all of the machine
 * @param known right logins that are remembered by a keyed hash, so that a page's many requests
 *     cost one bcrypt: 10,000
 * @param knownFor for how long: 5 min; a password that is changed in the file counts at once
 * @param nonceFor how long a number that was given out holds: 5 min
 * @param nonces numbers whose uses are remembered: 100,000
 * @param longest characters of a password: 72 bytes is what bcrypt takes in; 1,024 for the others
 */
public record AccessLimits(
    int atOnce, int known, Duration knownFor, Duration nonceFor, int nonces, int longest) {
  /** The usual ones. */
  public static final AccessLimits USUAL =
      new AccessLimits(4, 10_000, Duration.ofMinutes(5), Duration.ofMinutes(5), 100_000, 1024);
}
