package dev.glasshouse.css.cascade;

import dev.glasshouse.css.Limits;
import dev.glasshouse.css.fonts.FontFace;
import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.css.selectors.PseudoElement;
import dev.glasshouse.css.selectors.Selector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of all sheets that apply in a viewport: sorted once by their place in the cascade, so
 * that an element's matches are sorted by a number, and put into buckets.
 */
final class RuleIndex {
  private final Viewport viewport;
  private final Limits limits;
  private final Map<Origin, LayerOrder> layers = new EnumMap<>(Origin.class);
  private final List<MatchRule> all = new ArrayList<>();
  private final List<FontFace> fontFaces = new ArrayList<>();
  private final RuleBuckets elements;
  private final Map<PseudoElement, RuleBuckets> pseudoElements = new EnumMap<>(PseudoElement.class);
  private int authorRules;

  private RuleIndex(Viewport viewport, boolean quirks, Limits limits) {
    this.viewport = viewport;
    this.limits = limits;
    this.elements = new RuleBuckets(quirks);
    for (Origin origin : Origin.values()) {
      layers.put(origin, new LayerOrder());
    }
  }

  static RuleIndex of(List<SheetUse> sheets, Viewport viewport, boolean quirks, Limits limits) {
    RuleIndex index = new RuleIndex(viewport, quirks, limits);
    for (SheetUse use : sheets) {
      if (use.media().matches(viewport)) {
        LayerOrder order = index.order(use.sheet());
        index.sheet(use.sheet(), order.root(), 0);
      }
    }
    index.layers.values().forEach(LayerOrder::number);
    index.rank();
    for (MatchRule rule : index.all) {
      index.bucket(rule.selector(), quirks).add(rule);
    }
    return index;
  }

  private LayerOrder order(StyleSheet sheet) {
    LayerOrder order = layers.get(sheet.source().origin());
    if (order == null) {
      throw new IllegalStateException("an origin without layers");
    }
    return order;
  }

  private void sheet(StyleSheet sheet, LayerOrder.Layer layer, int depth) {
    if (depth <= limits.importDepth()) {
      rules(sheet.contents().rules(), sheet, layer, depth);
    }
  }

  private void rules(List<Rule> rules, StyleSheet sheet, LayerOrder.Layer layer, int depth) {
    for (Rule rule : rules) {
      switch (rule) {
        case Rule.Style style -> {
          authorRules += sheet.source().origin() == Origin.USER_AGENT ? 0 : 1;
          for (Selector selector : style.selectors().selectors()) {
            all.add(new MatchRule(selector, style, sheet, layer, all.size()));
          }
        }
        case Rule.Media media -> {
          if (media.media().matches(viewport)) {
            rules(media.rules(), sheet, layer, depth);
          }
        }
        case Rule.Layer named ->
            rules(named.rules(), sheet, order(sheet).enter(layer, named.name()), depth);
        case Rule.LayerNames names ->
            names.names().forEach(name -> order(sheet).enter(layer, name));
        case Rule.Face face -> fontFaces.add(face.face());
        case Rule.Import rule1 -> imported(rule1.rule(), sheet, layer, depth);
      }
    }
  }

  private void imported(ImportRule rule, StyleSheet sheet, LayerOrder.Layer layer, int depth) {
    LayerOrder.Layer into = rule.layer().map(name -> order(sheet).enter(layer, name)).orElse(layer);
    Optional<StyleSheet> there = sheet.imported(rule);
    if (there.isPresent() && rule.media().matches(viewport)) {
      sheet(there.get(), into, depth + 1);
    }
  }

  /** Level, layer, specificity, order: the later wins; layers count backwards where important. */
  private void rank() {
    Comparator<MatchRule> weight =
        Comparator.comparingInt((MatchRule r) -> r.selector().specificity().packed())
            .thenComparingInt(MatchRule::order);
    List<MatchRule> normal = new ArrayList<>(all);
    normal.sort(Comparator.comparingInt((MatchRule r) -> r.layer().rank()).thenComparing(weight));
    List<MatchRule> important = new ArrayList<>(all);
    important.sort(
        Comparator.comparingInt((MatchRule r) -> -r.layer().rank()).thenComparing(weight));
    long[] importantRanks = new long[all.size()];
    for (int i = 0; i < important.size(); i++) {
      importantRanks[important.get(i).order()] = i;
    }
    for (int i = 0; i < normal.size(); i++) {
      MatchRule r = normal.get(i);
      Origin origin = r.sheet().source().origin();
      r.ranks(
          Level.of(origin, false).base() + i,
          Level.of(origin, true).base() + importantRanks[r.order()]);
    }
  }

  private RuleBuckets bucket(Selector selector, boolean quirks) {
    return selector.pseudoElement().isEmpty()
        ? elements
        : pseudoElements.computeIfAbsent(
            selector.pseudoElement().get(), _ -> new RuleBuckets(quirks));
  }

  RuleBuckets elements() {
    return elements;
  }

  /** The rules for a pseudo-element; empty where there are none. */
  Optional<RuleBuckets> of(PseudoElement pseudoElement) {
    return Optional.ofNullable(pseudoElements.get(pseudoElement));
  }

  /** The font faces that apply, in the order of the sheets. */
  List<FontFace> fontFaces() {
    return fontFaces;
  }

  /** The style rules that apply, the browser's own left out. */
  int authorRules() {
    return authorRules;
  }
}
