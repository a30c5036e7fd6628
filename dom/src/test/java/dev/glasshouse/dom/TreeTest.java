package dev.glasshouse.dom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeTest {
  private final Document document = Document.blank();

  @Test
  void childrenStandInOrder() {
    Element ul = document.createElement("ul");
    Element first = document.createElement("li");
    Element third = document.createElement("li");
    Element second = document.createElement("li");
    ul.append(first);
    ul.append(third);
    ul.insertBefore(second, third);

    assertThat(ul.children()).containsExactly(first, second, third);
    assertThat(ul.lastChild()).isSameAs(third);
    assertThat(second.previousSibling()).isSameAs(first);
    assertThat(second.nextElementSibling()).isSameAs(third);

    second.remove();
    assertThat(ul.children()).containsExactly(first, third);
    assertThat(first.nextSibling()).isSameAs(third);
    assertThat(second.parent()).isNull();
  }

  @Test
  void insertingBeforeItselfChangesNothing() {
    Element p = document.createElement("p");
    Text a = document.createText("a");
    Text b = document.createText("b");
    p.append(a);
    p.append(b);
    p.insertBefore(a, a);
    assertThat(p.children()).containsExactly(a, b);
  }

  @Test
  void fragmentGivesItsChildren() {
    DocumentFragment fragment = document.createFragment();
    fragment.append(document.createText("a"));
    fragment.append(document.createText("b"));
    Element p = document.createElement("p");
    p.append(fragment);
    assertThat(p.textContent()).isEqualTo("ab");
    assertThat(fragment.firstChild()).isNull();
  }

  @Test
  void nodeNeverLiesInsideItself() {
    Element outer = document.createElement("div");
    Element inner = document.createElement("div");
    outer.append(inner);
    assertThatThrownBy(() -> inner.append(outer)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> inner.append(inner)).isInstanceOf(IllegalArgumentException.class);

    HtmlTemplate template = (HtmlTemplate) document.createElement("template");
    template.content().append(outer);
    assertThatThrownBy(() -> inner.append(template)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void adoptedSubtreeBelongsToItsNewDocument() {
    Document other = Document.at("http://example.test/");
    HtmlTemplate template = (HtmlTemplate) document.createElement("template");
    Text inside = document.createText("x");
    template.content().append(inside);
    other.append(template);
    assertThat(template.ownerDocument()).isSameAs(other);
    assertThat(inside.ownerDocument()).isSameAs(other);
  }

  @Test
  void attributesKeepTheirOrder() {
    Element a = document.createElement("a");
    a.setAttribute("href", "/x");
    a.setAttribute("class", "one  two\tone");
    a.setAttribute("id", "here");
    a.setAttribute("href", "/y");
    assertThat(a.attributes().stream().map(Attribute::qualifiedName))
        .containsExactly("href", "class", "id");
    assertThat(a.attribute("href")).isEqualTo("/y");
    assertThat(a.classes()).containsExactly("one", "two", "one");
    assertThat(a.hasClass("two")).isTrue();
    assertThat(a.hasClass("tw")).isFalse();
    a.setAttribute("class", "three");
    assertThat(a.classes()).containsExactly("three");
    a.removeAttribute("class");
    assertThat(a.attribute("class")).isNull();
    assertThat(a.classes()).isEmpty();
  }

  @Test
  void idIsFoundInTreeOrder() {
    Element html = document.createElement("html");
    document.append(html);
    Element second = document.createElement("p");
    second.setAttribute("id", "a");
    html.append(second);
    assertThat(document.getElementById("a")).isSameAs(second);
    Element first = document.createElement("p");
    first.setAttribute("id", "a");
    html.insertBefore(first, second);
    assertThat(document.getElementById("a")).isSameAs(first);
    first.remove();
    assertThat(document.getElementById("a")).isSameAs(second);
    second.removeAttribute("id");
    assertThat(document.getElementById("a")).isNull();
  }

  @Test
  void versionGoesUpWithEachChange() {
    long before = document.version();
    Element p = document.createElement("p");
    assertThat(document.version()).isEqualTo(before);
    document.append(p);
    Text text = document.createText("a");
    p.append(text);
    p.setAttribute("lang", "en");
    text.appendData("b");
    text.data("c");
    text.remove();
    assertThat(document.version()).isEqualTo(before + 6);
  }

  @Test
  void titleIsStrippedAndCollapsed() {
    Element title = document.createElement("title");
    title.append(document.createText(" \n Glass  "));
    title.append(document.createText(" house\t"));
    document.append(title);
    assertThat(document.title()).isEqualTo("Glass house");
  }

  @Test
  void treeOrderSkipsTheRootAndStaysInside() {
    Element a = document.createElement("a");
    Element b = document.createElement("b");
    Element c = document.createElement("cite");
    Element after = document.createElement("div");
    document.append(a);
    a.append(b);
    b.append(c);
    document.insertBefore(after, null);
    List<Element> seen = new ArrayList<>();
    a.descendantElements().forEach(seen::add);
    assertThat(seen).containsExactly(b, c);
    assertThat(c.depth()).isEqualTo(3);
    assertThat(c.isConnected()).isTrue();
  }

  @Test
  void deepTreesOverflowNothing() {
    Element top = document.createElement("div");
    Element deepest = top;
    for (int i = 0; i < 100_000; i++) {
      Element next = document.createElement("div");
      deepest.append(next);
      deepest = next;
    }
    deepest.append(document.createText("here"));
    assertThat(top.textContent()).isEqualTo("here");
    Node copy = top.cloneDeep();
    assertThat(copy.textContent()).isEqualTo("here");
    Document other = Document.blank();
    other.append(top);
    assertThat(deepest.ownerDocument()).isSameAs(other);
    assertThat(deepest.depth()).isEqualTo(100_001);
  }
}
