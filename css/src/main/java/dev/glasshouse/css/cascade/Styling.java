package dev.glasshouse.css.cascade;

import dev.glasshouse.css.Limits;
import dev.glasshouse.css.Patience;
import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.css.properties.CascadedValues;
import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.properties.FontMeasure;
import dev.glasshouse.css.properties.Property;
import dev.glasshouse.css.properties.StyleComputer;
import dev.glasshouse.css.properties.ValueContext;
import dev.glasshouse.css.selectors.AncestorFilter;
import dev.glasshouse.css.selectors.PseudoElement;
import dev.glasshouse.css.selectors.SelectorMatcher;
import dev.glasshouse.css.values.Content;
import dev.glasshouse.css.values.Display;
import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Node;
import dev.glasshouse.dom.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The styles of one document with one set of rules; worked out from the top down, no recursion. */
final class Styling {
  private static final int MOST_CACHED = 100_000;
  private static final List<PseudoElement> ALWAYS_ASKED =
      List.of(PseudoElement.BEFORE, PseudoElement.AFTER);
  private static final List<PseudoElement> BY_RULE =
      List.of(PseudoElement.FIRST_LINE, PseudoElement.FIRST_LETTER);
  private static final List<PseudoElement> OF_CONTROLS =
      List.of(PseudoElement.PLACEHOLDER, PseudoElement.FILE_SELECTOR_BUTTON);

  private final Document document;
  private final RuleIndex index;
  private final Limits limits;
  private final Supplier<Patience> patience;
  private final Predicate<String> styleAttributeCounts;
  private final BlockCache styleAttributes;
  private final BlockCache hints;
  private final StyleComputer computer;
  private final Map<StyleKey, ComputedStyle> shared = new HashMap<>();
  private Map<Element, ComputedStyle> styles = new IdentityHashMap<>();
  private Map<Element, Map<PseudoElement, ComputedStyle>> pseudoStyles = new IdentityHashMap<>();
  private final Map<PseudoElement, DeclaredName> pseudoElementsStyled =
      new EnumMap<>(PseudoElement.class);
  private Patience left;
  private SelectorMatcher matcher;

  /** Elements without a box whose children are items of a flex or grid container above. */
  private final Set<Element> contentsOfItems = Collections.newSetFromMap(new IdentityHashMap<>());

  private final Matches matches = new Matches();
  private final CascadedValues cascaded = new CascadedValues();
  private ComputedStyle rootStyle = ComputedStyle.initial();

  Styling(
      Document document,
      RuleIndex index,
      Viewport viewport,
      FontMeasure fonts,
      Limits limits,
      Supplier<Patience> patience,
      StyleSheet.Source inline,
      Predicate<String> styleAttributeCounts) {
    this.document = document;
    this.styleAttributeCounts = styleAttributeCounts;
    this.index = index;
    this.limits = limits;
    this.patience = patience;
    this.left = patience.get();
    this.styleAttributes = new BlockCache(inline, limits);
    this.hints = new BlockCache(inline, limits);
    this.matcher = newMatcher();
    boolean dark = viewport.colorScheme() == Viewport.ColorScheme.DARK;
    this.computer =
        new StyleComputer(
            new ValueContext.Surroundings(
                viewport.width(), viewport.height(), viewport.devicePixelRatio(), dark, fonts),
            limits.variableTokens());
  }

  private SelectorMatcher newMatcher() {
    return new SelectorMatcher(
        document.quirksMode(), limits.selectorSteps(), limits.stylingSteps(), left);
  }

  /**
   * Styles every element of the document.
   *
   * @throws Patience.Ended when that takes longer than it may
   */
  void styleAll() {
    left = patience.get();
    matcher = newMatcher();
    styles = new IdentityHashMap<>(Math.max(64, styles.size()));
    pseudoStyles = new IdentityHashMap<>();
    pseudoElementsStyled.clear();
    contentsOfItems.clear();
    Element root = document.documentElement();
    if (root == null) {
      return;
    }
    AncestorFilter filter = new AncestorFilter();
    Node node = root;
    while (node != null) {
      if (node instanceof Element e) {
        style(e, filter);
        if (e.firstChild() != null) {
          filter.push(e);
          node = e.firstChild();
          continue;
        }
      }
      node = after(node, root, filter);
    }
    left.done();
  }

