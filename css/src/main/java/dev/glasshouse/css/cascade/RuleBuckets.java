package dev.glasshouse.css.cascade;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.selectors.AncestorFilter;
import dev.glasshouse.css.selectors.Selector;
import dev.glasshouse.css.selectors.SelectorMatcher;
import dev.glasshouse.css.selectors.SubjectKey;
import dev.glasshouse.dom.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Rules by what their rightmost compound asks for: an id, else a class, else a tag name, else
 * anything. An element looks only into the buckets of its own names.
 */
final class RuleBuckets {
  private final Map<String, List<MatchRule>> byId = new HashMap<>();
  private final Map<String, List<MatchRule>> byClass = new HashMap<>();
  private final Map<String, List<MatchRule>> byTag = new HashMap<>();
  private final List<MatchRule> others = new ArrayList<>();
  private final boolean caseless;

  RuleBuckets(boolean caseless) {
    this.caseless = caseless;
  }

  void add(MatchRule rule) {
    Selector selector = rule.selector();
    if (selector.matchesNothing()) {
      return;
    }
    for (SubjectKey key : SubjectKey.of(selector)) {
      switch (key.kind()) {
        case ID -> put(byId, folded(key.name()), rule);
        case CLASS -> put(byClass, folded(key.name()), rule);
        case TAG -> put(byTag, key.name(), rule);
        case ANY -> others.add(rule);
      }
    }
  }

  private static void put(Map<String, List<MatchRule>> map, String key, MatchRule rule) {
    map.computeIfAbsent(key, _ -> new ArrayList<>()).add(rule);
  }

  private String folded(String name) {
    return caseless ? Ascii.lower(name) : name;
  }

  boolean isEmpty() {
    return byId.isEmpty() && byClass.isEmpty() && byTag.isEmpty() && others.isEmpty();
  }

  void match(Element e, SelectorMatcher matcher, AncestorFilter filter, Consumer<MatchRule> out) {
    if (!byId.isEmpty() && e.hasAttributes()) {
      String id = e.id();
      if (!id.isEmpty()) {
        match(byId.get(folded(id)), e, matcher, filter, out);
      }
    }
    if (!byClass.isEmpty()) {
      List<String> classes = e.classes();
      for (int i = 0; i < classes.size(); i++) {
        // The same class twice in the attribute must not match a rule twice.
        if (i == 0 || classes.indexOf(classes.get(i)) == i) {
          match(byClass.get(folded(classes.get(i))), e, matcher, filter, out);
        }
      }
    }
    match(byTag.get(e.isHtml() ? e.localName() : lower(e.localName())), e, matcher, filter, out);
    match(others, e, matcher, filter, out);
  }

  private static String lower(String name) {
    return Ascii.lower(name);
  }

  private static void match(
      @org.jspecify.annotations.Nullable List<MatchRule> rules,
      Element e,
      SelectorMatcher matcher,
      AncestorFilter filter,
      Consumer<MatchRule> out) {
    if (rules == null) {
      return;
    }
    for (int i = 0; i < rules.size(); i++) {
      MatchRule rule = rules.get(i);
      if (matcher.matches(rule.selector(), e, filter)) {
        out.accept(rule);
      }
    }
  }
}
