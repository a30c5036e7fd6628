package dev.glasshouse.dom.html;

import java.util.Arrays;

/** A buffer of characters that grows: names, values and comments that come in pieces. */
final class Chars {
  private static final int KEPT = 1 << 16;

  char[] array = new char[64];
  int length;

  void clear() {
    length = 0;
    if (array.length > KEPT) {
      array = new char[64];
    }
  }

  boolean isEmpty() {
    return length == 0;
  }

  void add(char c) {
    if (length == array.length) {
      grow(1);
    }
    array[length++] = c;
  }

  void add(String string) {
    int more = string.length();
    grow(more);
    string.getChars(0, more, array, length);
    length += more;
  }

  void add(char[] from, int start, int end) {
    int more = end - start;
    grow(more);
    System.arraycopy(from, start, array, length, more);
    length += more;
  }

  void addCodePoint(int codePoint) {
    grow(2);
    length += Character.toChars(codePoint, array, length);
  }

  boolean contentEquals(String string) {
    if (string.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (string.charAt(i) != array[i]) {
        return false;
      }
    }
    return true;
  }

  private void grow(int more) {
    if (length + more > array.length) {
      array = Arrays.copyOf(array, Math.max(length + more, array.length * 2));
    }
  }

  @Override
  public String toString() {
    return new String(array, 0, length);
  }
}
