package dev.glasshouse.http.structured;

/** Which characters may stand in keys and tokens (RFC 9651 3.1.2, 3.3.4; RFC 9110 5.6.2). */
final class Keys {
  private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~:/";

  private Keys() {}

  static boolean startsKey(int c) {
    return isLower(c) || c == '*';
  }

  static boolean isInKey(int c) {
    return isLower(c) || isDigit(c) || c == '_' || c == '-' || c == '.' || c == '*';
  }

  static boolean startsToken(int c) {
    return isLower(c) || (c >= 'A' && c <= 'Z') || c == '*';
  }

  static boolean isInToken(int c) {
    return isLower(c)
        || (c >= 'A' && c <= 'Z')
        || isDigit(c)
        || (c > 0x20 && TOKEN_SIGNS.indexOf(c) >= 0);
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLower(int c) {
    return c >= 'a' && c <= 'z';
  }

  static void check(String key) {
    if (key.isEmpty() || !startsKey(key.charAt(0)) || !key.chars().allMatch(Keys::isInKey)) {
      throw new IllegalArgumentException("no key of a structured field: " + key);
    }
  }

  static boolean isToken(String text) {
    return !text.isEmpty() && startsToken(text.charAt(0)) && text.chars().allMatch(Keys::isInToken);
  }
}
