package dev.glasshouse.dns.recursive;

import java.time.Duration;

/**
 * Whether and when an answer whose time is over is served (RFC 8767).
 *
 * @param on whether at all
 * @param longest how long after its time; zero for as long as it is there
 * @param patience how long the servers are waited for first; zero serves the old one at once
 * @param ttl what its records' TTL says: 30 s (RFC 8767 section 4)
 * @param told whether an extended error says so (RFC 8914 code 3)
 * @param renewed whether a failed refresh begins {@code longest} anew
 */
public record Stale(
    boolean on, Duration longest, Duration patience, Duration ttl, boolean told, boolean renewed) {

  /** Off. */
  public static final Stale OFF =
      new Stale(false, Duration.ofDays(1), Duration.ZERO, Duration.ofSeconds(30), false, false);

  /** As RFC 8767 section 5 proposes: after 1.8 s, up to a day. */
  public static final Stale RFC_8767 =
      new Stale(
          true, Duration.ofDays(1), Duration.ofMillis(1800), Duration.ofSeconds(30), true, false);
}
