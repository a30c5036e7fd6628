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
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever the text, it is read, the page is styled, and nothing is thrown. */
class AnyStyleSheetTest {
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

  /** Tries it with many sheets, from a fixed seed; a failure tells the seed and the sheet. */
  private static void tries(int times, long seed, Consumer<String> trial) {
    var random = new Random(seed);
    for (int i = 0; i < times; i++) {
      String css = sheet(random);
      try {
        trial.accept(css);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ", case " + i + ": " + css, e);
      }
    }
  }

  private static String sheet(Random random) {
    var text = new StringBuilder();
    if (random.nextBoolean()) {
      for (int left = random.nextInt(61); left > 0; left--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
    } else {
      for (int left = random.nextInt(201); left > 0; left--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
      }
    }
    return text.toString();
  }

  @Test
  void everySheetIsReadAndUsed() {
    tries(
        2000,
        42,
        css -> {
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
        });
  }

  @Test
  void serializedValuesReadTheSame() {
    tries(
        2000,
        43,
        css -> {
          List<ComponentValue> once = Parser.values(css);
          String text = Serializer.text(once);
          assertThat(Serializer.text(Parser.values(text))).isEqualTo(text);
        });
  }

  @Test
  void everyTextIsASelectorOrNot() {
    tries(
        1000,
        44,
        text -> {
          Document document = HtmlParser.parse("<div class=a><p id=b>x</div>");
          if (Selectors.parse(text).isPresent()) {
            Selectors.querySelectorAll(document, text);
          }
        });
  }
}
