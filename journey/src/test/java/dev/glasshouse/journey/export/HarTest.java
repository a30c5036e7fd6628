package dev.glasshouse.journey.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.BodyStore;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Fixture;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.Limits;
import dev.glasshouse.journey.Made;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class HarTest {
  private static String har(Journey journey, HarOptions options) throws IOException {
    var out = new StringWriter();
    HarWriter.write(journey, options, out);
    return out.toString();
  }

  /** What is wrong with a HAR, by the schema and by its meaning. */
  private static List<String> problems(String har) throws IOException {
    var problems = new ArrayList<String>();
    schema().validate(har, InputFormat.JSON).forEach(error -> problems.add(error.toString()));
    problems.addAll(HarChecker.problems(JsonMapper.shared().readTree(har)));
    return problems;
  }

  private static Schema schema() throws IOException {
    try (InputStream in = HarTest.class.getResourceAsStream("har-1.2.schema.json")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(text, InputFormat.JSON);
    }
  }

  private static JsonNode entry(String har, String urlEnd) {
    for (JsonNode entry : JsonMapper.shared().readTree(har).at("/log/entries")) {
      if (entry.at("/request/url").asString().endsWith(urlEnd)) {
        return entry;
      }
    }
    throw new AssertionError("no entry for " + urlEnd);
  }

  @Test
  void theFixtureIsAValidHar() throws IOException {
    String har = har(Fixture.journey(), HarOptions.DEFAULT);
    assertThat(problems(har)).isEmpty();
    JsonNode log = JsonMapper.shared().readTree(har).get("log");
    assertThat(log.get("entries")).hasSize(7);
    assertThat(log.at("/creator/name").asString()).isEqualTo("glass");
    assertThat(log.at("/pages/0/pageTimings/onLoad").asDouble()).isEqualTo(245.0);
    assertThat(log.at("/pages/0/startedDateTime").asString()).isEqualTo("2026-03-04T05:06:07.090Z");
  }

  @Test
  void timingsHaveSslInsideConnectAndAddUp() throws IOException {
    JsonNode entry = entry(har(Fixture.journey(), HarOptions.DEFAULT), "house.css");
    assertThat(entry.at("/timings/ssl").asDouble()).isEqualTo(15);
    assertThat(entry.at("/timings/connect").asDouble()).isEqualTo(16);
    assertThat(entry.at("/timings/dns").asDouble()).isEqualTo(0.5);
    assertThat(entry.at("/timings/wait").asDouble()).isEqualTo(22);
    assertThat(entry.at("/timings/blocked").asDouble()).isEqualTo(0.7);
    assertThat(entry.get("time").asDouble()).isEqualTo(45.5);
    assertThat(entry.get("serverIPAddress").asString()).isEqualTo("127.0.0.1");
    assertThat(entry.get("connection").asString()).isEqualTo("3");
    assertThat(entry.get("_initiator").asString()).isEqualTo("scanner");
    assertThat(entry.get("_priority").asString()).isEqualTo("high");
  }

  @Test
  void redirectsAndFailuresAreThere() throws IOException {
    String har = har(Fixture.journey(), HarOptions.DEFAULT);
    JsonNode redirect = entry(har, "http://glasshouse.test/");
    assertThat(redirect.at("/response/redirectURL").asString())
        .isEqualTo("http://www.glasshouse.test/");
    JsonNode failed = entry(har, "/hit");
    assertThat(failed.at("/response/status").asInt()).isZero();
    assertThat(failed.get("_error").asString()).isEqualTo("NXDOMAIN");
    assertThat(failed.has("connection")).isFalse();
  }

  @Test
  void secretsAreShortenedUnlessAskedFor() throws IOException {
    Journey journey =
        exchange(
            List.of("Cookie: sid=0123456789abcdef; b=", "Authorization: Bearer 0123456789abcdef"),
            List.of(
                "Set-Cookie: sid=0123456789abcdef; Path=/; HttpOnly; Secure; SameSite=Lax;"
                    + " Expires=Wed, 21 Oct 2026 07:28:00 GMT"));
    String shortened = har(journey, HarOptions.DEFAULT);
    assertThat(problems(shortened)).isEmpty();
    assertThat(shortened).doesNotContain("0123456789abcdef").contains("0123...(16)");
    String whole = har(journey, HarOptions.DEFAULT.asRecorded());
    assertThat(problems(whole)).isEmpty();
    JsonNode cookie = entry(whole, "v").at("/response/cookies/0");
    assertThat(cookie.get("value").asString()).isEqualTo("0123456789abcdef");
    assertThat(cookie.get("httpOnly").asBoolean()).isTrue();
    assertThat(cookie.get("expires").asString()).isEqualTo("2026-10-21T07:28:00Z");
    assertThat(entry(whole, "v").at("/request/cookies")).hasSize(2);
    assertThat(entry(whole, "v").at("/request/queryString/0/value").asString()).isEqualTo("a b");
    assertThat(entry(whole, "v").at("/request/queryString/1/value").asString()).isEqualTo("%zz");
  }

  @Test
  void bodiesComeFromTheStore(@TempDir Path folder) throws IOException {
    BodyStore store = BodyStore.at(folder, 1000);
    Journey text = body(store, "text/html; charset=windows-1252", new byte[] {'h', (byte) 0xe9});
    assertThat(entry(har(text, HarOptions.DEFAULT.with(store)), "v").at("/response/content/text"))
        .hasToString("\"h\u00e9\"");
    Journey binary = body(store, "image/png", new byte[] {(byte) 0x89, 'P'});
    JsonNode content =
        entry(har(binary, HarOptions.DEFAULT.with(store)), "v").at("/response/content");
    assertThat(content.get("encoding").asString()).isEqualTo("base64");
    assertThat(content.get("text").asString()).isEqualTo("iVA=");
    Journey broken = body(store, "text/plain; charset=utf-8", new byte[] {(byte) 0xff});
    String har = har(broken, HarOptions.DEFAULT.with(store));
    assertThat(problems(har)).isEmpty();
    assertThat(entry(har, "v").at("/response/content/encoding").asString()).isEqualTo("base64");
    assertThat(entry(har(broken, HarOptions.DEFAULT), "v").at("/response/content").has("text"))
        .isFalse();
  }

  private static Journey body(BodyStore store, String type, byte[] bytes) throws IOException {
    Journey journey = exchange(bytes.length, List.of(), List.of("Content-Type: " + type));
    var entries = new ArrayList<>(journey.entries());
    String hash = store.put(bytes).orElseThrow();
    entries.add(
        entry(
            9,
            5,
            5,
            Made.step(
                HttpStep.BodyStored.class,
                "message",
                "response",
                "sha256",
                hash,
                "bytes",
                (long) bytes.length)));
    return new Journey(journey.wallZero(), entries, 0);
  }

  private static Journey exchange(List<String> sent, List<String> came) {
    return exchange(0, sent, came);
  }

  private static Journey exchange(long bytes, List<String> sent, List<String> came) {
    return new Journey(
        Fixture.ZERO,
        List.of(
            entry(
                1,
                0,
                9,
                Made.step(
                    FetchStep.Exchanged.class,
                    "method",
                    "POST",
                    "url",
                    "http://h/?q=a+b&r=%zz#v",
                    "status",
                    200,
                    "bytes",
                    bytes)),
            entry(2, 1, 2, Made.step(HttpStep.RequestSent.class, "fields", sent, "bodyBytes", 4L)),
            entry(3, 2, 3, Made.step(HttpStep.ResponseBegun.class, "fields", came)),
            entry(4, 3, 4, Made.step(HttpStep.ResponseEnded.class, "complete", true))),
        0);
  }

  private static Entry entry(long id, long begin, long end, Step step) {
    List<Long> causes = id == 1 ? List.of() : List.of(1L);
    return new Entry(id, begin, end, causes, Because.HAPPENED, Source.MEASURED, step);
  }

  @Test
  void aFullRecordIsSaidAndStillValid() throws IOException {
    Journey full = Fixture.journey(new Limits(50));
    String har = har(full, HarOptions.DEFAULT);
    assertThat(problems(har)).isEmpty();
    assertThat(har).contains("\"comment\":\"the record was full: " + full.dropped() + " steps");
  }

  @Test
  void anEmptyJourneyIsAnEmptyHar() throws IOException {
    assertThat(problems(har(new Journey(Fixture.ZERO, List.of(), 0), HarOptions.DEFAULT)))
        .isEmpty();
  }

  @Test
  void theCheckersFindWhatIsWrong() throws IOException {
    var planted =
        List.<java.util.function.Consumer<ObjectNode>>of(
            e -> ((ObjectNode) e.get("timings")).put("wait", 1000),
            e -> ((ObjectNode) e.get("timings")).put("ssl", 17),
            e -> ((ObjectNode) e.get("timings")).put("dns", -2),
            e -> e.put("pageref", "page_9"),
            e -> e.put("startedDateTime", "2026-03-04 05:06"),
            e -> e.put("startedDateTime", "2031-03-04T05:06:07.089Z"),
            e -> e.put("time", 7),
            e -> e.remove("cache"),
            e -> e.put("unknown", 7),
            e -> ((ObjectNode) e.get("request")).remove("headersSize"));
    for (var plant : planted) {
      JsonNode har = JsonMapper.shared().readTree(har(Fixture.journey(), HarOptions.DEFAULT));
      plant.accept((ObjectNode) har.at("/log/entries/2"));
      assertThat(problems(har.toString())).isNotEmpty();
    }
  }
}
