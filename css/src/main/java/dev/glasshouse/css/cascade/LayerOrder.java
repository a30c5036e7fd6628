package dev.glasshouse.css.cascade;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The cascade layers of one origin, in the order of their first appearance; what is in no layer
 * comes last, and so wins (CSS Cascade 5, 6.4.1).
 */
final class LayerOrder {
  /** A layer with the layers inside of it. */
  static final class Layer {
    private final String name;
    private final Map<String, Layer> inner = new LinkedHashMap<>();
    private int anonymous;
    private int rank;

    private Layer(String name) {
      this.name = name;
    }

    /** The full name, with dots; empty for rules in no layer. */
    String name() {
      return name;
    }

    /** The place in the order, from 1; valid after {@link LayerOrder#number()}. */
    int rank() {
      return rank;
    }
  }

  private final Layer root = new Layer("");

  Layer root() {
    return root;
  }

  /** The layer of that name inside of another, made where it is new. Dots separate levels. */
  Layer enter(Layer from, String dotted) {
    if (dotted.isEmpty()) {
      String key = " " + from.anonymous++;
      Layer layer = new Layer(join(from, "(anonymous)"));
      from.inner.put(key, layer);
      return layer;
    }
    Layer at = from;
    for (String part : dotted.split("\\.")) {
      Layer up = at;
      at = at.inner.computeIfAbsent(part, p -> new Layer(join(up, p)));
    }
    return at;
  }

  private static String join(Layer from, String part) {
    return from.name.isEmpty() ? part : from.name + "." + part;
  }

  /** Gives every layer its rank: the inner ones first, then the layer itself. */
  void number() {
    number(root, 0);
  }

  /** Depth is bounded by the nesting of blocks and the length of a name. */
  private static int number(Layer layer, int last) {
    int n = last;
    for (Layer inner : layer.inner.values()) {
      n = number(inner, n);
    }
    layer.rank = n + 1;
    return n + 1;
  }
}
