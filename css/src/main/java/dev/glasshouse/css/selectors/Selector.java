package dev.glasshouse.css.selectors;

import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.Serializer;
import java.util.List;
import java.util.Optional;

/**
 * A complex selector: compounds with combinators between, kept from right to left, as it is
 * matched.
 */
public final class Selector {
  /** Simple selectors of each compound; index 0 is the rightmost, the subject. */
  private final Simple[][] compounds;

  /** {@code combinators[i]} stands between compound i and i + 1. */
  private final Combinator[] combinators;

  private final Optional<PseudoElement> pseudoElement;
  private final Specificity specificity;
  private final boolean never;
  private final int[] ancestorHashes;
  private final List<ComponentValue> source;

  Selector(
      Simple[][] compounds,
      Combinator[] combinators,
      Optional<PseudoElement> pseudoElement,
      boolean never,
      List<ComponentValue> source) {
    this.source = source;
    this.compounds = compounds;
    this.combinators = combinators;
    this.pseudoElement = pseudoElement;
    this.specificity = SpecificityCount.of(compounds, pseudoElement.isPresent());
    this.never = never || hasNever(compounds);
    this.ancestorHashes = AncestorFilter.required(compounds, combinators);
  }

  private static boolean hasNever(Simple[][] compounds) {
    for (Simple[] compound : compounds) {
      for (Simple s : compound) {
        if (s instanceof Simple.State state && state.of() == PseudoClass.NEVER) {
          return true;
        }
      }
    }
    return false;
  }

  Simple[][] compounds() {
    return compounds;
  }

  Combinator[] combinators() {
    return combinators;
  }

  /** The rightmost compound. */
  Simple[] subject() {
    return compounds[0];
  }

  /** The pseudo-element at the end, if there is one. */
  public Optional<PseudoElement> pseudoElement() {
    return pseudoElement;
  }

  /** How specific it is. */
  public Specificity specificity() {
    return specificity;
  }

  /** Whether it can match nothing here, as with {@code :hover}. */
  public boolean matchesNothing() {
    return never;
  }

  /** The selector as it was written, comments left out. */
  @Override
  public String toString() {
    return Serializer.text(source).strip();
  }

  /** Hashes of names that must occur among the ancestors. */
  int[] ancestorHashes() {
    return ancestorHashes;
  }
}
