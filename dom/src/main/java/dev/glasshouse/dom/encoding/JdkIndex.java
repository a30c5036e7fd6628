package dev.glasshouse.dom.encoding;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.function.IntUnaryOperator;

/**
 * Reads the indexes of the Encoding Standard (5) out of the JDK's charsets, which agree but for a
 * few.
 */
final class JdkIndex {
  private JdkIndex() {}

  /** The index of two-byte characters: a code point for each pointer, 0 for none. */
  static int[] read(
      String charset, int firstLead, int lastLead, IntUnaryOperator trail, int trails) {
    return read(charset, new byte[2], firstLead, lastLead, trail, trails);
  }

  /** The index of JIS X 0212, which EUC-JP reaches by a byte before the two. */
  static int[] jis0212() {
    byte[] bytes = new byte[3];
    bytes[0] = (byte) 0x8F;
    return read("EUC-JP", bytes, 0xA1, 0xFE, offset -> offset + 0xA1, 94);
  }

  private static int[] read(
      String charset,
      byte[] bytes,
      int firstLead,
      int lastLead,
      IntUnaryOperator trail,
      int trails) {
    CharsetDecoder decoder =
        Charset.forName(charset)
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    int[] index = new int[(lastLead - firstLead + 1) * trails];
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(4);
    int at = 0;
    for (int lead = firstLead; lead <= lastLead; lead++) {
      bytes[bytes.length - 2] = (byte) lead;
      for (int offset = 0; offset < trails; offset++) {
        bytes[bytes.length - 1] = (byte) trail.applyAsInt(offset);
        index[at++] = one(decoder, in.clear(), out.clear());
      }
    }
    return index;
  }

  private static int one(CharsetDecoder decoder, ByteBuffer in, CharBuffer out) {
    CoderResult result = decoder.reset().decode(in, out, true);
    out.flip();
    if (result.isError() || !out.hasRemaining()) {
      return 0;
    }
    int codePoint = Character.codePointAt(out, 0);
    return Character.charCount(codePoint) == out.length() ? codePoint : 0;
  }

  /** The same index without characters for private use. */
  static int[] withoutPrivateUse(int[] index) {
    for (int i = 0; i < index.length; i++) {
      if (index[i] >= 0xE000 && index[i] <= 0xF8FF) {
        index[i] = 0;
      }
    }
    return index;
  }
}
