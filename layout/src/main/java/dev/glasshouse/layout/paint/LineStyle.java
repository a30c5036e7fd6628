package dev.glasshouse.layout.paint;

/** How a line is drawn: borders, outlines and text decorations. */
public enum LineStyle {
  /** Not at all. */
  NONE,
  /** One line. */
  SOLID,
  /** Two lines with a gap between. */
  DOUBLE,
  /** Round dots. */
  DOTTED,
  /** Dashes. */
  DASHED,
  /** A wave; decorations only, a border draws it solid. */
  WAVY,
  /** Carved in; borders only. */
  GROOVE,
  /** Coming out; borders only. */
  RIDGE,
  /** The box looks pressed in; borders only. */
  INSET,
  /** The box looks raised; borders only. */
  OUTSET
}
