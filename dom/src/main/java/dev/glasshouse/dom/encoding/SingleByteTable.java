package dev.glasshouse.dom.encoding;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/**
 * What the bytes from 0x80 on mean in the encodings of one byte a character (Encoding 9).
 *
 * <p>The tables are the JDK's where it has them; bytes up to 0x9F that it leaves open are controls
 * on the web, and a few characters differ.
 */
final class SingleByteTable {
  private static final String ISO_8859_10 =
      "\u00A0\u0104\u0112\u0122\u012A\u0128\u0136\u00A7\u013B\u0110\u0160\u0166"
          + "\u017D\u00AD\u016A\u014A\u00B0\u0105\u0113\u0123\u012B\u0129\u0137\u00B7"
          + "\u013C\u0111\u0161\u0167\u017E\u2015\u016B\u014B\u0100\u00C1\u00C2\u00C3"
          + "\u00C4\u00C5\u00C6\u012E\u010C\u00C9\u0118\u00CB\u0116\u00CD\u00CE\u00CF"
          + "\u00D0\u0145\u014C\u00D3\u00D4\u00D5\u00D6\u0168\u00D8\u0172\u00DA\u00DB"
          + "\u00DC\u00DD\u00DE\u00DF\u0101\u00E1\u00E2\u00E3\u00E4\u00E5\u00E6\u012F"
          + "\u010D\u00E9\u0119\u00EB\u0117\u00ED\u00EE\u00EF\u00F0\u0146\u014D\u00F3"
          + "\u00F4\u00F5\u00F6\u0169\u00F8\u0173\u00FA\u00FB\u00FC\u00FD\u00FE\u0138";

  private static final String ISO_8859_14 =
      "\u00A0\u1E02\u1E03\u00A3\u010A\u010B\u1E0A\u00A7\u1E80\u00A9\u1E82\u1E0B"
          + "\u1EF2\u00AD\u00AE\u0178\u1E1E\u1E1F\u0120\u0121\u1E40\u1E41\u00B6\u1E56"
          + "\u1E81\u1E57\u1E83\u1E60\u1EF3\u1E84\u1E85\u1E61\u00C0\u00C1\u00C2\u00C3"
          + "\u00C4\u00C5\u00C6\u00C7\u00C8\u00C9\u00CA\u00CB\u00CC\u00CD\u00CE\u00CF"
          + "\u0174\u00D1\u00D2\u00D3\u00D4\u00D5\u00D6\u1E6A\u00D8\u00D9\u00DA\u00DB"
          + "\u00DC\u00DD\u0176\u00DF\u00E0\u00E1\u00E2\u00E3\u00E4\u00E5\u00E6\u00E7"
          + "\u00E8\u00E9\u00EA\u00EB\u00EC\u00ED\u00EE\u00EF\u0175\u00F1\u00F2\u00F3"
          + "\u00F4\u00F5\u00F6\u1E6B\u00F8\u00F9\u00FA\u00FB\u00FC\u00FD\u0177\u00FF";

  private SingleByteTable() {}

  /** 128 characters; U+FFFD for bytes that mean nothing. */
  static char[] of(Encoding encoding) {
    return switch (encoding) {
      case ISO_8859_10 -> ofHighPart(ISO_8859_10);
      case ISO_8859_14 -> ofHighPart(ISO_8859_14);
      case X_USER_DEFINED -> userDefined();
      case ISO_8859_8_I -> ofJdk("ISO-8859-8");
      case MACINTOSH -> ofJdk("x-MacRoman");
      case X_MAC_CYRILLIC -> with(ofJdk("x-MacUkraine"), 0xFF, '\u20AC');
      case KOI8_U -> with(with(ofJdk("KOI8-U"), 0xAE, '\u045E'), 0xBE, '\u040E');
      case WINDOWS_874 -> ofJdk("x-windows-874");
      case WINDOWS_1255 -> with(ofJdk("windows-1255"), 0xCA, '\u05BA');
      default -> ofJdk(encoding.standardName());
    };
  }

  private static char[] with(char[] table, int b, char c) {
    table[b - 0x80] = c;
    return table;
  }

  private static char[] userDefined() {
    char[] table = new char[128];
    for (int i = 0; i < 128; i++) {
      table[i] = (char) (0xF780 + i);
    }
    return table;
  }

  private static char[] ofHighPart(String from0xA0) {
    char[] table = new char[128];
    for (int i = 0; i < 128; i++) {
      table[i] = i < 32 ? (char) (0x80 + i) : from0xA0.charAt(i - 32);
    }
    return table;
  }

  private static char[] ofJdk(String charset) {
    var decoder =
        Charset.forName(charset)
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    char[] table = new char[128];
    byte[] one = new byte[1];
    for (int i = 0; i < 128; i++) {
      one[0] = (byte) (0x80 + i);
      try {
        table[i] = decoder.decode(ByteBuffer.wrap(one)).charAt(0);
      } catch (CharacterCodingException e) {
        table[i] = i < 32 ? (char) (0x80 + i) : '\uFFFD';
      }
    }
    return table;
  }
}
