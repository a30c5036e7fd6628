package dev.glasshouse.app;

import dev.glasshouse.edge.balance.PoolReport;
import dev.glasshouse.edge.balance.ServerReport;
import dev.glasshouse.journey.view.Look;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The servers of an edge as a table that is written again and again, over itself in a terminal. */
final class EdgeTable {
  private static final String TO_THE_TOP = "\u001b[%dA\u001b[J";
  private static final double MILLION = 1e6;

  private final Look look;
  private final PrintWriter out;
  private final Map<String, Long> before = new HashMap<>();
  private int lines;

  EdgeTable(Look look, PrintWriter out) {
    this.look = look;
    this.out = out;
  }

  /** Shows how it is now. */
  void show(PoolReport pool) {
    if (look.width() > 0 && lines > 0) {
      out.print(String.format(Locale.ROOT, TO_THE_TOP, lines));
    }
    String text = text(pool);
    out.print(text);
    out.flush();
    lines = (int) text.chars().filter(c -> c == '\n').count();
  }

  private String text(PoolReport pool) {
    var text = new StringBuilder();
    line(text, "SERVER", "STATE", "WEIGHT", "NOW", "REQUESTS", "A SECOND", "FAILED", "HEAD MS");
    for (ServerReport its : pool.servers()) {
      long done = its.requests();
      long last = before.getOrDefault(its.name(), done);
      before.put(its.name(), done);
      line(
          text,
          its.name(),
          its.state(),
          its.weight(),
          its.underWay(),
          done,
          done - last,
          its.failures(),
          done == 0
              ? "-"
              : String.format(Locale.ROOT, "%.1f", its.waited().toNanos() / MILLION / done));
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "%,d requests, %,d under way, %,d sent again, %,d turned away, %,d unanswered%n",
                pool.requests(),
                pool.underWay(),
                pool.resent(),
                pool.shed(),
                pool.failed()))
        .toString();
  }

  private static void line(StringBuilder text, Object... cells) {
    text.append(String.format(Locale.ROOT, "%-32s %-9s %6s %6s %10s %9s %8s %8s%n", cells));
  }
}
