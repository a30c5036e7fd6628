package dev.glasshouse.http;

/** The form of {@code Host} and of a CONNECT target (RFC 9110 7.2, RFC 3986 3.2). */
public final class AuthorityText {
  private AuthorityText() {}

  /** Host, and perhaps a colon and a port; no user information. */
  public static boolean isHost(String text) {
    int end = hostEnd(text);
    if (end <= 0) {
      return false;
    }
    return end == text.length() || (text.charAt(end) == ':' && isPort(text, end + 1, true));
  }

  /** Host, colon and port. */
  public static boolean isHostAndPort(String text) {
    int end = hostEnd(text);
    return end > 0
        && end < text.length()
        && text.charAt(end) == ':'
        && isPort(text, end + 1, false);
  }

  private static int hostEnd(String text) {
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      for (int i = 1; i < close; i++) {
        char c = text.charAt(i);
        if (!isHex(c) && c != ':' && c != '.') {
          return -1;
        }
      }
      return close + 1;
    }
    int i = 0;
    while (i < text.length() && isRegName(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static boolean isRegName(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~%!$&'()*+,;=".indexOf(c) >= 0;
  }

  private static boolean isPort(String text, int from, boolean mayBeEmpty) {
    int port = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || port > 65535) {
        return false;
      }
      port = port * 10 + c - '0';
    }
    return port <= 65535 && (mayBeEmpty || from < text.length());
  }
}
