package dev.glasshouse.journey.export;

import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Facts;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.TraceContext;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.StepTable;
import dev.glasshouse.journey.words.Wording;
import java.io.Writer;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * Writes journeys as a request of OTLP in JSON, which collectors of OpenTelemetry take at {@code
 * /v1/traces}: a span for each step, with its facts as attributes under {@code glasshouse.}, its
 * sentence, and links to what caused it besides its parent. Requests have the attributes of
 * OpenTelemetry's conventions for HTTP as well.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP, "JSON
 *     Protobuf encoding"</a>
 */
public final class OtlpWriter {
  private static final int INTERNAL = 1;
  private static final int SERVER = 2;
  private static final int CLIENT = 3;
  private static final int ERROR = 2;
  private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);

  /**
   * A journey, and what it is called elsewhere.
   *
   * @param journey the journey
   * @param root its ids, as they were told to others
   * @param parent the step of another process that it belongs to; empty for none
   */
  public record Told(Journey journey, TraceContext root, Optional<TraceContext> parent) {}

  private final StepTable table = StepTable.standard();
  private final Wording wording = Wording.in(Language.EN);
  private final JsonGenerator json;

  private OtlpWriter(JsonGenerator json) {
    this.json = json;
  }

  /**
   * Writes journeys; the writer is flushed, not closed.
   *
   * @param service what the process is called
   * @param version the program's version
   * @throws tools.jackson.core.JacksonException when the writer fails
   */
  public static void write(List<Told> journeys, String service, String version, Writer to) {
    try (JsonGenerator json = Json.lines(to)) {
      new OtlpWriter(json).request(journeys, service, version);
    }
  }

  private void request(List<Told> journeys, String service, String version) {
    json.writeStartObject();
    json.writeName("resourceSpans");
    json.writeStartArray();
    json.writeStartObject();
    json.writeName("resource");
    json.writeStartObject();
    json.writeName("attributes");
    json.writeStartArray();
    attribute("service.name", service);
    attribute("service.version", version);
    json.writeEndArray();
    json.writeEndObject();
    json.writeName("scopeSpans");
    json.writeStartArray();
    json.writeStartObject();
    json.writeName("scope");
    json.writeStartObject();
    json.writeStringProperty("name", "glasshouse");
    json.writeStringProperty("version", version);
    json.writeEndObject();
    json.writeName("spans");
    json.writeStartArray();
    for (Told told : journeys) {
      for (Entry entry : told.journey().entries()) {
        span(told, entry);
      }
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void span(Told told, Entry entry) {
    TraceContext trace = told.parent().orElse(told.root());
    Instant zero = told.journey().wallZero();
    json.writeStartObject();
    json.writeStringProperty("traceId", trace.trace());
    json.writeStringProperty("spanId", told.root().at(entry.id()).spanText());
    if (entry.parent() != 0) {
      json.writeStringProperty("parentSpanId", told.root().at(entry.parent()).spanText());
    } else if (told.parent().isPresent()) {
      json.writeStringProperty("parentSpanId", told.parent().get().spanText());
    }
    json.writeStringProperty("name", title(entry.step()));
    json.writeNumberProperty("kind", kind(entry.step()));
    json.writeStringProperty("startTimeUnixNano", nanos(zero, entry.begin()));
    json.writeStringProperty("endTimeUnixNano", nanos(zero, entry.end()));
    json.writeName("attributes");
    json.writeStartArray();
    conventions(entry.step());
    attribute("glasshouse.step", entry.id());
    attribute("glasshouse.kind", entry.step().kind());
    attribute("glasshouse.story", wording.whole(entry));
    attribute("glasshouse.source", Json.lower(entry.source()));
    for (Map.Entry<String, Object> fact : Facts.of(entry.step()).entrySet()) {
      attribute("glasshouse." + fact.getKey(), fact.getValue());
    }
    json.writeEndArray();
    links(told, trace, entry);
    if (table.kind(entry.step().kind()).fails(Facts.of(entry.step()))) {
      json.writeName("status");
      json.writeStartObject();
      json.writeStringProperty("message", wording.whole(entry));
      json.writeNumberProperty("code", ERROR);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void links(Told told, TraceContext trace, Entry entry) {
    if (entry.causes().size() < 2) {
      return;
    }
    json.writeName("links");
    json.writeStartArray();
    for (long cause : entry.causes().subList(1, entry.causes().size())) {
      json.writeStartObject();
      json.writeStringProperty("traceId", trace.trace());
      json.writeStringProperty("spanId", told.root().at(cause).spanText());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String title(Step step) {
    return switch (step) {
      case FetchStep.Exchanged exchanged -> exchanged.method();
      case HttpStep.RequestServed served -> served.method();
      default -> step.kind();
    };
  }

  private static int kind(Step step) {
    return switch (step) {
      case FetchStep.Exchanged _, ConnectionStep.Dialed _ -> CLIENT;
      case HttpStep.RequestServed _ -> SERVER;
      default -> INTERNAL;
    };
  }

  /** The attributes of OpenTelemetry's semantic conventions for HTTP. */
  private void conventions(Step step) {
    switch (step) {
      case FetchStep.Exchanged exchanged -> {
        attribute("http.request.method", exchanged.method());
        attribute("url.full", exchanged.url());
        if (exchanged.status() > 0) {
          attribute("http.response.status_code", exchanged.status());
        }
      }
      case HttpStep.RequestServed served -> {
        attribute("http.request.method", served.method());
        attribute("url.path", path(served.target()));
        attribute("client.address", served.peer());
        attribute("http.response.status_code", served.status());
      }
      default -> {}
    }
  }

  private static String path(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  private void attribute(String key, Object value) {
    json.writeStartObject();
    json.writeStringProperty("key", key);
    json.writeName("value");
    value(value);
    json.writeEndObject();
  }

  private void value(Object value) {
    json.writeStartObject();
    switch (value) {
      case Boolean truth -> json.writeBooleanProperty("boolValue", truth);
      case Long number -> json.writeStringProperty("intValue", number.toString());
      case Integer number -> json.writeStringProperty("intValue", number.toString());
      case Double number when Double.isFinite(number) ->
          json.writeNumberProperty("doubleValue", number);
      case Duration duration -> json.writeStringProperty("intValue", Json.nanos(duration) + "");
      case Collection<?> items -> {
        json.writeName("arrayValue");
        json.writeStartObject();
        json.writeName("values");
        json.writeStartArray();
        items.forEach(this::value);
        json.writeEndArray();
        json.writeEndObject();
      }
      default -> json.writeStringProperty("stringValue", String.valueOf(value));
    }
    json.writeEndObject();
  }

  /** Nanoseconds since 1970, in decimal. */
  private static String nanos(Instant zero, long since) {
    return BigInteger.valueOf(zero.getEpochSecond())
        .multiply(BILLION)
        .add(BigInteger.valueOf(zero.getNano()).add(BigInteger.valueOf(since)))
        .toString();
  }
}
