package dev.glasshouse.url;

import java.util.Arrays;
import java.util.Optional;

/**
 * Base64 as the web reads it: white space and missing padding are forgiven, anything else is not.
 *
 * <p>Source: <a href="https://infra.spec.whatwg.org/#forgiving-base64">Infra standard, 7</a>.
 */
public final class ForgivingBase64 {
  private ForgivingBase64() {}

  /** The bytes that the text stands for; empty where it is not Base64. */
  public static Optional<byte[]> decode(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = text.charAt(i);
      if (c > 0x7F) {
        return Optional.empty();
      }
      bytes[i] = (byte) c;
    }
    return decode(bytes);
  }

  /** The same of text in ASCII. */
  static Optional<byte[]> decode(byte[] text) {
    // Step 1.
    byte[] data = new byte[text.length];
    int length = 0;
    for (byte b : text) {
      if (!Ascii.isWhitespace(b)) {
        data[length++] = b;
      }
    }
    // Step 2.
    if (length % 4 == 0) {
      for (int i = 0; i < 2 && length > 0 && data[length - 1] == '='; i++) {
        length--;
      }
    }
    // Step 3.
    if (length % 4 == 1) {
      return Optional.empty();
    }
    // Steps 4 to 10.
    byte[] out = new byte[length * 3 / 4];
    int at = 0;
    int bits = 0;
    for (int i = 0; i < length; i++) {
      int value = value(data[i]);
      if (value < 0) {
        return Optional.empty();
      }
      bits = bits << 6 | value;
      if (i % 4 != 0) {
        out[at++] = (byte) (bits >> (6 - 2 * (i % 4)));
      }
    }
    return Optional.of(Arrays.copyOf(out, at));
  }

  private static int value(int c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : -1;
  }
}
