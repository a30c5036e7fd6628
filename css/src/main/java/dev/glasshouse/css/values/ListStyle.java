package dev.glasshouse.css.values;

/** The computed value of {@code list-style-type} and of the style of {@code counter()}. */
public sealed interface ListStyle {

  /** No marker. */
  enum None implements ListStyle {
    /** The only one. */
    NONE
  }

  /** A counter style by its name: {@code disc}, {@code decimal}, {@code lower-roman}, ... */
  record Named(String name) implements ListStyle {}

  /** A text of its own. */
  record Text(String text) implements ListStyle {}

  /** {@code symbols(...)} or an {@code @counter-style} written in place: the symbols in a cycle. */
  record Symbols(String system, java.util.List<String> symbols) implements ListStyle {
    /** Takes a copy. */
    public Symbols {
      symbols = java.util.List.copyOf(symbols);
    }
  }
}
