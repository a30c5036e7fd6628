package dev.glasshouse.url;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Percent-encoding and its undoing, as UTF-8.
 *
 * <p>Source: <a href="https://url.spec.whatwg.org/#percent-encoded-bytes">URL standard, 1.3</a>. A
 * lone surrogate is encoded as U+FFFD, as a USVString has it.
 */
public final class PercentEncode {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private PercentEncode() {}

  /** The text with every character of the set percent-encoded. */
  public static String encode(String text, PercentEncodeSet set) {
    for (int i = 0; i < text.length(); i++) {
      if (set.contains(text.charAt(i))) {
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, i);
        encode(text, i, text.length(), set, out);
        return out.toString();
      }
    }
    return text;
  }

  /** Appends the characters from {@code start} to {@code end}, encoded where the set has them. */
  static void encode(String text, int start, int end, PercentEncodeSet set, StringBuilder out) {
    for (int i = start; i < end; ) {
      int c = text.charAt(i);
      if (c < 128) {
        i++;
        if (set.contains(c)) {
          appendByte(c, out);
        } else {
          out.append((char) c);
        }
      } else {
        c = scalarAt(text, i, end);
        i += Character.charCount(c);
        appendUtf8(c, out);
      }
    }
  }

  /** The code point at an index; U+FFFD for half of a surrogate pair. */
  static int scalarAt(String text, int index, int end) {
    char c = text.charAt(index);
    if (!Character.isSurrogate(c)) {
      return c;
    }
    if (Character.isHighSurrogate(c) && index + 1 < end) {
      char next = text.charAt(index + 1);
      if (Character.isLowSurrogate(next)) {
        return Character.toCodePoint(c, next);
      }
    }
    return 0xFFFD;
  }

  /** Appends the bytes of a code point in UTF-8, each percent-encoded. */
  static void appendUtf8(int c, StringBuilder out) {
    if (c < 0x80) {
      appendByte(c, out);
      return;
    }
    if (c < 0x800) {
      appendByte(0xC0 | (c >> 6), out);
    } else {
      if (c < 0x10000) {
        appendByte(0xE0 | (c >> 12), out);
      } else {
        appendByte(0xF0 | (c >> 18), out);
        appendByte(0x80 | ((c >> 12) & 0x3F), out);
      }
      appendByte(0x80 | ((c >> 6) & 0x3F), out);
    }
    appendByte(0x80 | (c & 0x3F), out);
  }

  /** Appends a byte as {@code %XX}. */
  static void appendByte(int b, StringBuilder out) {
    out.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
  }

  /** The bytes of the text in UTF-8, with each {@code %XX} undone; a stray % stays. */
  public static byte[] decode(String text) {
    return decode(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes with each {@code %XX} undone; a stray % stays. */
  public static byte[] decode(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%' && i + 2 < bytes.length) {
        int high = Ascii.hexValue(bytes[i + 1]);
        int low = Ascii.hexValue(bytes[i + 2]);
        if (high >= 0 && low >= 0) {
          out.write(high << 4 | low);
          i += 2;
          continue;
        }
      }
      out.write(bytes[i]);
    }
    return out.toByteArray();
  }

  /** The text with each {@code %XX} undone, read as UTF-8; bad bytes become U+FFFD. */
  public static String decodeToString(String text) {
    return text.indexOf('%') < 0 ? text : new String(decode(text), StandardCharsets.UTF_8);
  }

  /**
   * The text with each {@code %XX} undone, read as UTF-8; empty where a % has no two hexadecimal
   * digits behind it, or what comes of it is no UTF-8.
   */
  public static Optional<String> decodeStrictly(String text) {
    int at = text.indexOf('%');
    if (at < 0) {
      return Optional.of(text);
    }
    for (; at >= 0; at = text.indexOf('%', at + 1)) {
      if (at + 2 >= text.length()
          || Ascii.hexValue(text.charAt(at + 1)) < 0
          || Ascii.hexValue(text.charAt(at + 2)) < 0) {
        return Optional.empty();
      }
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(decode(text));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
