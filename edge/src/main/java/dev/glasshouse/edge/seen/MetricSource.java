package dev.glasshouse.edge.seen;

/** Whoever has figures to tell. Safe for many threads. */
@FunctionalInterface
public interface MetricSource {
  /** Tells them as they are now. */
  void tell(MetricText to);
}
