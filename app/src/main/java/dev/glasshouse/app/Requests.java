package dev.glasshouse.app;

import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Journey;
import java.util.Comparator;

/** The requests of a journey, a line each, in the order in which they began. */
final class Requests {
  private Requests() {}

  /** Status, method, media type, size in bytes, time in ms and URL, apart by tabs. */
  static String table(Journey journey) {
    var out = new StringBuilder("status\tmethod\ttype\tbytes\tms\turl\n");
    journey.entries().stream()
        .filter(entry -> entry.step() instanceof FetchStep.Exchanged)
        .sorted(Comparator.comparingLong(Entry::begin))
        .forEach(entry -> line(entry, (FetchStep.Exchanged) entry.step(), out));
    return out.toString();
  }

  private static void line(Entry entry, FetchStep.Exchanged step, StringBuilder out) {
    out.append(step.status() == 0 ? "failed" : String.valueOf(step.status()))
        .append('\t')
        .append(step.method())
        .append('\t')
        .append(step.mediaType().isEmpty() ? "-" : step.mediaType())
        .append('\t')
        .append(step.bytes())
        .append('\t')
        .append(Math.round(entry.nanos() / 1e6))
        .append('\t')
        .append(step.url())
        .append('\n');
  }
}
