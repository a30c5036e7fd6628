package dev.glasshouse.css.selectors;

/** What stands between two compound selectors. */
enum Combinator {
  /** White space: somewhere above. */
  DESCENDANT,
  /** {@code >}: right above. */
  CHILD,
  /** {@code +}: right before. */
  NEXT_SIBLING,
  /** {@code ~}: somewhere before. */
  LATER_SIBLING;

  boolean isSibling() {
    return this == NEXT_SIBLING || this == LATER_SIBLING;
  }
}
