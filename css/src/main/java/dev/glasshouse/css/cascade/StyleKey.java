package dev.glasshouse.css.cascade;

import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.properties.StyleComputer;

/** All that a style depends on, by identity: two elements with the same key share their style. */
final class StyleKey {
  private final ComputedStyle parent;
  private final Object[] blocks;
  private final StyleComputer.Role role;
  private final int hash;

  StyleKey(ComputedStyle parent, Object[] blocks, StyleComputer.Role role) {
    this.parent = parent;
    this.blocks = blocks;
    this.role = role;
    int h = System.identityHashCode(parent) * 31 + role.ordinal();
    for (Object block : blocks) {
      h = h * 31 + System.identityHashCode(block);
    }
    this.hash = h;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // identity is the point
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    if (!(other instanceof StyleKey k)
        || k.hash != hash
        || k.parent != parent
        || k.role != role
        || k.blocks.length != blocks.length) {
      return false;
    }
    for (int i = 0; i < blocks.length; i++) {
      if (k.blocks[i] != blocks[i]) {
        return false;
      }
    }
    return true;
  }
}
