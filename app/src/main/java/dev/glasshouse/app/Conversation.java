package dev.glasshouse.app;

import dev.glasshouse.journey.CauseTree;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Journey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What was said on the wire, as {@code curl -v} shows it: {@code >} before what went out, {@code <}
 * before what came in. Credentials and cookies stay shortened, as the journey has them. What
 * servers of this process said to others is theirs, and stands in the story alone.
 */
final class Conversation {
  private Conversation() {}

  /** The lines, in the order in which they were said. */
  static List<String> of(Journey journey) {
    var lines = new ArrayList<String>();
    CauseTree tree = CauseTree.of(journey);
    journey.entries().stream()
        .filter(entry -> !tree.isServers(entry))
        .sorted(Comparator.comparingLong(Entry::end).thenComparingLong(Entry::id))
        .forEach(entry -> add(entry, lines));
    return lines;
  }

  private static void add(Entry entry, List<String> lines) {
    switch (entry.step()) {
      case HttpStep.RequestSent sent -> {
        lines.add("> " + sent.method() + " " + sent.target() + " " + sent.version());
        sent.fields().forEach(field -> lines.add("> " + field));
        lines.add(">");
        if (sent.bodyBytes() > 0) {
          lines.add("} [" + sent.bodyBytes() + " bytes of body]");
        }
      }
      case HttpStep.InterimResponse interim -> {
        lines.add("< " + interim.version() + " " + interim.status());
        interim.fields().forEach(field -> lines.add("< " + field));
        lines.add("<");
      }
      case HttpStep.ResponseBegun begun -> {
        lines.add(
            ("< " + begun.version() + " " + begun.status() + " " + begun.reasonPhrase()).strip());
        begun.fields().forEach(field -> lines.add("< " + field));
        lines.add("<");
      }
      case HttpStep.ResponseEnded ended -> {
        lines.add("{ [" + ended.wireBytes() + " bytes of body]");
        ended.trailers().forEach(field -> lines.add("< " + field));
      }
      default -> {}
    }
  }
}
