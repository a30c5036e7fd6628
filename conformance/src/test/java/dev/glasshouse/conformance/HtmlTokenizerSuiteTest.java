package dev.glasshouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dom.Attribute;
import dev.glasshouse.dom.html.ParseError;
import dev.glasshouse.dom.html.Token;
import dev.glasshouse.dom.html.TokenList;
import dev.glasshouse.dom.html.TokenizerState;
import dev.glasshouse.dom.html.XmlInfoset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** html5lib-tests: the tokens of the HTML tokenizer, and its errors with their places. */
final class HtmlTokenizerSuiteTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void tokens() throws IOException {
    Suite suite = Suite.named("html-tokenizer");
    Path folder = suite.folder("html/tokenizer");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".test")).sorted().toList()) {
        JsonNode root = JSON.readTree(file.toFile());
        boolean xml = root.has("xmlViolationTests");
        int number = 0;
        for (JsonNode test : root.get(xml ? "xmlViolationTests" : "tests")) {
          String id = file.getFileName() + " " + ++number;
          suite.check(id, () -> check(test, xml));
        }
      }
    }
    suite.finish();
  }

  private static void check(JsonNode test, boolean xml) {
    boolean escaped = test.has("doubleEscaped");
    String input = text(test.get("input"), escaped);
    String lastStartTag = test.has("lastStartTag") ? test.get("lastStartTag").stringValue() : "";
    List<String> states = new ArrayList<>();
    if (test.has("initialStates")) {
      test.get("initialStates").forEach(state -> states.add(state.stringValue()));
    } else {
      states.add("Data state");
    }
    for (String state : states) {
      TokenizerState initial = state(state);
      TokenList whole = TokenList.of(input, initial, lastStartTag);
      List<Token> tokens = xml ? XmlInfoset.coerce(whole.tokens()) : whole.tokens();
      assertThat(tokens.stream().map(HtmlTokenizerSuiteTest::line).toList())
          .as(state)
          .isEqualTo(expected(test.get("output"), escaped));
      if (!xml) {
        assertThat(errors(whole)).as(state).isEqualTo(expectedErrors(test));
      }
      TokenList pieces = TokenList.inPieces(input, 1, initial, lastStartTag);
      assertThat(pieces.tokens()).as(state + ", a character at a time").isEqualTo(whole.tokens());
      assertThat(errors(pieces)).as(state + ", a character at a time").isEqualTo(errors(whole));
    }
  }

  private static TokenizerState state(String name) {
    String constant = name.replace(" state", "").toUpperCase(Locale.ROOT).replace(' ', '_');
    return TokenizerState.valueOf(constant);
  }

  private static List<String> errors(TokenList list) {
    return list.errors().stream().map(ParseError::toString).sorted().toList();
  }

  private static List<String> expectedErrors(JsonNode test) {
    List<String> errors = new ArrayList<>();
    if (test.has("errors")) {
      for (JsonNode error : test.get("errors")) {
        errors.add(
            error.get("code").stringValue()
                + " at "
                + error.get("line").intValue()
                + ":"
                + error.get("col").intValue());
      }
    }
    return errors.stream().sorted().toList();
  }

  private static List<String> expected(JsonNode output, boolean escaped) {
    List<String> lines = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    for (JsonNode token : output) {
      if (token.get(0).stringValue().equals("Character")) {
        run.append(text(token.get(1), escaped));
        continue;
      }
      if (!run.isEmpty()) {
        lines.add("Character " + run);
        run.setLength(0);
      }
      lines.add(line(token, escaped));
    }
    if (!run.isEmpty()) {
      lines.add("Character " + run);
    }
    return lines;
  }

  private static String line(JsonNode token, boolean escaped) {
    String kind = token.get(0).stringValue();
    return switch (kind) {
      case "DOCTYPE" ->
          "DOCTYPE %s %s %s %s"
              .formatted(
                  optional(token.get(1), escaped),
                  optional(token.get(2), escaped),
                  optional(token.get(3), escaped),
                  token.get(4).booleanValue() ? "ok" : "quirks");
      case "StartTag" -> {
        TreeMap<String, String> attributes = new TreeMap<>();
        token
            .get(2)
            .properties()
            .forEach(
                e -> attributes.put(unescape(e.getKey(), escaped), text(e.getValue(), escaped)));
        boolean selfClosing = token.size() > 3 && token.get(3).booleanValue();
        yield "StartTag " + text(token.get(1), escaped) + attributes + (selfClosing ? "/" : "");
      }
      default -> kind + " " + text(token.get(1), escaped);
    };
  }

  private static String line(Token token) {
    return switch (token) {
      case Token.Doctype d ->
          "DOCTYPE %s %s %s %s"
              .formatted(d.name(), d.publicId(), d.systemId(), d.forceQuirks() ? "quirks" : "ok");
      case Token.StartTag tag -> {
        TreeMap<String, String> attributes = new TreeMap<>();
        for (Attribute attribute : tag.attributes()) {
          attributes.put(attribute.qualifiedName(), attribute.value());
        }
        yield "StartTag " + tag.name() + attributes + (tag.selfClosing() ? "/" : "");
      }
      case Token.EndTag tag -> "EndTag " + tag.name();
      case Token.Comment comment -> "Comment " + comment.data();
      case Token.Characters characters -> "Character " + characters.data();
    };
  }

  private static Optional<String> optional(JsonNode node, boolean escaped) {
    return node.isNull() ? Optional.empty() : Optional.of(text(node, escaped));
  }

  private static String text(JsonNode node, boolean escaped) {
    return unescape(node.stringValue(), escaped);
  }

  /** Some cases write {@code \}{@code uXXXX} in their strings once more, for lone surrogates. */
  private static String unescape(String text, boolean escaped) {
    if (!escaped) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("\\u", at)) {
        out.append((char) Integer.parseInt(text.substring(at + 2, at + 6), 16));
        at += 6;
      } else {
        out.append(text.charAt(at++));
      }
    }
    return out.toString();
  }
}
