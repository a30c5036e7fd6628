package dev.glasshouse.edge.seen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Figures as Prometheus reads them. */
class MetricTextTest {
  @Test
  void aMetricHasItsHelpOnceAndALineForEachSeries() {
    var text = new MetricText();
    text.counter("a_total", "All of\nthem.", 3, "server", "x\"y\\z");
    text.gauge("b", "B.", 0.25);
    text.counter("a_total", "All of them.", 4_000_000_000.0, "server", "other");
    assertThat(text.toString())
        .isEqualTo(
            """
            # HELP a_total All of\\nthem.
            # TYPE a_total counter
            a_total{server="x\\"y\\\\z"} 3
            a_total{server="other"} 4000000000
            # HELP b B.
            # TYPE b gauge
            b 0.250000
            """);
  }
}
