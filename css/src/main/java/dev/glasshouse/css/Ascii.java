package dev.glasshouse.css;

/**
 * Letters without regard to case as CSS means it: those of ASCII only, so that neither the Kelvin
 * sign is a k nor the dotted capital I an i (Infra Standard 4.6).
 */
public final class Ascii {
  private Ascii() {}

  /** The text with A to Z in lower case, all else as it is. */
  public static String lower(String s) {
    for (int i = 0; i < s.length(); i++) {
      if (isUpper(s.charAt(i))) {
        char[] out = s.toCharArray();
        for (int k = i; k < out.length; k++) {
          if (isUpper(out[k])) {
            out[k] += 'a' - 'A';
          }
        }
        return new String(out);
      }
    }
    return s;
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  /** Whether the two are equal but for the case of A to Z. */
  public static boolean equalsIgnoreCase(String a, String b) {
    if (a.length() != b.length()) {
      return false;
    }
    for (int i = 0; i < a.length(); i++) {
      char c = a.charAt(i);
      char d = b.charAt(i);
      if (c != d && (isUpper(c) ? c + 32 : c) != (isUpper(d) ? d + 32 : d)) {
        return false;
      }
    }
    return true;
  }
}
