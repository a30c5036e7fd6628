package dev.glasshouse.css.selectors;

/**
 * How specific a selector is (<a
 * href="https://drafts.csswg.org/selectors-4/#specificity-rules">Selectors 4, 17</a>).
 *
 * @param ids number of ids
 * @param classes number of classes, attributes and pseudo-classes
 * @param types number of types and pseudo-elements
 */
public record Specificity(int ids, int classes, int types) implements Comparable<Specificity> {
  /** That of {@code *}. */
  public static final Specificity ZERO = new Specificity(0, 0, 0);

  private static final int MOST = 1023;

  Specificity plus(Specificity other) {
    return new Specificity(ids + other.ids, classes + other.classes, types + other.types);
  }

  /** A number that orders as the specificity does; each part counts up to 1023. */
  public int packed() {
    return Math.min(ids, MOST) << 20 | Math.min(classes, MOST) << 10 | Math.min(types, MOST);
  }

  @Override
  public int compareTo(Specificity other) {
    return Integer.compare(packed(), other.packed());
  }

  @Override
  public String toString() {
    return "(" + ids + "," + classes + "," + types + ")";
  }
}
