package dev.glasshouse.edge.seen;

import dev.glasshouse.server.kinds.SessionFigures;
import dev.glasshouse.server.sessions.SessionCounts;
import java.util.List;
import java.util.function.Supplier;

/**
 * The figures of sessions. How many there are is left out while their store does not say it.
 *
 * @param all those that are open
 */
public record SessionMetrics(Supplier<List<SessionFigures>> all) implements MetricSource {
  @Override
  public void tell(MetricText to) {
    for (SessionFigures its : all.get()) {
      String[] who = {"sessions", its.name()};
      its.held()
          .ifPresent(held ->
              to.gauge("glass_sessions", "Sessions in the store, of all its servers.", held, who));
      SessionCounts.Standing counts = its.counts();
      to.counter("glass_sessions_begun_total", "Sessions begun.", counts.begun(), who);
      gone(to, its.name(), "ended", counts.ended());
      gone(to, its.name(), "expired", counts.expired());
      gone(to, its.name(), "evicted", counts.evicted());
    }
  }

  private static void gone(MetricText to, String name, String how, long count) {
    to.counter(
        "glass_sessions_gone_total",
        "Sessions that this server took away, by how they came to their end.",
        count,
        "sessions",
        name,
        "how",
        how);
  }
}
