package dev.glasshouse.dom.html;

/** What a character means to the tokenizer, as bits in a table: where a run of others stops. */
final class CharClass {
  /** Ends a run of text in the data and RCDATA states. */
  static final int DATA = 1;

  /** Ends a run in a tag's name, capital letters too. */
  static final int TAG_NAME = 2;

  /** Ends a run in an attribute's name, capital letters too. */
  static final int ATTRIBUTE_NAME = 4;

  /** Ends a run in a value without quotes. */
  static final int UNQUOTED = 8;

  /** Tab, line feed, form feed, space. */
  static final int SPACE = 16;

  private static final byte[] BITS = bits();

  private CharClass() {}

  static boolean is(char c, int bits) {
    return c < 128 && (BITS[c] & bits) != 0;
  }

  static boolean isSpace(char c) {
    return c <= ' ' && (c == ' ' || c == '\n' || c == '\t' || c == '\f');
  }

  static boolean isUpper(char c) {
    return (char) (c - 'A') < 26;
  }

  static boolean isAlpha(char c) {
    return (char) ((c | 0x20) - 'a') < 26;
  }

  static boolean isDigit(char c) {
    return (char) (c - '0') < 10;
  }

  private static byte[] bits() {
    byte[] bits = new byte[128];
    set(bits, "\0<&", DATA);
    set(bits, "\0\t\n\f />", TAG_NAME);
    set(bits, "\0\t\n\f />=\"'<", ATTRIBUTE_NAME);
    set(bits, "\0\t\n\f >&\"'<=`", UNQUOTED);
    set(bits, "\t\n\f ", SPACE);
    set(bits, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", TAG_NAME | ATTRIBUTE_NAME);
    return bits;
  }

  private static void set(byte[] bits, String characters, int bit) {
    for (int i = 0; i < characters.length(); i++) {
      bits[characters.charAt(i)] |= (byte) bit;
    }
  }
}
