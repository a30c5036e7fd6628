package dev.glasshouse.app;

import java.time.Duration;
import java.util.Locale;

/** The figures of a web server, as a table. */
final class ServeTable {
  private static final double MILLION = 1e6;

  private long requests;
  private long bytes;

  /**
   * How it is now; what is said for a second is since this was asked last.
   *
   * @param its what was answered
   * @param connections that are open
   */
  String text(Tally.Standing its, long connections) {
    var text = new StringBuilder();
    line(
        text,
        "REQUESTS",
        "A SECOND",
        "NOW",
        "CONNECTIONS",
        "2XX",
        "3XX",
        "4XX",
        "5XX",
        "KB A SECOND",
        "MEDIAN MS",
        "1% MS");
    line(
        text,
        its.requests(),
        its.requests() - requests,
        its.underWay(),
        connections,
        its.classes()[2],
        its.classes()[3],
        its.classes()[4],
        its.classes()[5],
        (its.bytes() - bytes) / 1000,
        millis(its.median()),
        millis(its.slow()));
    requests = its.requests();
    bytes = its.bytes();
    return text.toString();
  }

  private static String millis(Duration time) {
    return time.isZero() ? "-" : String.format(Locale.ROOT, "%.1f", time.toNanos() / MILLION);
  }

  private static void line(StringBuilder text, Object... cells) {
    text.append(
        String.format(Locale.ROOT, "%9s %8s %5s %11s %8s %7s %7s %6s %11s %9s %7s%n", cells));
  }
}
