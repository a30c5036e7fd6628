package dev.glasshouse.css.syntax;

import java.util.List;
import java.util.Optional;

/** What a style sheet or a block holds: a rule, a declaration, or a piece that is neither. */
public sealed interface Item {

  /** Where it begins in the preprocessed text, in UTF-16 units from 0. */
  int at();

  /**
   * A name and its value, white space at both ends trimmed.
   *
   * @param name as written; custom properties begin with {@code --}
   * @param important whether {@code !important} stood at the end (it is not in the values)
   */
  record Declaration(String name, List<ComponentValue> values, boolean important, int at)
      implements Item {
    /** Whether this sets a custom property. */
    public boolean custom() {
      return name.startsWith("--");
    }
  }

  /** {@code @name prelude;} or {@code @name prelude { block }}. */
  record AtRule(
      String name, List<ComponentValue> prelude, Optional<List<ComponentValue>> block, int at)
      implements Item {}

  /** A prelude (usually selectors) and a block. */
  record QualifiedRule(List<ComponentValue> prelude, List<ComponentValue> block, int at)
      implements Item {}

  /** A piece of text that was dropped. */
  record Invalid(String why, int at) implements Item {}
}
