package dev.glasshouse.layout;

import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.dom.Element;
import dev.glasshouse.layout.box.Styles.Pseudo;
import java.util.Optional;

/** Where layout takes the computed styles of a document from. */
public interface Styling {
  /** The style of this element. */
  ComputedStyle of(Element element);

  /** The style of a pseudo-element; empty where it makes no box. */
  Optional<ComputedStyle> of(Element element, Pseudo pseudo);
}
