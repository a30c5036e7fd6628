package dev.glasshouse.dns.policy;

import java.time.Duration;

/**
 * Every limit of a policy.
 *
 * @param fileBytes the longest file of rules, bytes: 64 MiB, which holds the rules below
 * @param rules how many rules there are: 1,000,000, more than the longest public lists have
 * @param faults how many faults are told of one file: 100, more than anybody reads
 * @param addresses how many addresses one rule answers with: 16
 * @param text how long the words are that a client is told, characters: 200
 * @param ttl how long clients may keep what a rule says: 60 s, so that a changed rule soon shows
 */
public record PolicyLimits(
    long fileBytes, int rules, int faults, int addresses, int text, Duration ttl) {

  /** The limits that hold where nobody says otherwise. */
  public static final PolicyLimits DEFAULT =
      new PolicyLimits(64L << 20, 1_000_000, 100, 16, 200, Duration.ofSeconds(60));
}
