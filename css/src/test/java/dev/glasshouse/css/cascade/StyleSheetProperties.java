package dev.glasshouse.css.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.properties.Property;
import dev.glasshouse.css.selectors.Selectors;
import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.Parser;
import dev.glasshouse.css.syntax.Serializer;
import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Node;
import dev.glasshouse.dom.html.HtmlParser;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Whatever the text, it is read, the page is styled, and nothing is thrown. */
class StyleSheetProperties {
  private static final List<String> PIECES =
      Arrays.asList(
          "p",
          ".a",
          "#b",
          "*",
          " ",
          ",",
          ">",
          "+",
          "~",
          ":",
          "::",
          ";",
          "{",
          "}",
          "(",
          ")",
          "[",
          "]",
          "!important",
          "@media",
          "@layer",
          "@import",
          "@supports",
          "not",
          "and",
          "(width>1px)",
          ":is(",
          ":not(",
          ":has(",
          ":nth-child(2n+1 of p)",
          "::before",
          "&",
          "color:",
          "width:",
          "red",
          "1px",
          "50%",
          "2em",
          "calc(",
          "min(",
          "1",
          "-1",
          "/",
          "var(--x)",
          "--x:",
          "env(",
          "font:",
          "background:",
          "url(a)",
          "linear-gradient(",
          "grid:",
          "flex:",
          "border:",
          "inherit",
          "revert",
          "all:",
          "\"s\"",
          "'",
          "\\",
          "/*",
          "*/",
          "<!--",
          "-->",
          "\n",
          "\u0000",
          "content:",
          "counter(x)",
          "transform:",
          "rotate(1deg)",
          "rgb(1 2 3/4%)",
          "color-mix(in oklch,",
          "margin-inline:",
          "grid-template:",
          "auto",
          "none",
          "attr(x)",
          "infinity",
          "1e400",
          "é",
          "😀");

  @Provide
  Arbitrary<String> sheets() {
    Arbitrary<String> pieces =
        Arbitraries.of(PIECES).list().ofMaxSize(60).map(list -> String.join("", list));
    return Arbitraries.oneOf(pieces, Arbitraries.strings().ofMaxLength(200));
  }

  @net.jqwik.api.Property(tries = 2000, seed = "42")
  void everySheetIsReadAndUsed(@ForAll("sheets") String css) {
    Document document =
        HtmlParser.parse(
            "<!DOCTYPE html><div class=a><p id=b>x<p class=a style='color:red'>y</div>");
    StyleEngine engine = StyleEngine.of(document, Viewport.screen(800, 600));
    engine.sheets(List.of(SheetUse.of(StyleSheet.parse(css))));
    for (Node n : document.descendants()) {
      if (n instanceof dev.glasshouse.dom.Element e) {
        ComputedStyle style = engine.styleOf(e);
        for (Property p : Property.values()) {
          assertThat(style.value(p)).as(p.cssName()).isNotNull();
        }
        engine.explain(e, "color");
        style.backgroundLayers();
      }
    }
  }

  @net.jqwik.api.Property(tries = 2000, seed = "43")
  void serializedValuesReadTheSame(@ForAll("sheets") String css) {
    List<ComponentValue> once = Parser.values(css);
    String text = Serializer.text(once);
    assertThat(Serializer.text(Parser.values(text))).isEqualTo(text);
  }

  @net.jqwik.api.Property(tries = 1000, seed = "44")
  void everyTextIsASelectorOrNot(@ForAll("sheets") String text) {
    Document document = HtmlParser.parse("<div class=a><p id=b>x</div>");
    if (Selectors.parse(text).isPresent()) {
      Selectors.querySelectorAll(document, text);
    }
  }
}
