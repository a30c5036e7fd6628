package dev.glasshouse.css.cascade;

import dev.glasshouse.css.Limits;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Blocks of declarations that are not in a sheet, by their text: the same text is parsed once. */
final class BlockCache {
  private static final int MOST = 10_000;
  private final StyleSheet.Source source;
  private final Limits limits;
  private final Map<String, DeclarationBlock> blocks = new HashMap<>();
  private final Map<String, DeclaredName> declared = new HashMap<>();

  BlockCache(StyleSheet.Source source, Limits limits) {
    this.source = source;
    this.limits = limits;
  }

  private void note(List<DeclaredName> names) {
    for (DeclaredName name : names) {
      declared.merge(name.name(), name, DeclaredName::and);
    }
  }

  /** What the blocks declare; a block that many elements have is counted once. */
  Collection<DeclaredName> declared() {
    return declared.values();
  }

  DeclarationBlock of(String css) {
    if (css.isEmpty()) {
      return DeclarationBlock.EMPTY;
    }
    if (blocks.size() > MOST) {
      blocks.clear();
    }
    return blocks.computeIfAbsent(
        css, text -> SheetParser.attribute(text, source, limits, this::note));
  }
}
