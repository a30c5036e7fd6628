package dev.glasshouse.journey.export;

import dev.glasshouse.journey.Facts;
import dev.glasshouse.journey.Step;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** Facts as JSON, the same way in every export. */
final class Json {
  /** Root values stand on lines of their own; the writer stays open. */
  private static final JsonFactory LINES =
      JsonFactory.builder()
          .rootValueSeparator("\n")
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private Json() {}

  /** A generator whose root values stand on lines of their own. It does not close the writer. */
  static JsonGenerator lines(Writer to) {
    return LINES.createGenerator(ObjectWriteContext.empty(), to);
  }

  /** A step's facts as an object: durations in nanoseconds, instants in ISO 8601. */
  static void facts(JsonGenerator json, Step step) {
    json.writeStartObject();
    Facts.each(
        step,
        (name, value) -> {
          json.writeName(name);
          fact(json, value);
        });
    json.writeEndObject();
  }

  /** A fact. */
  static void fact(JsonGenerator json, Object value) {
    switch (value) {
      case Duration duration -> json.writeNumber(nanos(duration));
      case Collection<?> items -> {
        json.writeStartArray();
        items.forEach(item -> fact(json, item));
        json.writeEndArray();
      }
      default -> plain(json, value);
    }
  }

  /** A reason's argument: as a fact, but a duration or an instant says what it is. */
  static void argument(JsonGenerator json, Object value) {
    switch (value) {
      case Duration duration -> {
        json.writeStartObject();
        json.writeNumberProperty("ns", nanos(duration));
        json.writeEndObject();
      }
      case Instant instant -> {
        json.writeStartObject();
        json.writeStringProperty("at", instant.toString());
        json.writeEndObject();
      }
      case Collection<?> items -> {
        json.writeStartArray();
        items.forEach(item -> argument(json, item));
        json.writeEndArray();
      }
      default -> plain(json, value);
    }
  }

  private static void plain(JsonGenerator json, Object value) {
    switch (value) {
      case Boolean b -> json.writeBoolean(b);
      case Integer n -> json.writeNumber(n);
      case Long n -> json.writeNumber(n);
      case Double n when Double.isFinite(n) -> json.writeNumber(n);
      default -> json.writeString(value.toString());
    }
  }

  /** Nanoseconds; what is longer than 292 years is as long as that. */
  static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** A constant's name as it stands in exports. */
  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
