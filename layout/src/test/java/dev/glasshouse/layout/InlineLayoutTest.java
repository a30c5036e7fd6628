package dev.glasshouse.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines: where they break, what is on them, and where it stands. */
class InlineLayoutTest {

  private static List<String> lines(int width, String html) {
    return Fixture.body("<div style=width:" + width + "px>" + html + "</div>").lines();
  }

  @Test
  void wrapsBetweenWords() {
    assertThat(lines(70, "one two three")).containsExactly("one two", "three");
  }

  @Test
  void spacesCollapseAcrossElements() {
    assertThat(lines(300, " <b> a </b> <i> b</i>\n c ")).containsExactly("a b c");
  }

  @Test
  void spacesCollapseAcrossIsolates() {
    Fixture page =
        Fixture.body("<bdi> a </bdi> <bdi> <b id=b>b</b></bdi> <bdi> </bdi> <b id=c>c</b>");
    assertThat(page.rect("b")).isEqualTo("20 0 10 10");
    assertThat(page.rect("c")).isEqualTo("40 0 10 10");
  }

  @Test
  void preKeepsSpacesAndLines() {
    assertThat(lines(30, "<pre style=margin:0;font:inherit>a  b\n c</pre>"))
        .containsExactly("a  b", " c");
  }

  @Test
  void preLineKeepsLinesOnly() {
    assertThat(lines(300, "<div style=white-space:pre-line>a   b\n  c</div>"))
        .containsExactly("a b", "c");
  }

  @Test
  void nowrapStaysTogether() {
    assertThat(lines(50, "a <span style=white-space:nowrap>b c d</span> e"))
        .containsExactly("a", "b c d", "e");
  }

  @Test
  void longWordsBreakOnlyWhereAllowed() {
    assertThat(lines(30, "abcdef")).containsExactly("abcdef");
    assertThat(lines(30, "<div style=overflow-wrap:anywhere>abcdef</div>"))
        .containsExactly("abc", "def");
    assertThat(lines(30, "<div style=word-break:break-all>ab cd</div>"))
        .containsExactly("ab", "cd");
  }

  @Test
  void softHyphensShowWhereTheyBreak() {
    assertThat(lines(50, "abc&shy;def")).containsExactly("abc\u00AD-", "def");
    assertThat(lines(90, "abc&shy;def")).containsExactly("abc\u00ADdef");
  }

  @Test
  void addressesStayWhole() {
    assertThat(lines(60, "http://a/b/c")).containsExactly("http://a/b/c");
    assertThat(lines(60, "a-b 10-20 x-1")).containsExactly("a-b", "10-20", "x-1");
  }

  @Test
  void chineseBreaksBetweenLettersButNotBeforeStops() {
    assertThat(lines(40, "中文排版，正文。")).containsExactly("中文排", "版，正", "文。");
    assertThat(lines(40, "中文「引」用")).containsExactly("中文", "「引」用");
  }

  @Test
  void lineFeedsBetweenChineseLettersAreNoSpaces() {
    assertThat(lines(300, "中文\n换行 a\nb")).containsExactly("中文换行 a b");
  }

  @Test
  void rightToLeftWordsComeInReverse() {
    assertThat(lines(300, "ab \u05D0\u05D1 \u05D2\u05D3 cd"))
        .containsExactly("ab \u05D0\u05D1 \u05D2\u05D3 cd");
    Fixture rtl =
        Fixture.body("<p dir=rtl style=margin:0><b id=a>ab</b> <i id=b>\u05D0\u05D1</i></p>");
    assertThat(rtl.rect("a")).isEqualTo("380 0 20 10");
    assertThat(rtl.rect("b")).isEqualTo("350 0 20 10");
  }

  @Test
  void isolatesDoNotDisturbWhatIsAround() {
    Fixture page = Fixture.body("\u05D0 <bdi id=a>1</bdi> <span id=b>\u05D1</span>");
    assertThat(page.rect("a")).isEqualTo("20 0 10 10");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          centred            | <div style=text-align:center><b id=t>ab</b></div>                 | 190 0 20 10
          right              | <div style=text-align:right><b id=t>ab</b></div>                  | 380 0 20 10
          justified          | <div style=width:60px;text-align:justify>a b <b id=t>c</b> ddddd</div> | 50 0 10 10
          indent             | <div style=text-indent:30px><b id=t>a</b></div>                   | 30 0 10 10
          edges              | a<b id=t style="padding:0 5px;border:1px solid">b</b>             | 10 -1 22 12
          super              | a<sup id=t style=font-size:10px>b</sup>                           | 10 0 10 10
          raised             | <div style=line-height:20px>a<b id=t style=vertical-align:4px>b</b></div> | 10 5 10 10
          inline-block       | a<b id=t style="display:inline-block;width:30px;height:20px"></b> | 10 0 30 20
          its baseline       | a<b id=t style="display:inline-block;padding:5px">b</b>           | 10 0 20 20
          bottom             | a<b id=t style=vertical-align:bottom>b</b><i style="display:inline-block;height:30px;width:1px"></i> | 10 22 10 10
          tabs               | <pre style="font:inherit;margin:0;tab-size:4">a&#9;<b id=t>b</b></pre> | 40 0 10 10
          half leading       | <div style=line-height:30px><b id=t>a</b></div>                   | 0 10 10 10
          float in a line    | ab<b id=t style=float:right>c</b>                                 | 390 0 10 10
          block in an inline | <span>a<div id=t>b</div>c</span>                                  | 0 10 400 10
          behind that block  | <span>a<div>b</div><b id=t>c</b></span>                           | 0 20 10 10
          """)
  void placesWhatIsOnALine(String what, String html, String rect) {
    assertThat(Fixture.body(html).rect("t")).as(what).isEqualTo(rect);
  }

  @Test
  void linesThatAreTooLongMayEndWithAnEllipsis() {
    assertThat(
            lines(
                50,
                "<div style='overflow:hidden;text-overflow:ellipsis;white-space:nowrap'>a <b>bcd</b> efg</div>"))
        .containsExactly("a bc\u2026");
  }

  @Test
  void brokenInlineBoxesKeepTheirOuterEdgesOnly() {
    Fixture page =
        Fixture.body("<div style=width:50px><b id=t style='padding:0 5px'>aaa bbb</b></div>");
    assertThat(page.rect("t")).isEqualTo("0 0 35 20");
  }
}
