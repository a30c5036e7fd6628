package dev.glasshouse.dns.wire;

/** Text of strangers as it may be shown: a terminal shall not take it for commands. */
public final class Printable {
  private static final int MOST = 500;

  private Printable() {}

  /**
   * A text with its control characters as {@code \DDD} (RFC 1035 section 5.1), and cut when it is
   * long.
   */
  public static String of(String text) {
    var shown = new StringBuilder();
    for (int i = 0; i < text.length() && shown.length() < MOST; i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        shown.append('\\').append((char) ('0' + c / 100));
        shown.append((char) ('0' + c / 10 % 10)).append((char) ('0' + c % 10));
      } else {
        shown.append(c);
      }
    }
    return shown.length() < MOST ? shown.toString() : shown + "...";
  }
}
