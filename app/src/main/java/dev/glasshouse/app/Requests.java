package dev.glasshouse.app;

import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.view.Mark;
import dev.glasshouse.journey.view.Waterfall;
import dev.glasshouse.journey.view.Waterfall.Row;
import dev.glasshouse.journey.words.Language;
import java.util.stream.Collectors;

/** The requests of a journey, a line each, in the order in which they began. */
final class Requests {
  private Requests() {}

  /**
   * Status, method, media type, size in bytes, time in ms, where the answer came from and URL,
   * apart by tabs.
   */
  static String table(Journey journey) {
    var out = new StringBuilder("status\tmethod\ttype\tbytes\tms\tfrom\turl\n");
    for (Row row : Waterfall.of(journey).rows()) {
      // What was answered here, out of a data: URL or a file, is no request.
      if (row.answer().status() != 0 || row.failed()) {
        line(row, out);
      }
    }
    return out.toString();
  }

  private static void line(Row row, StringBuilder out) {
    Waterfall.Answer answer = row.answer();
    out.append(answer.status() == 0 ? "failed" : String.valueOf(answer.status()))
        .append('\t')
        .append(row.method())
        .append('\t')
        .append(answer.mediaType().isEmpty() ? "-" : answer.mediaType())
        .append('\t')
        .append(answer.bytes())
        .append('\t')
        .append(Math.round(row.span().nanos() / 1e6))
        .append('\t')
        .append(from(answer))
        .append('\t')
        .append(row.url())
        .append('\n');
  }

  /** The marks; else the connection, with the stream where it carries several at once. */
  private static String from(Waterfall.Answer answer) {
    String marks =
        answer.marks().stream()
            .filter(mark -> mark != Mark.CONFIRMED)
            .map(mark -> "(" + mark.in(Language.EN) + ")")
            .collect(Collectors.joining(" "));
    String stream = answer.stream().isPresent() ? "." + answer.stream().getAsLong() : "";
    String connection = answer.connection() == 0 ? "" : "#" + answer.connection() + stream;
    String from = (connection + " " + marks).strip();
    return from.isEmpty() ? "-" : from;
  }
}
