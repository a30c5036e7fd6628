package dev.glasshouse.edge.balance;

import java.time.Duration;

/**
 * How servers are asked whether they are well.
 *
 * @param target path and query that are asked for
 * @param every how often: 5 s
 * @param least the least status that counts as well: 200
 * @param most the greatest: 399
 */
public record ProbeOptions(String target, Duration every, int least, int most) {
  /** A path, asked for as usual. */
  public static ProbeOptions of(String target) {
    return new ProbeOptions(target, Duration.ofSeconds(5), 200, 399);
  }

  /** The same as often as that. */
  public ProbeOptions every(Duration span) {
    return new ProbeOptions(target, span, least, most);
  }
}
