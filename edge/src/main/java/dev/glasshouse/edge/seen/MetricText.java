package dev.glasshouse.edge.seen;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Figures in the text form that Prometheus reads (version 0.0.4): each metric with its help and its
 * kind once, and a line for each of its series. Not safe for several threads.
 */
public final class MetricText {
  /** The content type of it. */
  public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Map<String, StringBuilder> metrics = new LinkedHashMap<>();

  /**
   * A figure that only grows.
   *
   * @param name its name, which ends with {@code _total}
   * @param labels names and values in turn
   */
  public void counter(String name, String help, double value, String... labels) {
    add(name, "counter", help, value, labels);
  }

  /** A figure that goes up and down. */
  public void gauge(String name, String help, double value, String... labels) {
    add(name, "gauge", help, value, labels);
  }

  private void add(String name, String kind, String help, double value, String... labels) {
    StringBuilder text =
        metrics.computeIfAbsent(
            name,
            its ->
                new StringBuilder()
                    .append("# HELP ")
                    .append(its)
                    .append(' ')
                    .append(help.replace("\\", "\\\\").replace("\n", "\\n"))
                    .append("\n# TYPE ")
                    .append(its)
                    .append(' ')
                    .append(kind)
                    .append('\n'));
    text.append(name);
    for (int i = 0; i + 1 < labels.length; i += 2) {
      text.append(i == 0 ? '{' : ',')
          .append(labels[i])
          .append("=\"")
          .append(escaped(labels[i + 1]))
          .append('"');
    }
    text.append(labels.length > 0 ? "} " : " ").append(number(value)).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.6f", value);
  }

  /** All of them. */
  @Override
  public String toString() {
    var all = new StringBuilder();
    metrics.values().forEach(all::append);
    return all.toString();
  }
}
