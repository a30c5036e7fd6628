package dev.glasshouse.dns.recursive;

import java.time.Duration;

/**
 * How long what was learnt is kept.
 *
 * @param shortest at least; zero takes what the owner says
 * @param longest at most: a day (RFC 8767 section 4 speaks for days rather than weeks)
 * @param shortestNegative "there is none" at least
 * @param longestNegative "there is none" at most: an hour, within RFC 2308 section 5's one to three
 * @param failure how long a failure to resolve is remembered: RFC 9520 section 3.2 wants 1 s to 5
 *     minutes
 * @param bogus how long a failed validation is remembered (RFC 4035 section 4.7)
 */
public record Lifetimes(
    Duration shortest,
    Duration longest,
    Duration shortestNegative,
    Duration longestNegative,
    Duration failure,
    Duration bogus) {

  /** Where nobody says otherwise. */
  public static final Lifetimes DEFAULT =
      new Lifetimes(
          Duration.ZERO,
          Duration.ofDays(1),
          Duration.ZERO,
          Duration.ofHours(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(60));
}
