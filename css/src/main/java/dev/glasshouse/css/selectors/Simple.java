package dev.glasshouse.css.selectors;

import dev.glasshouse.css.syntax.AnB;
import java.util.List;
import java.util.Optional;

/** A simple selector: one condition on one element. Namespaces are URIs; empty means any. */
sealed interface Simple {

  /** A type selector; the lower-case name counts for HTML elements. */
  record Type(String name, String lower, Optional<String> namespace) implements Simple {}

  /** {@code *} with a namespace. */
  record InNamespace(String namespace) implements Simple {}

  /** {@code #id}. */
  record Id(String id) implements Simple {}

  /** {@code .class}. */
  record HasClass(String name) implements Simple {}

  /** {@code [name op value]}. */
  record Attribute(
      String name,
      String lower,
      Optional<String> namespace,
      Operator operator,
      String value,
      Case letters)
      implements Simple {}

  /** How an attribute's value is compared. */
  enum Operator {
    PRESENT,
    EQUALS,
    INCLUDES,
    DASH_MATCH,
    PREFIX,
    SUFFIX,
    SUBSTRING
  }

  /** Whether the case of letters matters in an attribute's value. */
  enum Case {
    SENSITIVE,
    INSENSITIVE,
    /** As HTML says for that attribute. */
    BY_LANGUAGE
  }

  /** A pseudo-class without arguments. */
  record State(PseudoClass of) implements Simple {}

  /** {@code :nth-child()} and its three kin. */
  record Nth(AnB anB, boolean fromEnd, boolean ofType, Optional<SelectorList> of)
      implements Simple {}

  /** {@code :is()}, {@code :where()}, and {@code &} with the parent rule's selectors. */
  record Any(SelectorList of, boolean weightless) implements Simple {}

  /** {@code :not()}. */
  record Not(SelectorList of) implements Simple {}

  /** {@code :has()}; each selector begins with an {@link Anchor}. */
  record Has(SelectorList of) implements Simple {}

  /** The element that {@code :has()} is asked about. */
  record Anchor() implements Simple {}

  /** {@code :lang()}. */
  record Lang(List<String> ranges) implements Simple {}

  /** {@code :dir()}. */
  record Dir(String value) implements Simple {}
}
