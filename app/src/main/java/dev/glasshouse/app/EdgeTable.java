package dev.glasshouse.app;

import dev.glasshouse.edge.balance.Pool;
import dev.glasshouse.edge.balance.PoolReport;
import dev.glasshouse.edge.balance.ServerReport;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The servers of an edge's pools, as a table. */
final class EdgeTable {
  private static final double MILLION = 1e6;

  private final Map<String, Long> before = new HashMap<>();

  /** How they are now; what is said for a second is since this was asked last. */
  String text(List<Pool> pools) {
    var text = new StringBuilder();
    line(text, "SERVER", "STATE", "WEIGHT", "NOW", "REQUESTS", "A SECOND", "FAILED", "HEAD MS");
    pools.forEach(pool -> append(text, pool.report()));
    return text.toString();
  }

  private void append(StringBuilder text, PoolReport pool) {
    for (ServerReport its : pool.servers()) {
      long done = its.requests();
      Long last = before.put(pool.name() + ' ' + its.name(), done);
      line(
          text,
          its.name(),
          its.state(),
          its.weight(),
          its.underWay(),
          done,
          last == null ? 0 : done - last,
          its.failures(),
          done == 0
              ? "-"
              : String.format(Locale.ROOT, "%.1f", its.waited().toNanos() / MILLION / done));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %,d requests, %,d under way, %,d sent again, %,d turned away, %,d unanswered%n",
            pool.name(),
            pool.requests(),
            pool.underWay(),
            pool.resent(),
            pool.shed(),
            pool.failed()));
  }

  private static void line(StringBuilder text, Object... cells) {
    text.append(String.format(Locale.ROOT, "%-32s %-9s %6s %6s %10s %9s %8s %8s%n", cells));
  }
}
