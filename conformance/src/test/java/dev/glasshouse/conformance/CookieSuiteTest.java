package dev.glasshouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.fetch.cookies.CookieJar;
import dev.glasshouse.http.cookies.Cookie;
import dev.glasshouse.http.cookies.CookieContext;
import dev.glasshouse.http.cookies.CookieDate;
import dev.glasshouse.url.Url;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The http-state cases: which cookies come back after which Set-Cookies, and what dates mean. */
class CookieSuiteTest {
  /** The suite is of 2011; some of its dates have passed since. */
  private static final Instant NOW = Instant.parse("2011-06-01T00:00:00Z");

  @Test
  void cookies() {
    Suite suite = Suite.named("cookies");
    Path file = suite.folder("cookies").resolve("parser.json");
    for (JsonNode each : JsonMapper.shared().readTree(file.toFile())) {
      suite.check(each.get("test").asString(), () -> run(each));
    }
    suite.finish();
  }

  @Test
  void dates() {
    Suite suite = Suite.named("cookie-dates");
    Path folder = suite.folder("cookies").resolve("dates");
    var json = JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();
    for (String name : List.of("examples", "bsd-examples")) {
      int number = 0;
      for (JsonNode each : json.readTree(folder.resolve(name + ".json").toFile())) {
        number++;
        suite.check(name + " " + number, () -> date(each));
      }
    }
    suite.finish();
  }

  private static void date(JsonNode test) {
    JsonNode expected = test.get("expected");
    assertThat(CookieDate.parse(test.get("test").asString()))
        .isEqualTo(
            expected.isNull()
                ? Optional.empty()
                : Optional.of(
                    DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                        expected.asString(), Instant::from)));
  }

  private static void run(JsonNode test) {
    String name = test.get("test").asString().toLowerCase(Locale.ROOT);
    Url from = Url.parse("http://home.example.org:8888/cookie-parser?" + name);
    Url to =
        Url.parse(
            test.has("sent-to") ? test.get("sent-to").asString() : "/cookie-parser-result?" + name,
            from);
    var jar = new CookieJar();
    for (JsonNode received : test.get("received")) {
      var _ = jar.receive(bytes(received.asString()), CookieContext.of(from), true, NOW);
    }
    List<String> sent =
        jar.matching(CookieContext.of(to), NOW).stream().map(CookieSuiteTest::pair).toList();
    var expected = new ArrayList<String>();
    for (JsonNode cookie : test.get("sent")) {
      expected.add(cookie.get("name").asString() + "=" + cookie.get("value").asString());
    }
    assertThat(sent).isEqualTo(expected);
  }

  private static String pair(Cookie cookie) {
    return cookie.shownName() + "=" + cookie.shownValue();
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
