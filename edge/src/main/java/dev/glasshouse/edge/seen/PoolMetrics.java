package dev.glasshouse.edge.seen;

import dev.glasshouse.edge.balance.Pool;
import dev.glasshouse.edge.balance.PoolReport;
import dev.glasshouse.edge.balance.ServerReport;

/**
 * The figures of a pool.
 *
 * @param pool the pool
 */
public record PoolMetrics(Pool pool) implements MetricSource {
  private static final double NANOS = 1e9;

  @Override
  public void tell(MetricText to) {
    PoolReport its = pool.report();
    String name = its.name();
    to.gauge("glass_edge_requests_under_way", "Requests under way.", its.underWay(), "pool", name);
    to.counter("glass_edge_requests_total", "Requests that came.", its.requests(), "pool", name);
    to.counter(
        "glass_edge_resent_total",
        "Requests that were sent to another server after one failed.",
        its.resent(),
        "pool",
        name);
    to.counter(
        "glass_edge_shed_total",
        "Requests that were turned away because there was too much to do.",
        its.shed(),
        "pool",
        name);
    to.counter(
        "glass_edge_unanswered_total",
        "Requests that no server answered.",
        its.failed(),
        "pool",
        name);
    to.counter(
        "glass_edge_given_up_total",
        "Requests that could not be answered since their clients went away, or broke them off.",
        its.givenUp(),
        "pool",
        name);
    its.servers().forEach(server -> tell(to, name, server));
  }

  private static void tell(MetricText to, String pool, ServerReport its) {
    String[] who = {"pool", pool, "server", its.name()};
    boolean serves =
        switch (its.state()) {
          case "up", "starting" -> true;
          default -> false;
        };
    to.gauge("glass_edge_server_up", "Whether it gets requests.", serves ? 1 : 0, who);
    to.gauge("glass_edge_server_under_way", "Requests that it has now.", its.underWay(), who);
    to.counter("glass_edge_server_requests_total", "Requests that it got.", its.requests(), who);
    to.counter("glass_edge_server_failures_total", "Requests that it failed.", its.failures(), who);
    to.counter("glass_edge_server_bytes_total", "Bytes that it answered with.", its.bytes(), who);
    to.counter(
        "glass_edge_server_head_seconds_total",
        "Time until the heads of its answers, all together.",
        its.waited().toNanos() / NANOS,
        who);
  }
}
