package dev.glasshouse.css.cascade;

import dev.glasshouse.css.properties.Declaration;
import java.util.ArrayList;
import java.util.List;

/** The declarations of one rule, the important ones apart. Compared by identity. */
final class DeclarationBlock {
  static final DeclarationBlock EMPTY = new DeclarationBlock(List.of(), List.of());
  private final List<Declaration> normal;
  private final List<Declaration> important;

  private DeclarationBlock(List<Declaration> normal, List<Declaration> important) {
    this.normal = normal;
    this.important = important;
  }

  static DeclarationBlock of(List<Declaration> declarations) {
    List<Declaration> normal = new ArrayList<>(declarations.size());
    List<Declaration> important = new ArrayList<>(0);
    for (Declaration d : declarations) {
      (d.important() ? important : normal).add(d);
    }
    return new DeclarationBlock(List.copyOf(normal), List.copyOf(important));
  }

  List<Declaration> normal() {
    return normal;
  }

  List<Declaration> important() {
    return important;
  }

  boolean isEmpty() {
    return normal.isEmpty() && important.isEmpty();
  }
}
