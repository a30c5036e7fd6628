package dev.glasshouse.css.selectors;

import dev.glasshouse.css.Limits;
import dev.glasshouse.css.syntax.Parser;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Selectors as text, asked of a tree: what {@code querySelector} and its kin do (DOM 4.2.6). */
public final class Selectors {
  private Selectors() {}

  /** The selectors of a text; empty where it is not a selector list. */
  public static Optional<SelectorList> parse(String text) {
    return SelectorParser.parse(
        Parser.values(text), Map.of(), Optional.empty(), Limits.DEFAULT.selectorParts());
  }

  private static SelectorList parsed(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a selector: " + text));
  }

  private static SelectorMatcher matcher(Node node) {
    return new SelectorMatcher(node.ownerDocument().quirksMode(), Limits.DEFAULT.selectorSteps());
  }

  /**
   * The first element below the root that matches, in tree order.
   *
   * @throws IllegalArgumentException if the text is not a selector list
   */
  public static Optional<Element> querySelector(Node root, String selectors) {
    List<Element> found = query(root, selectors, 1);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
  }

  /**
   * All elements below the root that match, in tree order.
   *
   * @throws IllegalArgumentException if the text is not a selector list
   */
  public static List<Element> querySelectorAll(Node root, String selectors) {
    return query(root, selectors, Integer.MAX_VALUE);
  }

  private static List<Element> query(Node root, String selectors, int most) {
    SelectorList list = parsed(selectors);
    SelectorMatcher matcher = matcher(root);
    if (root instanceof Element scope) {
      matcher.scope(scope);
    }
    List<Element> out = new ArrayList<>();
    for (Node n = root.next(root); n != null && out.size() < most; n = n.next(root)) {
      if (n instanceof Element e && matcher.matches(list, e)) {
        out.add(e);
      }
    }
    return out;
  }

  /**
   * Whether the element matches.
   *
   * @throws IllegalArgumentException if the text is not a selector list
   */
  public static boolean matches(Element element, String selectors) {
    SelectorMatcher matcher = matcher(element);
    matcher.scope(element);
    return matcher.matches(parsed(selectors), element);
  }

  /**
   * The element itself or its nearest ancestor that matches.
   *
   * @throws IllegalArgumentException if the text is not a selector list
   */
  public static Optional<Element> closest(Element element, String selectors) {
    SelectorList list = parsed(selectors);
    SelectorMatcher matcher = matcher(element);
    matcher.scope(element);
    for (Element up = element; up != null; up = up.parentElement()) {
      if (matcher.matches(list, up)) {
        return Optional.of(up);
      }
    }
    return Optional.empty();
  }
}
