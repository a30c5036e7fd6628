package dev.glasshouse.dom.html;

/** A limit of {@link Limits} that a document went past. */
public enum LimitFired {
  /** {@link Limits#depth()}. */
  DEPTH,
  /** {@link Limits#formattingElements()}. */
  FORMATTING_ELEMENTS,
  /** {@link Limits#attributes()}. */
  ATTRIBUTES,
  /** {@link Limits#nodes()}. */
  NODES,
  /** {@link Limits#reparseBytes()}. */
  REPARSE_BYTES
}
