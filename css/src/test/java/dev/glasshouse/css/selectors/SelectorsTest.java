package dev.glasshouse.css.selectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.html.HtmlParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorsTest {
  private static final Document PAGE =
      HtmlParser.parse(
          """
          <!DOCTYPE html><html lang=en-GB><body>
          <div id=a class="one two"><p id=b>x</p><p id=c lang=zh-Hans>y<b id=d></b></p><i id=e>z</i></div>
          <form id=f><input id=g required placeholder=p><input id=h type=checkbox checked disabled>
          <fieldset id=i disabled><legend><input id=j></legend><input id=k readonly></fieldset></form>
          <a id=l href=x>l</a><a id=m>m</a><p id=n dir=rtl TITLE="Ab cd">n</p>
          <svg id=o viewBox="0 0 1 1"><linearGradient id=q /></svg>
          """);

  private static List<String> ids(String selector) {
    return Selectors.querySelectorAll(PAGE, selector).stream().map(Element::id).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          #a > p                        | b c
          p + p                         | c
          p ~ i                         | e
          div p b                       | d
          body > div > i                | e
          .one.two                      | a
          [title~="cd"]                 | n
          [title="AB CD" i]             | n
          [type=CHECKBOX]               | h
          p[id^=b], p[id$=c]            | b c
          :is(#b, .nothing, #e)         | b e
          div :not(p):not(b)            | e
          div:has(> p + p)              | a
          p:has(b)                      | c
          p:has(+ i)                    | c
          :has(~ #l)                    | a f
          div > :nth-child(odd)         | b e
          div > :nth-last-child(1)      | e
          p:nth-of-type(2)              | c
          div > :nth-child(2 of p, i)   | c
          #a :only-of-type              | d e
          b:empty                       | d
          :lang(zh)                     | c d
          p:lang(en)                    | b n
          :dir(rtl)                     | n
          a:link                        | l
          :checked                      | h
          input:disabled                | h k
          input:enabled                 | g j
          :required                     | g
          :placeholder-shown            | g
          input:read-only               | h k
          lineargradient                | ''
          linearGradient                | q
          p:hover                       | ''
          p::before                     | ''
          """)
  void selects(String selector, String expected) {
    List<String> found = ids(selector);
    assertThat(String.join(" ", found)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "p >",
        "> p",
        "p,",
        "p:nonsense",
        "p::nonsense",
        ":not()",
        ":nth-child(x)",
        "[a=]",
        "p p::before p",
        "#1",
        "ns|p",
        ":has(:nonsense)",
        "a b:before.c",
        "[a~b]",
        "p{"
      })
  void refusesWhatIsNoSelector(String text) {
    assertThat(Selectors.parse(text)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> Selectors.querySelector(PAGE, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          *                        | (0,0,0)
          li                       | (0,0,1)
          ul ol+li                 | (0,0,3)
          h1 + *[rel=up]           | (0,1,1)
          #s12:not(foo)            | (1,0,1)
          .foo :is(.bar, #baz)     | (1,1,0)
          :where(#a, b) c          | (0,0,1)
          :nth-child(2n of #a, b)  | (1,1,0)
          a:has(> .b)              | (0,1,1)
          p::first-line            | (0,0,2)
          """)
  void countsSpecificity(String selector, String expected) {
    assertThat(Selectors.parse(selector).orElseThrow().greatest()).hasToString(expected);
  }

  @Test
  void namespacePrefixes() {
    assertThat(ids("*|div")).containsExactly("a");
    assertThat(ids("|div")).isEmpty();
  }

  @Test
  void closestAndMatchesLookUpwards() {
    Element d = Selectors.querySelector(PAGE, "#d").orElseThrow();
    assertThat(Selectors.closest(d, "div").map(Element::id)).contains("a");
    assertThat(Selectors.closest(d, "form")).isEmpty();
    assertThat(Selectors.matches(d, "#c > :scope")).isTrue();
  }

  @Test
  void scopeIsTheRootOfTheQuery() {
    Element a = Selectors.querySelector(PAGE, "#a").orElseThrow();
    assertThat(Selectors.querySelectorAll(a, ":scope > p")).hasSize(2);
  }

  @Test
  void deepSelectorsOnDeepTreesEnd() {
    Document deep = HtmlParser.parse("<div>".repeat(5000));
    String chain = "div ".repeat(900) + "p ~ div";
    assertThat(Selectors.querySelectorAll(deep, chain)).isEmpty();
    String nested = ":is(".repeat(120) + "div div" + ")".repeat(120);
    assertThat(Selectors.querySelector(deep, nested)).isPresent();
    assertThat(Selectors.querySelector(deep, "p:has(div) ".repeat(50))).isEmpty();
  }
}
