package dev.glasshouse.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.RouteStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.Asked;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  enum Size {
    SMALL,
    LARGE
  }

  record Inner(String text) {
    Inner {
      if (text.isBlank()) {
        throw new IllegalArgumentException("a text of blanks says nothing");
      }
    }
  }

  record Thing(
      String name,
      int count,
      Optional<String> note,
      List<Inner> inner,
      Optional<Size> size,
      Optional<LocalDate> day) {}

  private final Json json = Json.usual();

  private Problem refused(Request request) {
    try {
      Thing read = json.read(request, Thing.class, Trail.OFF);
      throw new AssertionError("was read: " + read);
    } catch (ProblemException e) {
      return e.problem();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBodyBecomesARecord() throws IOException {
    var recorder = Recorder.start();
    Thing thing =
        json.read(
            Asked.json(
                "POST",
                "/",
                "{\"name\":\"ü\",\"count\":3,\"inner\":[{\"text\":\"a\"}],\"day\":\"2026-11-22\"}"),
            Thing.class,
            recorder.trail());
    assertThat(thing)
        .isEqualTo(
            new Thing(
                "ü",
                3,
                Optional.empty(),
                List.of(new Inner("a")),
                Optional.empty(),
                Optional.of(LocalDate.of(2026, 11, 22))));
    assertThat(recorder.journey().entries().getFirst().step())
        .isInstanceOf(RouteStep.BodyUnderstood.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"name\":\"a\",\"count\":1,\"inner\":[] | 400 | line 1",
        "{\"name\":\"a\",\"name\":\"b\",\"count\":1,\"inner\":[]} | 400 | ",
        "{\"name\":\"a\",\"count\":01,\"inner\":[]} | 400 | column",
        "{name:1} | 400 | column",
        "^^ | 400 | nothing",
        "{\"name\":\"a\",\"count\":1,\"inner\":[]} x | 400 | ",
        "null | 422 | null",
        "[] | 422 | the whole: it is not an object",
        "\"text\" | 422 | ",
        "{\"count\":1,\"inner\":[]} | 422 | /name: it is missing",
        "{\"name\":null,\"count\":1,\"inner\":[]} | 422 | /name: it is missing, or null",
        "{\"name\":\"a\",\"inner\":[]} | 422 | /count",
        "{\"name\":\"a\",\"count\":\"x\",\"inner\":[]} | 422 | /count: it is not a whole number",
        "{\"name\":\"a\",\"count\":1.5,\"inner\":[]} | 422 | /count",
        "{\"name\":\"a\",\"count\":99999999999,\"inner\":[]} | 422 | /count",
        "{\"name\":\"a\",\"count\":1,\"inner\":{}} | 422 | /inner: it is not an array",
        "{\"name\":\"a\",\"count\":1,\"inner\":[{\"text\":\" \"}]} | 422 | /inner/0: a text of blanks",
        "{\"name\":\"a\",\"count\":1,\"inner\":[],\"x/y\":1} | 422 | /x~1y: there is no member",
        "{\"name\":\"a\",\"count\":1,\"inner\":[],\"size\":\"HUGE\"} | 422 | one of SMALL, LARGE",
        "{\"name\":\"a\",\"count\":1,\"inner\":[],\"size\":1} | 422 | /size",
        "{\"name\":\"a\",\"count\":1,\"inner\":[],\"day\":\"tomorrow\"} | 422 | a time",
      })
  void whatCannotBeUsedIsToldWithItsPlace(String body, int status, String said) throws IOException {
    Problem problem = refused(Asked.json("POST", "/", body));
    assertThat(problem.status().code()).as(problem.detail()).isEqualTo(status);
    if (said != null) {
      assertThat(problem.detail()).contains(said);
    }
    assertThat(problem.detail()).doesNotContain("dev.glasshouse").doesNotContain("java.");
    assertThat(problem.response().status().code()).isEqualTo(status);
  }

  @Test
  void onlyJsonIsTaken() {
    Request bare = Asked.of("POST", "/", Body.of("{}"));
    assertThat(refused(bare).status().code()).isEqualTo(415);
    assertThat(refused(bare).response().fields().first("Accept")).contains("application/json");
    for (String type :
        List.of(
            "text/plain", "application/x-www-form-urlencoded", "application/json;charset=latin1")) {
      assertThat(
              refused(Asked.of("POST", "/", Body.of("{}"), "Content-Type", type)).status().code())
          .isEqualTo(415);
    }
    assertThat(
            refused(
                    Asked.of(
                        "POST",
                        "/",
                        Body.of("{}"),
                        "Content-Type",
                        "application/vnd.x+json; charset=UTF-8",
                        "Content-Encoding",
                        "gzip"))
                .response()
                .fields()
                .first("Accept-Encoding"))
        .contains("identity");
    assertThat(
            refused(Asked.of("POST", "/", Body.of("{}"), "Content-Type", "application/x+json"))
                .status()
                .code())
        .isEqualTo(422);
  }

  @Test
  void bodiesHaveAnEnd() {
    byte[] large = ("{\"name\":\"" + "a".repeat(2 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
    Request said = Asked.of("POST", "/", Body.of(large), "Content-Type", "application/json");
    assertThat(refused(said).status()).isEqualTo(Status.CONTENT_TOO_LARGE);
    Request unsaid = said.with(Body.streaming(new ByteArrayInputStream(large)));
    assertThat(refused(unsaid).status().code()).isIn(400, 413);
    byte[] blanks = " ".repeat(2 << 20).getBytes(StandardCharsets.UTF_8);
    assertThat(refused(said.with(Body.streaming(new ByteArrayInputStream(blanks)))).status())
        .isEqualTo(Status.CONTENT_TOO_LARGE);
    String deep = "{\"name\":\"a\",\"count\":1,\"inner\":" + "[".repeat(100_000);
    assertThat(refused(Asked.json("POST", "/", deep)).status().code()).isIn(400, 422);
  }

  @Test
  void whoeverBreaksOffIsNotTold() {
    Body broken =
        Body.streaming(
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the line broke");
              }
            });
    assertThatThrownBy(() ->
            json.read(
                Asked.of("POST", "/", broken, "Content-Type", "application/json"),
                Thing.class,
                Trail.OFF))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(ProblemException.class)
        .hasMessage("the line broke");
  }

  @Test
  void membersThatNobodyKnowsMayBeLetPass() throws IOException {
    Thing thing =
        json.lenient()
            .read(
                Asked.json("POST", "/", "{\"name\":\"a\",\"count\":1,\"inner\":[],\"x\":1}"),
                Thing.class,
                Trail.OFF);
    assertThat(thing.name()).isEqualTo("a");
  }

  @Test
  void itemsAreReadAsTheyCome() throws IOException {
    var made = new AtomicInteger();
    // Pieces that are only made when they are read: 50,000 items are there.
    InputStream endless =
        new java.io.SequenceInputStream(
            new java.util.Enumeration<InputStream>() {
              @Override
              public boolean hasMoreElements() {
                return made.get() < 50_000;
              }

              @Override
              public InputStream nextElement() {
                String head = made.getAndIncrement() == 0 ? "[" : ",";
                return new ByteArrayInputStream(
                    (head + "{\"text\":\"x\"}").getBytes(StandardCharsets.UTF_8));
              }
            });
    try (JsonItems<Inner> items =
        json.readItems(
            Asked.of("POST", "/", Body.streaming(endless), "Content-Type", "application/json"),
            Inner.class,
            Trail.OFF)) {
      for (int i = 0; i < 100; i++) {
        assertThat(items.next()).contains(new Inner("x"));
      }
      assertThat(items.taken()).isEqualTo(100);
      // Asked before it is closed, which makes this stream run through.
      assertThat(made.get()).isLessThan(5000);
    }
  }

  @Test
  void aFaultAmongItemsIsToldWithItsNumber() throws IOException {
    try (JsonItems<Inner> items =
        json.readItems(
            Asked.json("POST", "/", "[{\"text\":\"a\"},{\"text\":1},null]"),
            Inner.class,
            Trail.OFF)) {
      assertThat(items.next()).contains(new Inner("a"));
      // A number is a text to Jackson; null is nothing.
      assertThat(items.next()).contains(new Inner("1"));
      assertThatThrownBy(items::next)
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("/2");
    }
    assertThatThrownBy(() -> json.readItems(Asked.json("POST", "/", "{}"), Inner.class, Trail.OFF))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("an array");
    try (JsonItems<Inner> none =
        json.readItems(Asked.json("POST", "/", "[]"), Inner.class, Trail.OFF)) {
      assertThat(none.next()).isEmpty();
    }
    try (JsonItems<Inner> cut =
        json.readItems(Asked.json("POST", "/", "[{\"text\":\"a\"}"), Inner.class, Trail.OFF)) {
      assertThat(cut.next()).isPresent();
      assertThatThrownBy(cut::next)
          .isInstanceOf(ProblemException.class)
          .hasMessageStartingWith("400");
    }
  }

  @Test
  void itemsAreWrittenAsTheyGo() throws IOException {
    var made = new AtomicInteger();
    var closed = new AtomicBoolean();
    Stream<Inner> all =
        IntStream.range(0, 100_000)
            .mapToObj(i -> new Inner("n" + made.incrementAndGet()))
            .onClose(() -> closed.set(true));
    Response response = json.answerItems(Status.OK, all);
    try (InputStream in = response.body().open()) {
      byte[] first = in.readNBytes(1000);
      assertThat(new String(first, StandardCharsets.UTF_8)).startsWith("[{\"text\":\"n1\"},{");
      assertThat(made.get()).isLessThan(5000);
      assertThat(in.readAllBytes()).endsWith("\"n100000\"}]".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(closed).isTrue();
    assertThat(Asked.text(json.answerItems(Status.OK, Stream.of()))).isEqualTo("[]");
    assertThat(Asked.text(json.answer(new Inner("a")))).isEqualTo("{\"text\":\"a\"}");
  }
}
