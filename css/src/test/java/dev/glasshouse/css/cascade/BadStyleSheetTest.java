package dev.glasshouse.css.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.css.CssProblem;
import dev.glasshouse.css.Limits;
import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.selectors.Selectors;
import dev.glasshouse.css.values.Length;
import dev.glasshouse.css.values.SizeKeyword;
import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.html.HtmlParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CSS that never ends, and other sheets that mean no good. */
class BadStyleSheetTest {
  private static final int MEGABYTE = 1 << 20;

  private static ComputedStyle styled(String css) {
    Document document = HtmlParser.parse("<!DOCTYPE html><div><p>x</p></div>");
    StyleEngine engine = StyleEngine.of(document, Viewport.screen(800, 600));
    engine.sheets(List.of(SheetUse.of(StyleSheet.parse(css))));
    return engine.styleOf(Selectors.querySelector(document, "p").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "}",
        "[",
        "(",
        "a{",
        "a{b:",
        "@media{",
        "@media(",
        ":is(",
        "a{&{",
        "calc(",
        "\\",
        "\"",
        "/*",
        "url(",
        "a,",
        "a ",
        "a>",
        "a:b{}",
        "x{a:b{}",
        "--a:{",
        "@layer a.",
        "var(",
        "!",
        ";",
        "p{width:calc(",
        "p{width:calc(1px + (",
        "p:not(",
        "p:has(",
        "@import ",
        "<!--",
        "#",
        "@",
        "p{--a:var(--a,",
        "u+?",
        "1e9",
        "-",
        "p{background:linear-gradient(",
        "[a=",
        "&",
        "|",
        "*|"
      })
  void aMegabyteOfAnythingEnds(String piece) {
    StyleSheet sheet = StyleSheet.parse(piece.repeat(MEGABYTE / piece.length()));
    assertThat(sheet.problems()).hasSizeLessThanOrEqualTo(Limits.DEFAULT.problems());
    Document document = HtmlParser.parse("<p>x");
    StyleEngine engine = StyleEngine.of(document, Viewport.screen(800, 600));
    engine.sheets(List.of(SheetUse.of(sheet)));
    Element p = Selectors.querySelector(document, "p").orElseThrow();
    assertThat(engine.styleOf(p).fontSize()).isPositive();
  }

  @Test
  void whatFollowsTheNestingLimitStillCounts() {
    String deep = "@media all {".repeat(2000) + "}".repeat(2000) + "p { width: 1px }";
    assertThat(styled(deep).width()).isEqualTo(Length.px(1));
    assertThat(StyleSheet.parse(deep).problems())
        .extracting(CssProblem::kind)
        .contains(CssProblem.Kind.LIMIT);
  }

  @Test
  void aHundredThousandRulesAreKept() {
    StringBuilder css = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      css.append(".c").append(i).append(" a > b { color: red; width: ").append(i).append("px }\n");
    }
    css.append("p { width: 3px }");
    StyleSheet sheet = StyleSheet.parse(css.toString());
    assertThat(sheet.ruleCount()).isEqualTo(100_001);
    assertThat(styled(css.toString()).width()).isEqualTo(Length.px(3));
  }

  @Test
  void rulesPastTheLimitAreDroppedAndSaidSo() {
    Limits d = Limits.DEFAULT;
    Limits few =
        new Limits(
            d.sheetChars(),
            d.nesting(),
            d.problems(),
            2,
            d.selectorParts(),
            d.variableTokens(),
            d.importDepth(),
            d.selectorSteps(),
            d.stylingSteps());
    StyleSheet sheet = StyleSheet.parse("a{b:c}".repeat(5), StyleSheet.Source.INLINE, few);
    assertThat(sheet.problems()).extracting(CssProblem::detail).contains("more than 2 rules");
  }

  @Test
  void aBillionLaughsAreCutShort() {
    StringBuilder css = new StringBuilder("p { --x0: lol lol lol lol;");
    for (int i = 1; i < 40; i++) {
      int below = i - 1;
      css.append("--x").append(i).append(": ");
      css.append(("var(--x" + below + ") ").repeat(10)).append(';');
    }
    css.append("width: var(--x39, 3px); height: 2px }");
    ComputedStyle p = styled(css.toString());
    assertThat(p.width()).isEqualTo(Length.px(3));
    assertThat(p.height()).isEqualTo(Length.px(2));
  }

  @Test
  void infiniteNumbersStayFinite() {
    ComputedStyle p =
        styled(
            "p { width: calc(1px / 0); height: calc(infinity * 1px); margin: 1e999px; padding: calc(NaN * 1px) }");
    assertThat(p.width().resolveAgainst(0)).hasValue(1e9);
    assertThat(p.height().resolveAgainst(0)).hasValue(1e9);
    assertThat(p.marginTop().resolveAgainst(0)).hasValue(1e9);
    assertThat(p.paddingTop()).isEqualTo(Length.ZERO);
  }

  @Test
  void aHundredThousandNestedElementsAreStyled() {
    Document document = Document.blank();
    Element root = document.createElement("html");
    document.append(root);
    Element at = root;
    for (int i = 0; i < 100_000; i++) {
      Element next = document.createElement("div");
      at.append(next);
      at = next;
    }
    StyleEngine engine = StyleEngine.of(document, Viewport.screen(800, 600));
    engine.sheets(
        List.of(
            SheetUse.of(
                StyleSheet.parse(
                    "div div div { width: 1px } * { display: contents } a ~ b * {}"))));
    assertThat(engine.styleOf(at).width()).isEqualTo(Length.px(1));
    assertThat(engine.styleOf(root).width()).isEqualTo(SizeKeyword.AUTO);
  }

  @Test
  void longSiblingChainsAreGivenUpInTheEnd() {
    Document document = HtmlParser.parse("<!DOCTYPE html>" + "<i></i>".repeat(20_000));
    Limits d = Limits.DEFAULT;
    Limits tight =
        new Limits(
            d.sheetChars(),
            d.nesting(),
            d.problems(),
            d.rules(),
            d.selectorParts(),
            d.variableTokens(),
            d.importDepth(),
            d.selectorSteps(),
            1_000_000);
    StyleEngine engine =
        StyleEngine.of(
            document,
            Viewport.screen(800, 600),
            dev.glasshouse.css.properties.FontMeasure.ASSUMED,
            tight);
    engine.sheets(
        List.of(SheetUse.of(StyleSheet.parse("i:has(~ b) { color: red } :has(b) i { x: y }"))));
    assertThat(engine.report().limits()).anyMatch(s -> s.contains("too many steps"));
  }
}
