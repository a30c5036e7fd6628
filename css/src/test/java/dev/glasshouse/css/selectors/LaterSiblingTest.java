package dev.glasshouse.css.selectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.QuirksMode;
import dev.glasshouse.dom.html.HtmlParser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a matcher remembers of the siblings before an element does not change what it says. */
class LaterSiblingTest {
  private static final List<String> SELECTORS =
      List.of(
          "a ~ p",
          ".x ~ *",
          "a ~ b ~ p",
          "a ~ b + p",
          "a + b ~ p",
          "div > a ~ p",
          "div a ~ div p",
          ":not(a ~ p)",
          "p:is(a ~ *, b ~ *)",
          "a ~ p:has(~ b)",
          ":has(a ~ b) ~ p",
          "a:first-child ~ *");

  private static String page(Random random, int depth) {
    var html = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      String name = List.of("a", "b", "p", "div", "i").get(random.nextInt(5));
      html.append('<').append(name).append(random.nextInt(3) == 0 ? " class=x>" : ">");
      if (name.equals("div") && depth > 0) {
        html.append(page(random, depth - 1));
      }
      html.append("</").append(name).append('>');
    }
    return html.toString();
  }

  private static SelectorMatcher fresh() {
    return new SelectorMatcher(QuirksMode.NO_QUIRKS, 1_000_000);
  }

  @Test
  void inAnyOrderOfQuestions() {
    var random = new Random(7);
    for (int round = 0; round < 40; round++) {
      Document document = HtmlParser.parse("<!DOCTYPE html><div>" + page(random, 3) + "</div>");
      List<Element> elements = new ArrayList<>();
      document.descendantElements().forEach(elements::add);
      for (String text : SELECTORS) {
        Selector selector = Selectors.parse(text).orElseThrow().selectors().getFirst();
        SelectorMatcher inOrder = fresh();
        SelectorMatcher mixed = fresh();
        List<Boolean> wanted = new ArrayList<>();
        for (Element e : elements) {
          // A matcher that was asked nothing before remembers nothing.
          wanted.add(fresh().matches(selector, e));
          assertThat(inOrder.matches(selector, e)).as(text).isEqualTo(wanted.getLast());
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 2 * elements.size(); i++) {
          order.add(i % elements.size());
        }
        Collections.shuffle(order, random);
        for (int i : order) {
          assertThat(mixed.matches(selector, elements.get(i))).as(text).isEqualTo(wanted.get(i));
        }
      }
    }
  }

  /** A long list costs no more for its last item than for its first. */
  @Test
  void aLongListIsWalkedOnce() {
    Document document = HtmlParser.parse("<!DOCTYPE html><body>" + "<p>x</p>".repeat(20_000));
    Selector selector = Selectors.parse("i ~ p").orElseThrow().selectors().getFirst();
    // Three steps an element in all: itself, and the one before it.
    var matcher =
        new SelectorMatcher(
            QuirksMode.NO_QUIRKS, 100_000, 60_000, dev.glasshouse.css.Patience.endless());
    for (Element e : document.descendantElements()) {
      assertThat(matcher.matches(selector, e)).isFalse();
    }
    assertThat(matcher.exhausted()).isFalse();
  }
}
