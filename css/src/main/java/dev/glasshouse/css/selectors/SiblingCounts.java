package dev.glasshouse.css.selectors;

import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Node;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places of elements among their siblings. Counted for all children of a parent at once, and
 * kept, so that a long list is not counted once for each of its items.
 */
final class SiblingCounts {
  /** What is counted: all siblings, those of the type, or those that match a list. */
  private record Kind(boolean fromEnd, boolean ofType, @Nullable SelectorList of) {}

  private static final Kind TYPE_FROM_START = new Kind(false, true, null);
  private static final Kind TYPE_FROM_END = new Kind(true, true, null);

  private final SelectorMatcher matcher;
  private final Map<Kind, IdentityHashMap<Element, Integer>> indexes = new HashMap<>();

  SiblingCounts(SelectorMatcher matcher) {
    this.matcher = matcher;
  }

  /** The index from 1; 0 where the element itself is not counted. */
  int index(Simple.Nth nth, Element e) {
    return index(new Kind(nth.fromEnd(), nth.ofType(), nth.of().orElse(null)), e);
  }

  int typeIndex(Element e, boolean fromEnd) {
    return index(fromEnd ? TYPE_FROM_END : TYPE_FROM_START, e);
  }

  private int index(Kind kind, Element e) {
    IdentityHashMap<Element, Integer> map =
        indexes.computeIfAbsent(kind, _ -> new IdentityHashMap<>());
    Integer known = map.get(e);
    if (known == null) {
      count(kind, e, map);
      known = map.getOrDefault(e, 0);
    }
    return known;
  }

  private void count(Kind kind, Element e, IdentityHashMap<Element, Integer> map) {
    Node parent = e.parent();
    if (parent == null) {
      map.put(e, kind.of == null || matcher.matchesAny(kind.of, e, null) ? 1 : 0);
      return;
    }
    Map<Object, Integer> byType = new HashMap<>();
    int n = 0;
    Node node = kind.fromEnd ? parent.lastChild() : parent.firstChild();
    while (node != null) {
      if (node instanceof Element sibling) {
        if (kind.ofType) {
          map.put(sibling, byType.merge(sibling.name(), 1, Integer::sum));
        } else if (kind.of == null || matcher.matchesAny(kind.of, sibling, null)) {
          map.put(sibling, ++n);
        } else {
          map.put(sibling, 0);
        }
      }
      node = kind.fromEnd ? node.previousSibling() : node.nextSibling();
    }
  }
}
