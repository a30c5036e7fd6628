package dev.glasshouse.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.html.HtmlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Markers, counters, generated content, and the page's text. */
class ListAndTextTest {
  private static String text(String body) {
    Document document = HtmlParser.parse("<!DOCTYPE html><body>" + body);
    return LayoutTree.text(document, Fixture.styling(document, 400, 300), Limits.DEFAULT);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "decimal, 7, '7. '",
    "decimal-leading-zero, 7, '07. '",
    "lower-roman, 1994, 'mcmxciv. '",
    "upper-alpha, 28, 'AB. '",
    "lower-greek, 3, 'γ. '",
    "cjk-decimal, 20, 二〇、",
    "simp-chinese-informal, 12, 十二、",
    "simp-chinese-informal, 105, 一百零五、",
    "simp-chinese-formal, 110, 壹佰壹拾、",
    "cjk-earthly-branch, 3, 寅、",
    "japanese-informal, 1234, 千二百三十四、",
    "hiragana, 2, い、",
    "unheard-of, 5, '5. '",
  })
  void numbersItems(String style, int value, String marker) {
    String list = "<ol start=" + value + " style='list-style-type:" + style + "'><li>x</ol>";
    assertThat(text(list)).isEqualTo(marker + "x\n");
  }

  @Test
  void listsCount() {
    assertThat(text("<ol><li>a<li value=5>b<li>c</ol>")).isEqualTo("1. a\n5. b\n6. c\n");
    assertThat(text("<ol reversed><li>a<li>b</ol>")).isEqualTo("2. a\n1. b\n");
    assertThat(text("<ol><li>a<ol><li>b</ol><li>c</ol>")).isEqualTo("1. a\n1. b\n2. c\n");
  }

  @Test
  void countersAndQuotesAreGenerated() {
    String style =
        "<style>h2{counter-increment:s}h2::before{content:counter(s,upper-roman) ': '}"
            + "a::after{content:' (' attr(href) ')'}</style>";
    assertThat(text(style + "<h2>x</h2><h2>y</h2>")).isEqualTo("I: x\nII: y\n");
    assertThat(text(style + "<a href=/p>z</a>")).isEqualTo("z (/p)\n");
    assertThat(text("<q>a <q>b</q></q>")).isEqualTo("\u201Ca \u2018b\u2019\u201D\n");
    assertThat(text("<p lang=fr><q>a</q>")).isEqualTo("\u00ABa\u00BB\n");
  }

  @Test
  void textReadsAsItIsSeen() {
    assertThat(text("<p>a  b\n c<p>d<br>e<div>f</div><span>g</span> <b hidden>h</b>"))
        .isEqualTo("a b c\n\nd\ne\n\nf\ng\n");
    assertThat(text("<table><tr><td>a<td>b<tr><td>c<td>d</table>")).isEqualTo("a\tb\nc\td\n");
    assertThat(text("<pre>a\n  b</pre>")).isEqualTo("a\n  b\n");
    assertThat(text("<details><summary>s</summary>hidden</details>"))
        .contains("s")
        .doesNotContain("hidden");
    assertThat(text("<p style=text-transform:uppercase>stra\u00DFe")).isEqualTo("STRASSE\n");
  }

  @Test
  void anOutsideMarkerStandsBesideTheText() {
    Fixture page = Fixture.body("<ol style=margin:0><li id=t>a</ol>");
    assertThat(page.rect("t")).isEqualTo("40 0 360 10");
    assertThat(page.tree().dump()).contains("text 10,0 30x10 \"1. \"");
  }
}
