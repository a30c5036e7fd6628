package dev.glasshouse.layout.box;

import dev.glasshouse.dom.Element;
import dev.glasshouse.layout.style.BoxStyle;
import java.util.Optional;

/** The styles of a document's elements. */
public interface Styles {
  /** The style of this element. */
  BoxStyle of(Element element);

  /** The style of a pseudo-element; empty where it makes no box. */
  Optional<BoxStyle> of(Element element, Pseudo pseudo);

  /** The pseudo-elements that make boxes. */
  enum Pseudo {
    /** {@code ::before}. */
    BEFORE,
    /** {@code ::after}. */
    AFTER,
    /** {@code ::marker}. */
    MARKER
  }
}
