package dev.glasshouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dom.Attribute;
import dev.glasshouse.dom.AttributeName;
import dev.glasshouse.dom.html.HtmlWriter;
import dev.glasshouse.dom.html.Token;
import dev.glasshouse.dom.html.WriterOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * html5lib-tests: tokens written as short HTML. The cases' XHTML variants are not ours to write.
 */
final class HtmlSerializerSuiteTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void written() {
    Suite suite = Suite.named("html-serializer");
    Path folder = suite.folder("html/serializer");
    for (String file : List.of("core", "injectmeta", "optionaltags", "options", "whitespace")) {
      int number = 0;
      for (JsonNode test : JSON.readTree(folder.resolve(file + ".test").toFile()).get("tests")) {
        suite.check(file + " " + ++number, () -> check(test));
      }
    }
    suite.finish();
  }

  private static void check(JsonNode test) {
    List<Token> tokens = new ArrayList<>();
    test.get("input").forEach(token -> tokens.add(token(token)));
    List<String> expected = new ArrayList<>();
    test.get("expected").forEach(variant -> expected.add(variant.stringValue()));
    assertThat(expected).contains(HtmlWriter.write(tokens, options(test)));
  }

  private static WriterOptions options(JsonNode test) {
    JsonNode given = test.has("options") ? test.get("options") : JSON.createObjectNode();
    boolean inject = is(given, "inject_meta_charset", false);
    return new WriterOptions(
        given.has("quote_char")
            ? Optional.of(given.get("quote_char").stringValue().charAt(0))
            : Optional.empty(),
        is(given, "quote_attr_values", false),
        is(given, "minimize_boolean_attributes", true),
        is(given, "use_trailing_solidus", false),
        is(given, "escape_rcdata", false),
        is(given, "strip_whitespace", false),
        inject && given.has("encoding")
            ? Optional.of(given.get("encoding").stringValue())
            : Optional.empty());
  }

  private static boolean is(JsonNode options, String name, boolean otherwise) {
    return options.has(name) ? options.get(name).booleanValue() : otherwise;
  }

  private static Token token(JsonNode token) {
    return switch (token.get(0).stringValue()) {
      case "StartTag" ->
          new Token.StartTag(token.get(2).stringValue(), attributes(token.get(3)), false);
      case "EmptyTag" ->
          new Token.StartTag(token.get(1).stringValue(), attributes(token.get(2)), false);
      case "EndTag" -> new Token.EndTag(token.get(2).stringValue());
      case "Comment" -> new Token.Comment(token.get(1).stringValue());
      case "Characters" -> new Token.Characters(token.get(1).stringValue());
      case "Doctype" -> new Token.Doctype(part(token, 1), part(token, 2), part(token, 3), false);
      default -> throw new IllegalArgumentException(token.toString());
    };
  }

  private static Optional<String> part(JsonNode token, int index) {
    return token.has(index) ? Optional.of(token.get(index).stringValue()) : Optional.empty();
  }

  private static List<Attribute> attributes(JsonNode list) {
    List<Attribute> attributes = new ArrayList<>();
    if (list.isArray()) {
      for (JsonNode each : list) {
        attributes.add(
            new Attribute(
                AttributeName.of(each.get("name").stringValue()), each.get("value").stringValue()));
      }
    }
    return attributes;
  }
}
