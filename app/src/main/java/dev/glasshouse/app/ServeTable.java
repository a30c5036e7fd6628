package dev.glasshouse.app;

import dev.glasshouse.journey.view.Look;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a web server is doing, written again and again, over itself in a terminal: its figures, and
 * the last requests with their why.
 */
final class ServeTable {
  private static final String TO_THE_TOP = "\u001b[%dA\u001b[J";
  private static final double MILLION = 1e6;
  private static final int PIPE = 200;

  private final Look look;
  private final PrintWriter out;
  private long requests;
  private long bytes;
  private int lines;

  ServeTable(Look look, PrintWriter out) {
    this.look = look;
    this.out = out;
  }

  /**
   * Shows how it is now.
   *
   * @param its what was answered
   * @param connections that are open
   * @param last the last requests, a line each
   */
  void show(Tally.Standing its, long connections, List<String> last) {
    if (look.width() > 0 && lines > 0) {
      out.print(String.format(Locale.ROOT, TO_THE_TOP, lines));
    }
    var text = new StringBuilder();
    line(
        text,
        "REQUESTS",
        "A SECOND",
        "NOW",
        "2XX",
        "3XX",
        "4XX",
        "5XX",
        "KB A SECOND",
        "MEDIAN MS",
        "1% MS",
        "CONNECTIONS");
    line(
        text,
        its.requests(),
        its.requests() - requests,
        its.underWay(),
        its.classes()[2],
        its.classes()[3],
        its.classes()[4],
        its.classes()[5],
        (its.bytes() - bytes) / 1000,
        millis(its.median()),
        millis(its.slow()),
        connections);
    requests = its.requests();
    bytes = its.bytes();
    for (String one : last) {
      text.append(cut(one)).append('\n');
    }
    out.print(text);
    out.flush();
    lines = 2 + last.size();
  }

  /** A line that wraps would not be written over. */
  private String cut(String text) {
    int width = look.width() > 0 ? look.width() : PIPE;
    return text.length() < width ? text : text.substring(0, Math.max(0, width - 1));
  }

  private static String millis(Duration time) {
    return time.isZero() ? "-" : String.format(Locale.ROOT, "%.1f", time.toNanos() / MILLION);
  }

  private static void line(StringBuilder text, Object... cells) {
    text.append(
        String.format(Locale.ROOT, "%9s %8s %5s %8s %7s %7s %6s %11s %9s %7s %11s%n", cells));
  }
}
