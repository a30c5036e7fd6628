package dev.glasshouse.http;

/** Which bytes may stand where in a message (RFC 9110 5.5, 5.6; RFC 9112 3.2). */
public final class FieldSyntax {
  private static final boolean[] TOKEN = new boolean[128];

  static {
    for (char c = '0'; c <= '9'; c++) {
      TOKEN[c] = true;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      TOKEN[c] = true;
      TOKEN[c - 'a' + 'A'] = true;
    }
    for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
      TOKEN[c] = true;
    }
  }

  private FieldSyntax() {}

  /** Whether a character may stand in a token: a method, a field name (RFC 9110 5.6.2). */
  public static boolean isTokenChar(int c) {
    return c >= 0 && c < 128 && TOKEN[c];
  }

  /** Whether a text is a token: not empty, and of token characters only. */
  public static boolean isToken(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenChar(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /**
   * Whether a byte may stand inside a field value: visible characters, bytes from 0x80 up, space
   * and tab (RFC 9110 5.5).
   */
  public static boolean isValueByte(int c) {
    return (c >= 0x20 && c <= 0xff && c != 0x7f) || c == '\t';
  }

  /** Whether a text may be sent as a field value: such bytes only, no white space at its ends. */
  public static boolean isValue(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isValueByte(text.charAt(i))) {
        return false;
      }
    }
    return text.isEmpty() || !(isBlank(text.charAt(0)) || isBlank(text.charAt(text.length() - 1)));
  }

  /** Whether a byte may stand in a request target: visible ASCII, no {@code #} (RFC 9112 3.2). */
  public static boolean isTargetByte(int c) {
    return c > 0x20 && c < 0x7f && c != '#';
  }

  /** Space or tab, the only optional white space of HTTP (RFC 9110 5.6.3). */
  public static boolean isBlank(int c) {
    return c == ' ' || c == '\t';
  }

  /** The text without spaces and tabs at its ends. */
  public static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }
}
