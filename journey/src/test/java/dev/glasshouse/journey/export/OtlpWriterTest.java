package dev.glasshouse.journey.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Limits;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.TraceContext;
import dev.glasshouse.journey.Trail;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OtlpWriterTest {
  private static final Instant ZERO = Instant.parse("2026-11-22T10:00:00.5Z");
  private static final TraceContext CLIENT =
      TraceContext.parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").orElseThrow();

  private long now;
  private final Recorder recorder = new Recorder(() -> now, ZERO, Limits.DEFAULT);
  private final Trail trail = recorder.trail();

  private String written(Optional<TraceContext> parent) {
    var told = new OtlpWriter.Told(recorder.journey(), trail.root().orElseThrow(), parent);
    var text = new StringWriter();
    OtlpWriter.write(List.of(told), "the service", "1.0", text);
    return text.toString();
  }

  /** Read by the schema of OpenTelemetry, which refuses what it does not know. */
  private static List<Span> read(String text) throws Exception {
    var request = ExportTraceServiceRequest.newBuilder();
    JsonFormat.parser().merge(text, request);
    assertThat(request.getResourceSpansList()).hasSize(1);
    assertThat(request.getResourceSpans(0).getResource().getAttributes(0).getValue())
        .satisfies(value -> assertThat(value.getStringValue()).isEqualTo("the service"));
    return request.getResourceSpans(0).getScopeSpans(0).getSpansList();
  }

  private static String attribute(Span span, String key) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(attribute -> attribute.getValue().toString().strip())
        .findFirst()
        .orElse("");
  }

  @Test
  void aSpanForEachStepAsTheSchemaHasIt() throws Exception {
    long id = trail.open();
    now = 1_500_000;
    long inner =
        trail.after(id).mark(new ServerStep.HintsGiven("/", List.of("a", "b")), Because.HAPPENED);
    now = 2_000_000;
    trail.close(
        id,
        0,
        new FetchStep.Exchanged(1, "GET", "http://a.test/x?y", 200, "text/html", 7),
        Because.HAPPENED);
    trail.mark(new HttpStep.ExchangeFailed(3, "it broke"), Because.HAPPENED, id, inner);

    List<Span> spans = read(written(Optional.empty()));
    assertThat(spans).hasSize(3);
    Span exchanged = spans.get(1);
    assertThat(exchanged.getName()).isEqualTo("GET");
    assertThat(exchanged.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(exchanged.getEndTimeUnixNano() - exchanged.getStartTimeUnixNano())
        .isEqualTo(2_000_000);
    assertThat(exchanged.getStartTimeUnixNano())
        .isEqualTo(ZERO.getEpochSecond() * 1_000_000_000 + ZERO.getNano());
    assertThat(attribute(exchanged, "http.response.status_code")).isEqualTo("int_value: 200");
    assertThat(attribute(exchanged, "url.full")).contains("http://a.test/x?y");
    assertThat(attribute(spans.get(0), "glasshouse.links")).contains("\"a\"").contains("\"b\"");
    assertThat(spans.get(2).getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(spans.get(2).getLinksCount()).isEqualTo(1);
  }

  @Test
  void idsAreWrittenAsTheyAreTold() {
    long id = trail.open();
    long inner = trail.after(id).mark(new ServerStep.FileRemoved("/"), Because.HAPPENED);
    trail.close(
        id, 0, new HttpStep.RequestServed("1.2.3.4:5", "GET", "/x?y", 200, 7), Because.HAPPENED);
    TraceContext told = trail.after(id).context().orElseThrow();

    JsonNode own = spans(written(Optional.empty()));
    assertThat(own.get(0).get("traceId").asString()).isEqualTo(told.trace());
    assertThat(own.get(0).get("parentSpanId").asString()).isEqualTo(told.spanText());
    assertThat(own.get(1).get("spanId").asString()).isEqualTo(told.spanText());
    assertThat(own.get(1).has("parentSpanId")).isFalse();
    assertThat(inner).isNotZero();

    JsonNode joined = spans(written(Optional.of(CLIENT)));
    assertThat(joined.get(0).get("traceId").asString()).isEqualTo(CLIENT.trace());
    assertThat(joined.get(1).get("parentSpanId").asString()).isEqualTo(CLIENT.spanText());
    assertThat(joined.get(1).get("kind").asInt()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER_VALUE);
  }

  private static JsonNode spans(String text) {
    return JsonMapper.shared().readTree(text).at("/resourceSpans/0/scopeSpans/0/spans");
  }
}
