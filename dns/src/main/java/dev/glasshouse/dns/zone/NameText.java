package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.NameBytes;
import java.nio.charset.StandardCharsets;

/**
 * Names out of zone text.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-5.1">RFC 1035 section 5.1</a>
 */
final class NameText {
  private NameText() {}

  /**
   * Writes a name as bytes, its case kept.
   *
   * @param origin what a name without a dot at its end goes on with; empty for none
   * @param to has room for {@link NameBytes#LONGEST} bytes and 64 more
   * @return its length, bytes
   */
  static int parse(byte[] text, int from, int end, byte[] origin, byte[] to, int at)
      throws BadText {
    if (end - from == 1 && text[from] == '@') {
      return append(origin, to, at, at, text, from, end);
    }
    if (end - from == 1 && text[from] == '.') {
      to[at] = 0;
      return 1;
    }
    int length = at;
    int out = at + 1;
    for (int i = from; i < end; i++) {
      byte letter = text[i];
      if (letter == '.') {
        int size = out - length - 1;
        if (size == 0) {
          throw new BadText("the name " + word(text, from, end) + " has an empty label");
        }
        to[length] = (byte) size;
        length = out++;
        if (out - at > NameBytes.LONGEST) {
          throw tooLong(text, from, end);
        }
        continue;
      }
      if (letter == '\\') {
        int code = escape(text, i, end);
        if (code < 0) {
          throw new BadText("the name " + word(text, from, end) + " has a broken escape");
        }
        i += code >>> 8;
        letter = (byte) code;
      }
      to[out++] = letter;
      if (out - length > 64) {
        throw new BadText("a label of " + word(text, from, end) + " has more than 63 bytes");
      }
      if (out - at > NameBytes.LONGEST) {
        throw tooLong(text, from, end);
      }
    }
    if (out - length == 1) {
      // The dot at the end: the root's label.
      to[length] = 0;
      return out - at;
    }
    to[length] = (byte) (out - length - 1);
    return append(origin, to, at, out, text, from, end);
  }

  private static int append(
      byte[] origin, byte[] to, int at, int out, byte[] text, int from, int end) throws BadText {
    if (origin.length == 0) {
      throw new BadText(
          "the name " + word(text, from, end) + " has no dot at its end, and no $ORIGIN holds");
    }
    if (out - at + origin.length > NameBytes.LONGEST) {
      throw tooLong(text, from, end);
    }
    System.arraycopy(origin, 0, to, out, origin.length);
    return out - at + origin.length;
  }

  private static BadText tooLong(byte[] text, int from, int end) {
    return new BadText("the name " + word(text, from, end) + " is longer than 255 bytes");
  }

  /** The escaped byte, and above it how many letters of text it takes behind the backslash. */
  static int escape(byte[] text, int at, int end) {
    if (at + 1 >= end) {
      return -1;
    }
    if (text[at + 1] < '0' || text[at + 1] > '9') {
      return 1 << 8 | text[at + 1] & 0xff;
    }
    if (at + 3 >= end) {
      return -1;
    }
    int code = 0;
    for (int i = 1; i <= 3; i++) {
      int digit = text[at + i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      code = code * 10 + digit;
    }
    return code > 255 ? -1 : 3 << 8 | code;
  }

  private static String word(byte[] text, int from, int end) {
    String word = new String(text, from, Math.min(end - from, 80), StandardCharsets.ISO_8859_1);
    return end - from > 80 ? word + "..." : word;
  }

  /** A name that is written without zone text around it, in lower case. */
  static byte[] lower(String name) throws BadText {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    byte[] to = new byte[NameBytes.LONGEST + 65];
    int length = parse(text, 0, text.length, new byte[1], to, 0);
    NameBytes.lower(to, 0, length);
    return java.util.Arrays.copyOf(to, length);
  }
}
