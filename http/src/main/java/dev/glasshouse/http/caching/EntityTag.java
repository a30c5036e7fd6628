package dev.glasshouse.http.caching;

import java.util.Optional;

/**
 * An entity tag (RFC 9110 8.8.3).
 *
 * @param text as it stands in the field, quotes and {@code W/} with it
 * @param weak whether it is weak
 */
public record EntityTag(String text, boolean weak) {

  /** Reads an entity tag; empty for what is none. */
  public static Optional<EntityTag> parse(String text) {
    boolean weak = text.startsWith("W/");
    int quote = weak ? 2 : 0;
    if (text.length() < quote + 2 || text.charAt(quote) != '"' || !text.endsWith("\"")) {
      return Optional.empty();
    }
    for (int i = quote + 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == '"' || c == 0x7f) {
        return Optional.empty();
      }
    }
    return Optional.of(new EntityTag(text, weak));
  }

  /** Equal, and both strong (RFC 9110 8.8.3.2). */
  public boolean matchesStrongly(EntityTag other) {
    return !weak && !other.weak && text.equals(other.text);
  }

  /** Equal but for their strength (RFC 9110 8.8.3.2). */
  public boolean matchesWeakly(EntityTag other) {
    return opaque().equals(other.opaque());
  }

  private String opaque() {
    return weak ? text.substring(2) : text;
  }
}
