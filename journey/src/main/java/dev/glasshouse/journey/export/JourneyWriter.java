package dev.glasshouse.journey.export;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.Reason;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Wording;
import java.io.Writer;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a journey as JSON lines: a header, then a step a line, in the order in which they were
 * recorded. The form is documented in {@code docs/journey.md} and kept: a version may add members
 * and kinds; anything else makes it another {@link #VERSION}.
 */
public final class JourneyWriter {
  /** What the header's {@code format} says. */
  public static final String FORMAT = "glasshouse-journey";

  /** The version of the form. */
  public static final int VERSION = 1;

  private final Wording wording = Wording.in(Language.EN);
  private final JsonGenerator json;

  private JourneyWriter(JsonGenerator json) {
    this.json = json;
  }

  /**
   * Writes a journey; the writer is flushed, not closed.
   *
   * @throws tools.jackson.core.JacksonException when the writer fails
   */
  public static void write(Journey journey, Writer to) {
    try (JsonGenerator json = Json.lines(to)) {
      var writer = new JourneyWriter(json);
      writer.header(journey);
      journey.entries().forEach(writer::entry);
      json.writeRaw('\n');
    }
  }

  private void header(Journey journey) {
    json.writeStartObject();
    json.writeStringProperty("format", FORMAT);
    json.writeNumberProperty("version", VERSION);
    json.writeStringProperty("zero", journey.wallZero().toString());
    json.writeNumberProperty("steps", journey.entries().size());
    json.writeNumberProperty("dropped", journey.dropped());
    json.writeEndObject();
  }

  private void entry(Entry entry) {
    json.writeStartObject();
    json.writeNumberProperty("id", entry.id());
    json.writeStringProperty("kind", entry.step().kind());
    json.writeNumberProperty("begin", entry.begin());
    json.writeNumberProperty("end", entry.end());
    json.writeName("causes");
    json.writeStartArray();
    entry.causes().forEach(json::writeNumber);
    json.writeEndArray();
    json.writeStringProperty("source", Json.lower(entry.source()));
    because(entry.because());
    json.writeName("facts");
    Json.facts(json, entry.step());
    json.writeEndObject();
  }

  private void because(Because because) {
    if (!because.reason().en().isEmpty() || !because.clause().isNone()) {
      json.writeName("reason");
      reason(because.reason(), because.arguments(), because.clause());
    }
    if (!because.refused().isEmpty()) {
      json.writeName("refused");
      json.writeStartArray();
      for (Because.Refused refused : because.refused()) {
        json.writeStartObject();
        json.writeStringProperty("alternative", refused.alternative());
        json.writeName("reason");
        reason(refused.reason(), refused.arguments(), Clause.NONE);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  private void reason(Reason reason, List<Object> arguments, Clause clause) {
    json.writeStartObject();
    json.writeStringProperty("name", Reasons.name(reason));
    json.writeStringProperty("text", wording.reason(reason, arguments));
    if (!arguments.isEmpty()) {
      json.writeName("arguments");
      json.writeStartArray();
      arguments.forEach(argument -> Json.argument(json, argument));
      json.writeEndArray();
    }
    if (!clause.isNone()) {
      json.writeName("clause");
      json.writeStartObject();
      json.writeStringProperty("document", clause.document());
      json.writeStringProperty("section", clause.section());
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
