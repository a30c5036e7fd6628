package dev.glasshouse.http;

/**
 * One field line of a message: a name and a value.
 *
 * @param name the name as it was written; compared without regard to case
 * @param value the value without the white space around it; each character is one byte of the wire
 *     (ISO 8859-1)
 */
public record Field(String name, String value) {

  /** Whether this is a field of that name, whatever the case. */
  public boolean is(String other) {
    int length = name.length();
    // Most are told apart by this: messages' fields are looked for by name again and again.
    return length == other.length()
        && (length == 0 || (name.charAt(0) | 0x20) == (other.charAt(0) | 0x20))
        && name.equalsIgnoreCase(other);
  }

  /** {@code name: value}. */
  @Override
  public String toString() {
    return name + ": " + value;
  }
}
