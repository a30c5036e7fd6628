package dev.glasshouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.url.Host;
import dev.glasshouse.url.Idna;
import dev.glasshouse.url.Limits;
import dev.glasshouse.url.Url;
import dev.glasshouse.url.UrlException;
import dev.glasshouse.url.UrlSetters;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The web platform tests of the URL standard. */
final class UrlSuitesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The objects of a suite's file; strings in it are comments. */
  private static List<JsonNode> cases(Path file) {
    List<JsonNode> out = new ArrayList<>();
    for (JsonNode node : JSON.readTree(file.toFile())) {
      if (!node.isString()) {
        out.add(node);
      }
    }
    return out;
  }

  @Test
  void parsing() {
    Suite suite = Suite.named("url");
    Path folder = suite.folder("url");
    for (String file : List.of("urltestdata", "urltestdata-javascript-only")) {
      int number = 0;
      for (JsonNode test : cases(folder.resolve(file + ".json"))) {
        suite.check(file + " " + ++number, () -> checkParsing(test));
      }
    }
    int number = 0;
    for (JsonNode test : cases(folder.resolve("percent-encoding.json"))) {
      number++;
      for (var output : test.get("output").properties()) {
        suite.check(
            "percent-encoding " + number + " " + output.getKey(),
            () -> checkEncoding(test, output.getKey(), output.getValue().stringValue()));
      }
    }
    suite.finish();
  }

  private static void checkParsing(JsonNode test) {
    String input = test.get("input").stringValue();
    JsonNode base = test.get("base");
    if (test.has("failure")) {
      assertThatThrownBy(() -> parse(input, base)).isInstanceOf(UrlException.class);
      return;
    }
    Url url = parse(input, base);
    assertThat(url.href()).as("href of %s", input).isEqualTo(test.get("href").stringValue());
    checkAttributes(url, test);
    assertThat(Url.parse(url.href())).as("parsed again").isEqualTo(url);
  }

  private static Url parse(String input, JsonNode base) {
    return base.isNull() ? Url.parse(input) : Url.parse(input, Url.parse(base.stringValue()));
  }

  private static void checkAttributes(Url url, JsonNode expected) {
    for (var attribute : expected.properties()) {
      String name = attribute.getKey();
      Optional<String> value = attribute(url, name);
      value.ifPresent(v -> assertThat(v).as(name).isEqualTo(attribute.getValue().stringValue()));
    }
  }

  private static Optional<String> attribute(Url url, String name) {
    return Optional.ofNullable(
        switch (name) {
          case "href" -> url.href();
          case "origin" -> url.origin().toString();
          case "protocol" -> UrlSetters.protocol(url);
          case "username" -> url.username();
          case "password" -> url.password();
          case "host" -> UrlSetters.host(url);
          case "hostname" -> url.hostname();
          case "port" -> UrlSetters.port(url);
          case "pathname" -> url.path();
          case "search" -> UrlSetters.search(url);
          case "searchParams" -> url.searchParams().toString();
          case "hash" -> UrlSetters.hash(url);
          case "input", "base", "comment", "relativeTo", "failure" -> null;
          default -> throw new AssertionError("no attribute " + name);
        });
  }

  private static void checkEncoding(JsonNode test, String encoding, String expected) {
    Url base = Url.parse("https://example.com/");
    Charset charset = encoding.equals("utf-8") ? StandardCharsets.UTF_8 : Charset.forName(encoding);
    String input = test.get("input").stringValue();
    Url url =
        Url.parse("https://example.com/?" + input, Optional.of(base), charset, Limits.DEFAULT);
    assertThat(url.query()).contains(expected);
  }

  @Test
  void setters() {
    Suite suite = Suite.named("url-setters");
    JsonNode all = JSON.readTree(suite.folder("url").resolve("setters_tests.json").toFile());
    for (var attribute : all.properties()) {
      String name = attribute.getKey();
      if (name.equals("comment")) {
        continue;
      }
      int number = 0;
      for (JsonNode test : attribute.getValue()) {
        suite.check(
            name + " " + ++number,
            () -> {
              Url before = Url.parse(test.get("href").stringValue());
              Url after = set(before, name, test.get("new_value").stringValue());
              checkAttributes(after, test.get("expected"));
            });
      }
    }
    suite.finish();
  }

  private static Url set(Url url, String attribute, String value) {
    return switch (attribute) {
      case "href" -> Url.parse(value);
      case "protocol" -> UrlSetters.withProtocol(url, value);
      case "username" -> UrlSetters.withUsername(url, value);
      case "password" -> UrlSetters.withPassword(url, value);
      case "host" -> UrlSetters.withHost(url, value);
      case "hostname" -> UrlSetters.withHostname(url, value);
      case "port" -> UrlSetters.withPort(url, value);
      case "pathname" -> UrlSetters.withPathname(url, value);
      case "search" -> UrlSetters.withSearch(url, value);
      case "hash" -> UrlSetters.withHash(url, value);
      default -> throw new AssertionError("no setter " + attribute);
    };
  }

  @Test
  void domainToAscii() {
    Suite suite = Suite.named("url-toascii");
    Path folder = suite.folder("url");
    int number = 0;
    for (JsonNode test : cases(folder.resolve("toascii.json"))) {
      suite.check("toascii " + ++number, () -> checkToAscii(test));
    }
    number = 0;
    for (JsonNode test : cases(folder.resolve("verifydnslength_tests.json"))) {
      suite.check(
          "verifydnslength " + ++number,
          () -> {
            String url = test.get("input").stringValue();
            String domain = url.substring("http://".length()).replaceFirst("/$", "");
            Idna.Result result = Idna.toAscii(domain, Idna.Strictness.STRICT);
            assertThat(result instanceof Idna.Refused)
                .as("refused: %s", result)
                .isEqualTo(test.get("failure").booleanValue());
          });
    }
    suite.finish();
  }

  @Test
  void idnaTestV2() {
    Suite suite = Suite.named("url-idna");
    int number = 0;
    for (JsonNode test : cases(suite.folder("url").resolve("IdnaTestV2.json"))) {
      suite.check("idna " + ++number, () -> checkToAscii(test));
    }
    suite.finish();
  }

  /** As the web platform tests do it: through the host of a URL, percent-encoded too. */
  private static void checkToAscii(JsonNode test) {
    String input = test.get("input").stringValue();
    JsonNode output = test.get("output");
    if (output.isNull()) {
      assertThat(Idna.toAscii(input, Idna.Strictness.LAX)).isInstanceOf(Idna.Refused.class);
      assertThatThrownBy(() -> Url.parse("https://" + input + "/x"))
          .isInstanceOf(UrlException.class);
      return;
    }
    String expected = output.stringValue();
    Url url = Url.parse("https://" + input + "/x");
    assertThat(url.hostname()).as("host of %s", input).isEqualTo(expected);
    assertThat(url.href()).isEqualTo("https://" + expected + "/x");
    Url before = Url.parse("https://x/x");
    assertThat(UrlSetters.withHost(before, input).hostname()).isEqualTo(expected);
    assertThat(Host.parse(input).toString()).isEqualTo(expected);
  }
}
