package dev.glasshouse.http.structured;

import java.util.function.IntPredicate;

/** A place in a text that is read once, from its beginning to its end. */
final class Cursor {
  /** What {@link #peek()} says at the end. */
  static final int END = -1;

  private final String text;
  private int position;

  Cursor(String text) {
    this.text = text;
  }

  boolean atEnd() {
    return position == text.length();
  }

  /** The next character, which stays; {@link #END} at the end. */
  int peek() {
    return atEnd() ? END : text.charAt(position);
  }

  /** The next character; {@link #END} at the end. */
  int take() {
    return atEnd() ? END : text.charAt(position++);
  }

  /** Takes the next character when it is this one. */
  boolean takes(char wanted) {
    boolean is = peek() == wanted;
    if (is) {
      position++;
    }
    return is;
  }

  /** Takes as many characters as fit. */
  String run(IntPredicate fits) {
    int from = position;
    while (!atEnd() && fits.test(text.charAt(position))) {
      position++;
    }
    return text.substring(from, position);
  }

  void skipSpaces() {
    while (peek() == ' ') {
      position++;
    }
  }

  /** Skips spaces and tabs. */
  void skipBlanks() {
    while (peek() == ' ' || peek() == '\t') {
      position++;
    }
  }

  /** What is wrong at this place. */
  StructuredException wrong(String message) {
    return new StructuredException(message, position);
  }

  /** What was wrong with the character that was taken last. */
  StructuredException wrongBefore(String message) {
    return new StructuredException(message, Math.max(0, position - 1));
  }
}
