package dev.glasshouse.css.cascade;

import dev.glasshouse.css.Limits;
import java.util.HashMap;
import java.util.Map;

/** Blocks of declarations that are not in a sheet, by their text: the same text is parsed once. */
final class BlockCache {
  private static final int MOST = 10_000;
  private final StyleSheet.Source source;
  private final Limits limits;
  private final Map<String, DeclarationBlock> blocks = new HashMap<>();

  BlockCache(StyleSheet.Source source, Limits limits) {
    this.source = source;
    this.limits = limits;
  }

  DeclarationBlock of(String css) {
    if (css.isEmpty()) {
      return DeclarationBlock.EMPTY;
    }
    if (blocks.size() > MOST) {
      blocks.clear();
    }
    return blocks.computeIfAbsent(css, text -> SheetParser.attribute(text, source, limits));
  }
}
