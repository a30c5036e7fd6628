package dev.glasshouse.journey;

/**
 * The clause of a specification that decided something.
 *
 * @param document the specification's short name, for example {@code RFC 9110} or {@code WHATWG
 *     Fetch}; empty for {@link #NONE}
 * @param section the section's number or name; may be empty
 */
public record Clause(String document, String section) {
  /** No specification decides this: it is our own choice. */
  public static final Clause NONE = new Clause("", "");

  /** A section of an RFC. */
  public static Clause rfc(int number, String section) {
    return new Clause("RFC " + number, section);
  }

  /** A section of another document. */
  public static Clause of(String document, String section) {
    return new Clause(document, section);
  }

  /** Whether this is {@link #NONE}. */
  public boolean isNone() {
    return document.isEmpty();
  }

  @Override
  public String toString() {
    return section.isEmpty() ? document : document + " " + section;
  }
}
