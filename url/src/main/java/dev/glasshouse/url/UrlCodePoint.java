package dev.glasshouse.url;

/**
 * The characters that a URL may be written with, and those that a host may not have.
 *
 * <p>Source: <a href="https://url.spec.whatwg.org/#url-code-points">URL standard, 4.3</a> and <a
 * href="https://url.spec.whatwg.org/#forbidden-host-code-point">3.2</a>.
 */
final class UrlCodePoint {
  private static final String PUNCTUATION = "!$&'()*+,-./:;=?@_~";
  private static final String FORBIDDEN_IN_HOST = "\0\t\n\r #/:<>?@[\\]^|";

  private static final byte FORBIDDEN_HOST = 1;
  private static final byte FORBIDDEN_DOMAIN = 2;
  private static final byte[] CLASSES = classes();

  private UrlCodePoint() {}

  /** Whether the code point may stand in a valid URL as it is (a lone surrogate may not). */
  static boolean is(int c) {
    if (c < 0x80) {
      return Ascii.isAlphanumeric(c) || PUNCTUATION.indexOf(c) >= 0;
    }
    return c >= 0xA0 && c <= 0x10FFFD && !(c >= 0xD800 && c <= 0xDFFF) && !isNoncharacter(c);
  }

  private static boolean isNoncharacter(int c) {
    return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
  }

  static boolean isForbiddenInHost(int c) {
    return c < 128 && (CLASSES[c] & FORBIDDEN_HOST) != 0;
  }

  static boolean isForbiddenInDomain(int c) {
    return c < 128 && (CLASSES[c] & FORBIDDEN_DOMAIN) != 0;
  }

  private static byte[] classes() {
    byte[] out = new byte[128];
    for (int c = 0; c < 128; c++) {
      boolean host = FORBIDDEN_IN_HOST.indexOf(c) >= 0;
      boolean domain = host || c <= 0x1F || c == '%' || c == 0x7F;
      out[c] = (byte) ((host ? FORBIDDEN_HOST : 0) | (domain ? FORBIDDEN_DOMAIN : 0));
    }
    return out;
  }
}
