package dev.glasshouse.css.values;

/** A colour: absolute, or the element's own {@code color}. */
public sealed interface Color permits Rgba, Color.Current {

  /** {@code currentcolor}. */
  enum Current implements Color {
    /** The only one. */
    COLOR
  }

  /** The absolute colour, given the element's {@code color}. */
  default Rgba resolve(Rgba current) {
    return this instanceof Rgba rgba ? rgba : current;
  }
}
