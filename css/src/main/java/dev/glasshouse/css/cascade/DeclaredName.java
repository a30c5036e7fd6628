package dev.glasshouse.css.cascade;

/**
 * A property, at-rule or pseudo-element that a page's own styles name, so that whoever draws the
 * page can tell what of it is not honoured.
 *
 * @param name in lower case: {@code column-count}, {@code @container}, {@code ::first-line}
 * @param known whether the style engine knows it
 * @param count how often it stands there; a property whose value asks for nothing ({@code none},
 *     {@code normal}, ...) is not counted
 * @param place where the first stands: URL of the sheet and line
 */
public record DeclaredName(String name, boolean known, int count, String place) {

  /** Both taken together: the first place is this one's. */
  DeclaredName and(DeclaredName later) {
    return new DeclaredName(name, known, count + later.count, place);
  }
}
