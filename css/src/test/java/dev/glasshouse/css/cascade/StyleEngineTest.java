package dev.glasshouse.css.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.selectors.PseudoElement;
import dev.glasshouse.css.selectors.Selectors;
import dev.glasshouse.css.values.BoxKeywords.FloatSide;
import dev.glasshouse.css.values.Content;
import dev.glasshouse.css.values.Display;
import dev.glasshouse.css.values.Length;
import dev.glasshouse.css.values.LineHeight;
import dev.glasshouse.css.values.Percent;
import dev.glasshouse.css.values.QuirkyLength;
import dev.glasshouse.css.values.Rgba;
import dev.glasshouse.css.values.Size;
import dev.glasshouse.css.values.SizeKeyword;
import dev.glasshouse.css.values.TextKeywords.Direction;
import dev.glasshouse.css.values.TextKeywords.TextAlign;
import dev.glasshouse.css.values.TextKeywords.WhiteSpaceCollapse;
import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.html.HtmlParser;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StyleEngineTest {
  private static final String STANDARDS = "<!DOCTYPE html>";

  /** A page with its sheets. */
  private record Page(Document document, StyleEngine engine) {
    static Page of(String html, String... css) {
      return in(Viewport.screen(800, 600), html, css);
    }

    static Page in(Viewport viewport, String html, String... css) {
      Document document = HtmlParser.parse(STANDARDS + html);
      StyleEngine engine = StyleEngine.of(document, viewport);
      engine.sheets(Arrays.stream(css).map(StyleSheet::parse).map(SheetUse::of).toList());
      return new Page(document, engine);
    }

    Element find(String selector) {
      return Selectors.querySelector(document, selector).orElseThrow();
    }

    ComputedStyle style(String selector) {
      return engine.styleOf(find(selector));
    }
  }

  private static Size px(double px) {
    return Length.px(px);
  }

  @Test
  void userAgentSheetHasTheNumbersOfBrowsers() {
    Page page = Page.of("<h1>a</h1><ul><li>b<pre>c</pre></ul><table><tr><th>d<td>e</table>");
    assertThat(page.style("body").marginTop()).isEqualTo(px(8));
    assertThat(page.style("h1").fontSize()).isEqualTo(32);
    assertThat(page.style("h1").marginTop()).isEqualTo(new QuirkyLength(32 * 0.67));
    assertThat(page.style("h1").fontWeight()).isEqualTo(700);
    assertThat(page.style("ul").paddingLeft()).isEqualTo(px(40));
    assertThat(page.style("li").display()).isEqualTo(Display.LIST_ITEM);
    assertThat(page.style("pre").fontSize()).isEqualTo(13);
    assertThat(page.style("pre").whiteSpaceCollapse()).isEqualTo(WhiteSpaceCollapse.PRESERVE);
    assertThat(page.style("td").display()).isEqualTo(Display.TABLE_CELL);
    assertThat(page.style("th").textAlign()).isEqualTo(TextAlign.CENTER);
    assertThat(page.style("head").display()).isEqualTo(Display.NONE);
  }

  @Test
  void specificityThenOrderDecide() {
    Page page =
        Page.of(
            "<p id=a class=b>",
            "#a { color: red } .b { color: blue } p { color: green } p { width: 1px }",
            "p { width: 2px }");
    assertThat(page.style("p").color()).isEqualTo(Rgba.opaque(0xFF0000));
    assertThat(page.style("p").width()).isEqualTo(px(2));
  }

  @Test
  void importantTurnsTheOrderOfLayersRound() {
    String css =
        """
        @layer low, high;
        @layer high { p { color: red; width: 1px !important } }
        @layer low { p { color: blue; width: 2px !important } }
        """;
    Page page = Page.of("<p>", css);
    assertThat(page.style("p").color()).isEqualTo(Rgba.opaque(0xFF0000));
    assertThat(page.style("p").width()).isEqualTo(px(2));
  }

  @Test
  void rulesInNoLayerWinOverThoseInOne() {
    Page page = Page.of("<p id=x>", "p { width: 1px } @layer { #x { width: 2px } }");
    assertThat(page.style("p").width()).isEqualTo(px(1));
  }

  @Test
  void styleAttributesWinButForImportantRules() {
    Page page =
        Page.of(
            "<p style='width: 3px; height: 3px'>",
            "p { width: 1px; height: 1px !important } #x { width: 9px }");
    assertThat(page.style("p").width()).isEqualTo(px(3));
    assertThat(page.style("p").height()).isEqualTo(px(1));
  }

  @Test
  void presentationalHintsAreTheWeakestOfTheAuthor() {
    Page page =
        Page.of(
            "<table bgcolor=red width=50% border=2 cellpadding=4><tr><td>x</table>"
                + "<font color=chucknorris size=+1>y</font><img width=10 height=20>",
            "table { width: 7px }");
    assertThat(page.style("table").backgroundColor()).isEqualTo(Rgba.opaque(0xFF0000));
    assertThat(page.style("table").width()).isEqualTo(px(7));
    assertThat(page.style("table").borderTopWidth()).isEqualTo(2);
    assertThat(page.style("td").paddingTop()).isEqualTo(px(4));
    assertThat(page.style("td").borderTopWidth()).isEqualTo(1);
    assertThat(page.style("font").color()).isEqualTo(Rgba.opaque(0xC00000));
    assertThat(page.style("font").fontSize()).isEqualTo(18);
    assertThat(page.style("img").aspectRatio().ratio()).isEqualTo(0.5);
  }

  @Test
  void relativeUnitsGoByTheirFont() {
    Page page =
        Page.of(
            "<div><p>x</p></div>",
            """
            html { font-size: 10px } div { font-size: 2em; line-height: 1.5 }
            p { font-size: 50%; width: 3em; height: 2rem; margin: 10vw; padding: 1lh }
            """);
    ComputedStyle p = page.style("p");
    assertThat(page.style("div").fontSize()).isEqualTo(20);
    assertThat(p.fontSize()).isEqualTo(10);
    assertThat(p.width()).isEqualTo(px(30));
    assertThat(p.height()).isEqualTo(px(20));
    assertThat(p.marginLeft()).isEqualTo(px(80));
    assertThat(p.lineHeight()).isEqualTo(new LineHeight.Multiple(1.5));
    assertThat(p.paddingTop()).isEqualTo(px(15));
  }

  @Test
  void wideKeywordsReachForTheOthers() {
    Page page =
        Page.of(
            "<div><p class=a>x</p><p class=b>y</p><p class=c>z</p></div>",
            """
            div { color: red; width: 5px } p { display: flex; color: blue; width: 6px }
            .a { color: inherit; width: inherit } .b { color: unset; width: unset; display: initial }
            .c { display: revert; all: revert }
            """);
    assertThat(page.style(".a").color()).isEqualTo(Rgba.opaque(0xFF0000));
    assertThat(page.style(".a").width()).isEqualTo(px(5));
    assertThat(page.style(".b").color()).isEqualTo(Rgba.opaque(0xFF0000));
    assertThat(page.style(".b").width()).isEqualTo(SizeKeyword.AUTO);
    assertThat(page.style(".b").display()).isEqualTo(Display.INLINE);
    assertThat(page.style(".c").display()).isEqualTo(Display.BLOCK);
    assertThat(page.style(".c").marginTop()).isEqualTo(new QuirkyLength(16));
  }

  @Test
  void revertLayerGoesOneLayerDown() {
    Page page =
        Page.of(
            "<p>x",
            "@layer a { p { width: 1px } } @layer b { p { width: 2px } p { width: revert-layer } }");
    assertThat(page.style("p").width()).isEqualTo(px(1));
  }

  @Test
  void variablesFallBackAndCyclesAreInvalid() {
    Page page =
        Page.of(
            "<p><b>x</b></p>",
            """
            p { --a: 4px; --b: var(--a) solid; --c: var(--d); --d: var(--c); --e: var(--c, 7px);
                border: var(--b) red; width: var(--none, 9px); height: var(--c); margin: var(--a) 1em }
            b { --a: 8px; padding: var(--a); min-width: var(--e) }
            """);
    ComputedStyle p = page.style("p");
    assertThat(p.borderTopWidth()).isEqualTo(4);
    assertThat(p.borderLeftColor()).isEqualTo(Rgba.opaque(0xFF0000));
    assertThat(p.width()).isEqualTo(px(9));
    assertThat(p.height()).isEqualTo(SizeKeyword.AUTO);
    assertThat(p.marginTop()).isEqualTo(px(4));
    assertThat(p.marginRight()).isEqualTo(px(16));
    assertThat(page.style("b").paddingTop()).isEqualTo(px(8));
    assertThat(page.style("b").minWidth()).isEqualTo(px(7));
    assertThat(p.custom("--b")).contains("4px solid");
  }

  @Test
  void calculationsKeepPercentages() {
    Page page =
        Page.of(
            "<p>x",
            "p { width: calc(100% - 2 * 10px); height: min(10px, 5px); margin: clamp(1px, 50%, 9px);"
                + " padding: calc(1em + (2px + 3px) / 2) }");
    ComputedStyle p = page.style("p");
    assertThat(p.width().resolveAgainst(300)).hasValue(280);
    assertThat(p.height()).isEqualTo(px(5));
    assertThat(p.marginTop().resolveAgainst(100)).hasValue(9);
    assertThat(p.marginTop().resolveAgainst(10)).hasValue(5);
    assertThat(p.paddingTop()).isEqualTo(px(18.5));
  }

  @Test
  void mediaQueriesAndSupportsChooseRules() {
    String css =
        """
        @media (min-width: 700px) and (orientation: landscape) { p { width: 1px } }
        @media (400px <= width < 700px) { p { width: 2px } }
        @media print { p { width: 3px } }
        @media not (hover) { p { width: 4px } }
        @supports (display: grid) and (not (colour: red)) { p { height: 1px } }
        @supports selector(:nonsense) { p { height: 2px } }
        """;
    assertThat(Page.of("<p>", css).style("p").width()).isEqualTo(px(1));
    assertThat(Page.of("<p>", css).style("p").height()).isEqualTo(px(1));
    Page narrow = Page.in(Viewport.screen(500, 900), "<p>", css);
    assertThat(narrow.style("p").width()).isEqualTo(px(2));
  }

  @Test
  void nestedRulesStandForTheirParents() {
    String css =
        """
        .card { width: 1px; & b { width: 2px } > i { width: 3px } &.on { height: 4px }
          .x & { height: 5px } @media screen { min-width: 6px; u { width: 7px } } max-width: 8px }
        """;
    Page page =
        Page.of(
            "<div class=x><div class=card><b></b><i></i><u></u></div></div><p class='card on'>",
            css);
    assertThat(page.style(".x .card").width()).isEqualTo(px(1));
    assertThat(page.style("b").width()).isEqualTo(px(2));
    assertThat(page.style("i").width()).isEqualTo(px(3));
    assertThat(page.style("p").height()).isEqualTo(px(4));
    assertThat(page.style(".x .card").height()).isEqualTo(px(5));
    assertThat(page.style("p").minWidth()).isEqualTo(px(6));
    assertThat(page.style("u").width()).isEqualTo(px(7));
    assertThat(page.style("p").maxWidth()).isEqualTo(px(8));
  }

  @Test
  void importsComeInWhereTheyStand() {
    Document document = HtmlParser.parse(STANDARDS + "<p>");
    StyleSheet sheet = StyleSheet.parse("@import 'a.css' layer(base) screen; p { width: 1px }");
    ImportRule rule = sheet.imports().getFirst();
    assertThat(rule.url()).isEqualTo("a.css");
    StyleSheet imported = StyleSheet.parse("p { width: 2px !important; height: 3px }");
    StyleEngine engine = StyleEngine.of(document, Viewport.screen(800, 600));
    engine.sheets(List.of(SheetUse.of(sheet.withImport(rule, imported))));
    Element p = Selectors.querySelector(document, "p").orElseThrow();
    assertThat(engine.styleOf(p).width()).isEqualTo(px(2));
    assertThat(engine.styleOf(p).height()).isEqualTo(px(3));
  }

  @Test
  void logicalPropertiesGoByTheFlow() {
    Page page =
        Page.of(
            "<p dir=rtl>x</p><div>y</div>",
            "p { margin-inline-start: 5px } div { writing-mode: vertical-rl; inline-size: 6px }"
                + " p, div { float: inline-start }");
    assertThat(page.style("p").direction()).isEqualTo(Direction.RTL);
    assertThat(page.style("p").marginRight()).isEqualTo(px(5));
    assertThat(page.style("p").floating()).isEqualTo(FloatSide.RIGHT);
    assertThat(page.style("div").height()).isEqualTo(px(6));
  }

  @Test
  void pseudoElementsHaveStylesOnlyWithContent() {
    Page page =
        Page.of(
            "<ul><li>x</ul><q>y</q><p>z",
            "p::before { content: 'a' attr(title) counter(n); color: red } p::after { color: red }"
                + " p:first-line { color: blue }");
    ComputedStyle before =
        page.engine().styleOf(page.find("p"), PseudoElement.BEFORE).orElseThrow();
    assertThat(before.color()).isEqualTo(Rgba.opaque(0xFF0000));
    assertThat(((Content.Items) before.content()).items()).hasSize(3);
    assertThat(page.engine().styleOf(page.find("p"), PseudoElement.AFTER)).isEmpty();
    assertThat(page.engine().styleOf(page.find("p"), PseudoElement.FIRST_LINE)).isPresent();
    assertThat(page.engine().styleOf(page.find("q"), PseudoElement.BEFORE)).isPresent();
    assertThat(page.engine().styleOf(page.find("li"), PseudoElement.MARKER)).isPresent();
    assertThat(page.engine().styleOf(page.find("p"), PseudoElement.MARKER)).isEmpty();
  }

  @Test
  void floatsAndItemsAreBlocks() {
    Page page =
        Page.of(
            "<i>a</i><div><b>c</b></div>", "i { float: left } div { display: flex } u { x: y }");
    assertThat(page.style("i").display()).isEqualTo(Display.BLOCK);
    assertThat(page.style("b").display()).isEqualTo(Display.BLOCK);
  }

  @Test
  void explainsWhichDeclarationHoldsAndWhy() {
    Page page =
        Page.of(
            "<p class=a style='color: blue'>x",
            "p { color: red }\n.a {\n color: green !important }");
    List<Candidate> why = page.engine().explain(page.find("p"), "color");
    assertThat(why).extracting(Candidate::selector).containsExactly("p", "", ".a");
    assertThat(why).extracting(Candidate::won).containsExactly(false, false, true);
    assertThat(why.getLast().level()).isEqualTo(Level.AUTHOR_IMPORTANT);
    assertThat(why.getLast().line()).isEqualTo(3);
    assertThat(why.getLast().specificity().toString()).isEqualTo("(0,1,0)");
  }

  @Test
  void likeElementsShareOneStyle() {
    Page page = Page.of("<ul><li id=a>x<li id=b>y</ul>", "li { color: red }");
    assertThat(page.style("#a")).isSameAs(page.style("#b"));
  }

  @Test
  void stylesFollowTheDocument() {
    Page page = Page.of("<p>x", ".on { color: red }");
    assertThat(page.style("p").color()).isEqualTo(Rgba.BLACK);
    page.find("p").setAttribute("class", "on");
    assertThat(page.style("p").color()).isEqualTo(Rgba.opaque(0xFF0000));
  }

  @Test
  void unknownPropertiesAreCountedByName() {
    Page page = Page.of("<p>x", "p { speak: none; zoom: 2 } b { zoom: 3 } @container x { }");
    StyleReport report = page.engine().report();
    assertThat(report.unsupported()).containsEntry("zoom", 2).containsEntry("@container", 1);
    assertThat(report.rules()).isEqualTo(0);
  }

  @Test
  void shorthandsAreTakenApart() {
    Page page =
        Page.of(
            "<p>x",
            """
            p { font: italic 700 20px/1.5 "A B", serif; flex: 1 0 30px; inset: 1px 2px;
              border-radius: 5px / 50%; overflow: hidden auto; list-style: none;
              background: url(x.png) no-repeat right 10px top / cover, linear-gradient(red, blue) gray;
              text-decoration: underline wavy red 2px; gap: 3px 4px; grid-area: 1 / 2 / span 3 / 4 }
            """);
    ComputedStyle p = page.style("p");
    assertThat(p.fontFamily()).containsExactly("A B", "serif");
    assertThat(p.fontSize()).isEqualTo(20);
    assertThat(p.fontWeight()).isEqualTo(700);
    assertThat(p.flexBasis()).isEqualTo(px(30));
    assertThat(p.flexShrink()).isZero();
    assertThat(p.right()).isEqualTo(px(2));
    assertThat(p.borderTopLeftRadius().y()).isEqualTo(new Percent(50));
    assertThat(p.backgroundLayers()).hasSize(2);
    assertThat(p.backgroundLayers().getFirst().position().x().resolve(100)).isEqualTo(90);
    assertThat(p.backgroundColor()).isEqualTo(Rgba.opaque(0x808080));
    assertThat(p.textDecoration().thickness()).hasValue(2);
    assertThat(p.columnGap()).isEqualTo(px(4));
    assertThat(p.gridRowEnd().span()).isTrue();
  }
}