  /** The next node once everything below this one is done; leaves the filter as it is there. */
  private static @Nullable Node after(Node done, Element root, AncestorFilter filter) {
    Node node = done;
    while (node != root) {
      if (node.nextSibling() != null) {
        return node.nextSibling();
      }
      Node up = node.parent();
      if (!(up instanceof Element e)) {
        return null;
      }
      filter.pop(e);
      node = up;
    }
    return null;
  }

  private void style(Element e, AncestorFilter filter) {
    left.look();
    Element parent = e.parentElement();
    boolean isRoot = parent == null;
    ComputedStyle above = ComputedStyle.initial();
    if (parent != null) {
      above = styles.getOrDefault(parent, above);
    }
    collect(e, filter);
    StyleComputer.Role role =
        isRoot || isItem(parent) ? StyleComputer.Role.BLOCKIFIED : StyleComputer.Role.PLAIN;
    ComputedStyle style = compute(above, role);
    if (isRoot) {
      rootStyle = style;
      if (computer.root(style)) {
        // What "rem" stands for has changed, and with that any shared style may.
        shared.clear();
      }
    }
    if (e.is(Tag.BODY) && computer.body(style)) {
      shared.clear();
    }
    styles.put(e, style);
    if (style.display() == Display.CONTENTS && isItem(parent)) {
      contentsOfItems.add(e);
    }
    pseudoElements(e, style, filter);
  }

  /** Whether children of the element are items of a flex or grid container. */
  private boolean isItem(@Nullable Element parent) {
    if (parent == null) {
      return false;
    }
    Display display = styles.getOrDefault(parent, ComputedStyle.initial()).display();
    return display == Display.CONTENTS ? contentsOfItems.contains(parent) : isContainer(display);
  }

  private static boolean isContainer(Display display) {
    return display == Display.FLEX
        || display == Display.INLINE_FLEX
        || display == Display.GRID
        || display == Display.INLINE_GRID;
  }

  /** Everything that matches the element itself. */
  private void collect(Element e, AncestorFilter filter) {
    matches.clear();
    index.elements().match(e, matcher, filter, matches::add);
    if (e.hasAttributes() || PresentationalHints.needsNoAttributes(e)) {
      matches.add(
          hints.of(PresentationalHints.of(e)),
          Level.PRESENTATIONAL_HINT,
          Level.PRESENTATIONAL_HINT);
      String style = e.attribute("style");
      if (style != null && styleAttributeCounts.test(style)) {
        matches.add(
            styleAttributes.of(style), Level.STYLE_ATTRIBUTE, Level.STYLE_ATTRIBUTE_IMPORTANT);
      }
    }
  }

  private ComputedStyle compute(ComputedStyle parent, StyleComputer.Role role) {
    StyleKey key = new StyleKey(parent, matches.identity(), role);
    ComputedStyle known = shared.get(key);
    if (known != null) {
      return known;
    }
    cascaded.clear();
    matches.cascade(cascaded, new Matches.Flow(matches, parent));
    ComputedStyle style = computer.compute(parent, cascaded, role);
    if (shared.size() >= MOST_CACHED) {
      shared.clear();
    }
    shared.put(key, style);
    return style;
  }

  private void pseudoElements(Element e, ComputedStyle style, AncestorFilter filter) {
    if (style.display() == Display.NONE) {
      return;
    }
    for (PseudoElement p : ALWAYS_ASKED) {
      ComputedStyle s = pseudoElement(e, p, style, filter);
      if (s != null && s.content() instanceof Content.Items) {
        keep(e, p, s);
      }
    }
    if (style.display().isListItem()) {
      ComputedStyle marker = pseudoElement(e, PseudoElement.MARKER, style, filter);
      keep(e, PseudoElement.MARKER, marker == null ? style : marker);
    }
    ifThere(BY_RULE, e, style, filter);
    if (e.is(Tag.INPUT) || e.is(Tag.TEXTAREA)) {
      ifThere(OF_CONTROLS, e, style, filter);
    }
  }

