package dev.glasshouse.url;

/** Questions about single characters, as the Infra standard names them. */
final class Ascii {
  private Ascii() {}

  static boolean isAlpha(int c) {
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'z';
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAlphanumeric(int c) {
    return isAlpha(c) || isDigit(c);
  }

  static boolean isHexDigit(int c) {
    return hexValue(c) >= 0;
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hexValue(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  static boolean isTabOrNewline(int c) {
    return c == '\t' || c == '\n' || c == '\r';
  }

  static boolean isWhitespace(int c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
  }

  static char toLower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 0x20) : c;
  }

  /** The text with A-Z lowered and nothing else changed; the same object where nothing changes. */
  static String toLower(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        StringBuilder out = new StringBuilder(text);
        for (; i < out.length(); i++) {
          out.setCharAt(i, toLower(out.charAt(i)));
        }
        return out.toString();
      }
    }
    return text;
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** The text without tabs and newlines; the same object where it has none. */
  static String withoutTabsAndNewlines(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isTabOrNewline(text.charAt(i))) {
        StringBuilder out = new StringBuilder(text.length()).append(text, 0, i);
        for (; i < text.length(); i++) {
          if (!isTabOrNewline(text.charAt(i))) {
            out.append(text.charAt(i));
          }
        }
        return out.toString();
      }
    }
    return text;
  }
}
