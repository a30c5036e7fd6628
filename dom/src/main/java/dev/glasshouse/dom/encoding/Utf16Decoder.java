package dev.glasshouse.dom.encoding;

/** UTF-16 of either byte order (Encoding 14.2). */
final class Utf16Decoder extends StreamDecoder {
  private final boolean bigEndian;
  private int half = -1;
  private char lead;

  Utf16Decoder(boolean bigEndian) {
    this.bigEndian = bigEndian;
  }

  @Override
  public int decode(byte[] in, int from, int to, char[] out, int at) {
    int end = at;
    for (int i = from; i < to; i++) {
      int b = in[i] & 0xFF;
      if (half < 0) {
        half = b;
        continue;
      }
      char unit = (char) (bigEndian ? half << 8 | b : b << 8 | half);
      half = -1;
      end = unit(unit, out, end);
    }
    return end;
  }

  private int unit(char unit, char[] out, int at) {
    int end = at;
    if (lead != 0) {
      if (Character.isLowSurrogate(unit)) {
        out[end++] = lead;
        out[end++] = unit;
        lead = 0;
        return end;
      }
      lead = 0;
      out[end++] = '\uFFFD';
    }
    if (Character.isHighSurrogate(unit)) {
      lead = unit;
    } else {
      out[end++] = Character.isLowSurrogate(unit) ? '\uFFFD' : unit;
    }
    return end;
  }

  @Override
  public int finish(char[] out, int at) {
    int end = at;
    if (half >= 0 || lead != 0) {
      out[end++] = '\uFFFD';
    }
    half = -1;
    lead = 0;
    return end;
  }
}