  private void ifThere(
      List<PseudoElement> those, Element e, ComputedStyle style, AncestorFilter filter) {
    for (PseudoElement p : those) {
      ComputedStyle s = pseudoElement(e, p, style, filter);
      if (s != null) {
        keep(e, p, s);
      }
    }
  }

  private void keep(Element e, PseudoElement p, ComputedStyle s) {
    pseudoStyles.computeIfAbsent(e, _ -> new EnumMap<>(PseudoElement.class)).put(p, s);
    if (BY_RULE.contains(p)) {
      String place = document.url() + " line " + e.line();
      pseudoElementsStyled.merge(
          p, new DeclaredName("::" + p.cssName(), true, 1, place), DeclaredName::and);
    }
  }

  private @Nullable ComputedStyle pseudoElement(
      Element e, PseudoElement p, ComputedStyle style, AncestorFilter filter) {
    Optional<RuleBuckets> rules = index.of(p);
    if (rules.isEmpty() || rules.get().isEmpty()) {
      return null;
    }
    matches.clear();
    rules.get().match(e, matcher, filter, matches::add);
    boolean needsContent = p == PseudoElement.BEFORE || p == PseudoElement.AFTER;
    if (matches.isEmpty() || (needsContent && !matches.declare(Property.CONTENT))) {
      return null;
    }
    boolean item = isContainer(style.display());
    return compute(style, item ? StyleComputer.Role.BLOCKIFIED : StyleComputer.Role.PLAIN);
  }

  ComputedStyle styleOf(Element e) {
    ComputedStyle known = styles.get(e);
    return known != null ? known : styleDetached(e);
  }

  /** An element outside of the tree: it and what is above it are styled now. */
  private ComputedStyle styleDetached(Element e) {
    List<Element> chain = new ArrayList<>();
    for (Element up = e; up != null && !styles.containsKey(up); up = up.parentElement()) {
      chain.add(up);
    }
    AncestorFilter filter = new AncestorFilter();
    for (Element up = chain.getLast().parentElement(); up != null; up = up.parentElement()) {
      filter.push(up);
    }
    ComputedStyle root = rootStyle;
    for (Element each : chain.reversed()) {
      style(each, filter);
      filter.push(each);
    }
    computer.root(root);
    rootStyle = root;
    return styles.getOrDefault(e, ComputedStyle.initial());
  }

  Optional<ComputedStyle> styleOf(Element e, PseudoElement p) {
    styleOf(e);
    return Optional.ofNullable(pseudoStyles.getOrDefault(e, Map.of()).get(p));
  }

  List<Candidate> explain(Element e, String property) {
    AncestorFilter filter = new AncestorFilter();
    for (Element up = e.parentElement(); up != null; up = up.parentElement()) {
      filter.push(up);
    }
    Element parent = e.parentElement();
    ComputedStyle above = parent == null ? ComputedStyle.initial() : styleOf(parent);
    collect(e, filter);
    return Explanation.of(matches, property, new Matches.Flow(matches, above));
  }

  int elementCount() {
    return styles.size();
  }

  int styleCount() {
    return shared.size();
  }

  List<dev.glasshouse.css.fonts.FontFace> fontFaces() {
    return List.copyOf(index.fontFaces());
  }

  /** What {@code style} attributes declare. */
  Collection<DeclaredName> declaredInAttributes() {
    return styleAttributes.declared();
  }

  /** The pseudo-elements that rules give a style, with the place of the first. */
  Collection<DeclaredName> pseudoElementsStyled() {
    return pseudoElementsStyled.values();
  }

  int authorRules() {
    return index.authorRules();
  }

  List<String> limitsFired() {
    return matcher.exhausted() ? List.of(StyleReport.TOO_MANY_STEPS) : List.of();
  }
}
