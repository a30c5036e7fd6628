package dev.glasshouse.css.cascade;

import dev.glasshouse.css.selectors.Selector;

/** One selector of one rule, with its place in the cascade. */
final class MatchRule {
  private final Selector selector;
  private final Rule.Style rule;
  private final StyleSheet sheet;
  private final LayerOrder.Layer layer;
  private final int order;
  private long normalRank;
  private long importantRank;

  MatchRule(
      Selector selector, Rule.Style rule, StyleSheet sheet, LayerOrder.Layer layer, int order) {
    this.selector = selector;
    this.rule = rule;
    this.sheet = sheet;
    this.layer = layer;
    this.order = order;
  }

  Selector selector() {
    return selector;
  }

  Rule.Style rule() {
    return rule;
  }

  StyleSheet sheet() {
    return sheet;
  }

  LayerOrder.Layer layer() {
    return layer;
  }

  int order() {
    return order;
  }

  long normalRank() {
    return normalRank;
  }

  long importantRank() {
    return importantRank;
  }

  void ranks(long normal, long important) {
    this.normalRank = normal;
    this.importantRank = important;
  }
}
