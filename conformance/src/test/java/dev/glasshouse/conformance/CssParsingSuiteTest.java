package dev.glasshouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.css.CssProblem;
import dev.glasshouse.css.Limits;
import dev.glasshouse.css.ProblemLog;
import dev.glasshouse.css.properties.ColorGrammar;
import dev.glasshouse.css.syntax.AnB;
import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.Item;
import dev.glasshouse.css.syntax.Parser;
import dev.glasshouse.css.syntax.SourceText;
import dev.glasshouse.css.syntax.StyleBytes;
import dev.glasshouse.css.values.Color;
import dev.glasshouse.css.values.Rgba;
import dev.glasshouse.dom.encoding.Encoding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** css-parsing-tests: CSS Syntax 3, and the colours of CSS Color 3. */
class CssParsingSuiteTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Suite suite = Suite.named("css-parsing");
  private final Path folder = suite.folder("css");

  @Test
  void cssParsing() {
    pairs("An+B", (in, out) -> compare(anB(in.asString()), out));
    pairs("color3", (in, out) -> color(in.asString(), out, 1));
    pairs("color3_hsl", (in, out) -> color(in.asString(), out, 1));
    pairs("color3_keywords", (in, out) -> color(in.asString(), out, 255));
    pairs("component_value_list", (in, out) -> compare(valueList(in.asString()), out));
    pairs("one_component_value", (in, out) -> compare(oneValue(in.asString()), out));
    pairs("one_declaration", (in, out) -> compare(oneDeclaration(in.asString()), out));
    pairs("declaration_list", (in, out) -> compare(declarations(in.asString()), out));
    pairs("one_rule", (in, out) -> compare(item(Parser.rule(values(in.asString()))), out));
    pairs("rule_list", (in, out) -> compare(items(Parser.rules(values(in.asString()))), out));
    pairs("stylesheet", (in, out) -> compare(styleSheet(in.asString()), out));
    pairs("stylesheet_bytes", (in, out) -> compare(bytes(in), out));
    suite.finish();
  }

  private void pairs(String file, BiConsumer<JsonNode, JsonNode> check) {
    JsonNode all = JSON.readTree(folder.resolve(file + ".json").toFile());
    for (int i = 0; i + 1 < all.size(); i += 2) {
      JsonNode in = all.get(i);
      JsonNode out = all.get(i + 1);
      suite.check(file + " " + i / 2, () -> check.accept(in, out));
    }
  }

  private static void compare(Object ours, JsonNode theirs) {
    assertThat(ours).isEqualTo(plain(theirs));
  }

  /** JSON as lists, strings, doubles, booleans and the word null. */
  private static Object plain(JsonNode node) {
    if (node.isArray()) {
      List<Object> out = new ArrayList<>();
      node.forEach(n -> out.add(plain(n)));
      return out;
    }
    if (node.isNumber()) {
      return node.asDouble() + 0.0;
    }
    return node.isBoolean() ? node.asBoolean() : node.isNull() ? "null" : node.asString();
  }

  private static List<ComponentValue> values(String css) {
    return Parser.values(css);
  }

  private static Object anB(String css) {
    Optional<AnB> read = AnB.parse(values(css));
    return read.<Object>map(r -> List.of(r.a() + 0.0, r.b() + 0.0)).orElse("null");
  }

  private static void color(String css, JsonNode expected, double full) {
    Optional<Color> read = ColorGrammar.parse(css);
    if (expected.isNull()) {
      assertThat(read).isEmpty();
      return;
    }
    if (expected.isString()) {
      assertThat(read).contains(Color.Current.COLOR);
      return;
    }
    Rgba rgba = (Rgba) read.orElseThrow();
    double[] ours = {rgba.red() * full, rgba.green() * full, rgba.blue() * full, rgba.alpha()};
    double[] theirs = new double[4];
    for (int i = 0; i < 4; i++) {
      theirs[i] = expected.get(i).asDouble();
    }
    for (int i = 0; i < 4; i++) {
      assertThat(ours[i]).as(Arrays.toString(theirs)).isCloseTo(theirs[i], within());
    }
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-6);
  }

  /** The suite puts what went wrong at the end of the text into the innermost list. */
  private static Object valueList(String css) {
    ProblemLog problems = new ProblemLog(100);
    List<Object> out = list(Parser.values(css, Limits.DEFAULT, problems));
    for (CssProblem p : problems.kept()) {
      if (p.detail().startsWith("eof-in-")) {
        innermost(out).add(List.of("error", p.detail()));
      }
    }
    return out;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> innermost(List<Object> out) {
    List<Object> at = out;
    while (!at.isEmpty()
        && at.getLast() instanceof List<?> last
        && List.of("function", "{}", "[]", "()").contains(last.getFirst())) {
      at = (List<Object>) last;
    }
    return at;
  }

  private static Object oneValue(String css) {
    List<ComponentValue> all =
        values(css).stream().filter(v -> !(v instanceof ComponentValue.Whitespace)).toList();
    return all.isEmpty()
        ? List.of("error", "empty")
        : all.size() > 1 ? List.of("error", "extra-input") : value(all.getFirst());
  }

  private static Object oneDeclaration(String css) {
    boolean empty = values(css).stream().allMatch(v -> v instanceof ComponentValue.Whitespace);
    return empty
        ? List.of("error", "empty")
        : Parser.declaration(values(css))
            .<Object>map(CssParsingSuiteTest::item)
            .orElse(List.of("error", "invalid"));
  }

  private static Object declarations(String css) {
    return items(Parser.blockContents(values(css)));
  }

  private static Object styleSheet(String css) {
    return items(Parser.styleSheet(SourceText.of(css), Limits.DEFAULT, new ProblemLog(0)));
  }

  private static Object bytes(JsonNode in) {
    StyleBytes read =
        StyleBytes.decode(
            in.get("css_bytes").asString().getBytes(StandardCharsets.ISO_8859_1),
            text(in, "protocol_encoding"),
            text(in, "environment_encoding").flatMap(Encoding::forLabel));
    String name = read.encoding().standardName().toLowerCase(Locale.ROOT);
    return List.of(styleSheet(read.text()), name);
  }

  private static Optional<String> text(JsonNode in, String field) {
    return in.has(field) && in.get(field).isString()
        ? Optional.of(in.get(field).asString())
        : Optional.empty();
  }

  private static List<Object> items(List<Item> items) {
    List<Object> out = new ArrayList<>();
    items.forEach(i -> out.add(item(i)));
    return out;
  }

  private static Object item(Item item) {
    return switch (item) {
      case Item.Declaration d -> List.of("declaration", d.name(), list(d.values()), d.important());
      case Item.AtRule a ->
          List.of(
              "at-rule",
              a.name(),
              list(a.prelude()),
              a.block().<Object>map(CssParsingSuiteTest::list).orElse("null"));
      case Item.QualifiedRule q -> List.of("qualified rule", list(q.prelude()), list(q.block()));
      case Item.Invalid i ->
          List.of("error", List.of("empty", "extra-input").contains(i.why()) ? i.why() : "invalid");
    };
  }

  private static List<Object> list(List<ComponentValue> values) {
    List<Object> out = new ArrayList<>();
    values.forEach(v -> out.add(value(v)));
    return out;
  }

  private static String type(boolean integer) {
    return integer ? "integer" : "number";
  }

  private static Object value(ComponentValue v) {
    return switch (v) {
      case ComponentValue.Ident i -> List.of("ident", i.value());
      case ComponentValue.AtKeyword a -> List.of("at-keyword", a.value());
      case ComponentValue.Hash h -> List.of("hash", h.value(), h.id() ? "id" : "unrestricted");
      case ComponentValue.Str s -> List.of("string", s.value());
      case ComponentValue.Url u -> List.of("url", u.value());
      case ComponentValue.Delim d -> Character.toString(d.codePoint());
      case ComponentValue.Num n -> List.of("number", n.text(), n.value() + 0.0, type(n.integer()));
      case ComponentValue.Percentage p ->
          List.of("percentage", p.text(), p.value() + 0.0, type(p.integer()));
      case ComponentValue.Dimension d ->
          List.of("dimension", d.text(), d.value() + 0.0, type(d.integer()), d.unit());
      case ComponentValue.Whitespace _ -> " ";
      case ComponentValue.Mark m -> mark(m.kind());
      case ComponentValue.FunctionOpen f -> List.of("function", f.name());
      case ComponentValue.Function f -> nested(list(f.values()), "function", f.name());
      case ComponentValue.Block b ->
          nested(
              list(b.values()),
              b.open() == Kind.OPEN_CURLY ? "{}" : b.open() == Kind.OPEN_SQUARE ? "[]" : "()");
    };
  }

  private static Object mark(Kind kind) {
    return switch (kind) {
      case CLOSE_CURLY, CLOSE_SQUARE, CLOSE_ROUND, BAD_STRING, BAD_URL ->
          List.of("error", kind.text());
      default -> kind.text();
    };
  }

  private static List<Object> nested(List<Object> inside, String... head) {
    List<Object> out = new ArrayList<>(Arrays.asList(head));
    out.addAll(inside);
    return out;
  }
}
