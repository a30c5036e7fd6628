package dev.glasshouse.css.properties;

import dev.glasshouse.css.syntax.ComponentValue;
import java.util.List;

/** The value of a declaration, as far as it is known before there is an element. */
public sealed interface Specified {

  /** The words that every property takes (CSS Cascade 5, 7). */
  enum Wide implements Specified {
    INHERIT,
    INITIAL,
    UNSET,
    REVERT,
    REVERT_LAYER
  }

  /** A value that is the same for every element. */
  record Fixed(Object value) implements Specified {}

  /** A valid value that depends on the element: {@code 2em}, {@code 50vw}. */
  record Relative(List<ComponentValue> values) implements Specified {}

  /** A value with {@code var()} or {@code env()} in it; valid or not, that shows later. */
  record Variable(List<ComponentValue> values) implements Specified {}

  /** One longhand of a shorthand whose value depends on the element, or has variables in it. */
  record OfShorthand(Shorthand shorthand, List<ComponentValue> values, boolean variable)
      implements Specified {}

  /** The value of a custom property. */
  record Custom(List<ComponentValue> values) implements Specified {}
}
