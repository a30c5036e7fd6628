package dev.glasshouse.css.syntax;

/**
 * The code point classes of the tokenizer (<a
 * href="https://drafts.csswg.org/css-syntax-3/#tokenizer-definitions">CSS Syntax 3, 4.2</a>).
 */
final class Chars {
  private Chars() {}

  static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean hex(int c) {
    return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  static boolean identStart(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (c >= 0x80 && nonAscii(c));
  }

  static boolean ident(int c) {
    return identStart(c) || digit(c) || c == '-';
  }

  /** The non-ASCII code points that names may hold: those of custom element names. */
  private static boolean nonAscii(int c) {
    return c == 0xB7
        || (c >= 0xC0 && c <= 0x37D && c != 0xD7 && c != 0xF7)
        || (c >= 0x37F && c <= 0x1FFF)
        || c == 0x200C
        || c == 0x200D
        || c == 0x203F
        || c == 0x2040
        || (c >= 0x2070 && c <= 0x218F)
        || (c >= 0x2C00 && c <= 0x2FEF)
        || (c >= 0x3001 && c <= 0xD7FF)
        || (c >= 0xF900 && c <= 0xFDCF)
        || (c >= 0xFDF0 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  static boolean nonPrintable(int c) {
    return (c >= 0 && c <= 8) || c == 0xB || (c >= 0xE && c <= 0x1F) || c == 0x7F;
  }

  static boolean space(int c) {
    return c == ' ' || c == '\n' || c == '\t';
  }
}
