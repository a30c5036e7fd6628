package dev.glasshouse.edge.setup;

import dev.glasshouse.http.Limits;
import java.time.Duration;

/**
 * How long each phase of asking a server may take.
 *
 * @param connect a connection, TLS included: 5 s
 * @param firstByte the first byte of an answer: 60 s
 * @param between between two pieces of content, either way: 60 s
 * @param whole an exchange in all: 24 h, since a large download over a slow line takes hours
 * @param free for one of the connections to a server to be free: 5 s
 */
public record Waits(
    Duration connect, Duration firstByte, Duration between, Duration whole, Duration free) {
  /** The usual ones. */
  public static final Waits USUAL =
      new Waits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofHours(24),
          Duration.ofSeconds(5));

  /** All as long as that. */
  public static Waits all(Duration wait) {
    return new Waits(wait, wait, wait, wait, wait);
  }

  Limits.Times times() {
    Limits.Times usual = Limits.CLIENT.times();
    return new Limits.Times(
        free,
        usual.continueWait(),
        firstByte,
        usual.head().compareTo(firstByte) < 0 ? usual.head() : firstByte,
        between,
        whole,
        usual.keepAlive());
  }
}
