package dev.glasshouse.edge.balance;

import java.time.Duration;

/**
 * When a server counts as ill, and for how long.
 *
 * @param rise probes in a row that must be answered well before a server is up again: 2
 * @param fall probes in a row that must fail before it is down: 3
 * @param failures requests in a row that may fail before its breaker opens: 5
 * @param out how long it is out then, for the first time; twice as long each time it fails its
 *     trial: 5 s
 * @param outMost the longest: 5 min
 * @param window of how many of its last answers the share of errors is taken: 100
 * @param windowLeast how many answers there must be before that share counts: 20
 * @param errors percent of errors among them from which it is an outlier: 50
 * @param slowStart how long it gets less than its share when it came back: 10 s; zero for at once
 */
public record HealthOptions(
    int rise,
    int fall,
    int failures,
    Duration out,
    Duration outMost,
    int window,
    int windowLeast,
    int errors,
    Duration slowStart) {
  /** The usual ones. */
  public static final HealthOptions USUAL =
      new HealthOptions(
          2,
          3,
          5,
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          100,
          20,
          50,
          Duration.ofSeconds(10));

  /** The same with other times. */
  public HealthOptions with(Duration newOut, Duration newSlowStart) {
    return new HealthOptions(
        rise,
        fall,
        failures,
        newOut,
        newOut.compareTo(outMost) > 0 ? newOut : outMost,
        window,
        windowLeast,
        errors,
        newSlowStart);
  }
}
