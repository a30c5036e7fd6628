package dev.glasshouse.dom.encoding;

/** One byte, one character (Encoding 9 and 14.5). */
final class SingleByteDecoder extends StreamDecoder {
  private final char[] table;

  SingleByteDecoder(char[] table) {
    this.table = table;
  }

  @Override
  public int decode(byte[] in, int from, int to, char[] out, int at) {
    int shift = at - from;
    for (int i = from; i < to; i++) {
      byte b = in[i];
      out[i + shift] = b >= 0 ? (char) b : table[b & 0x7F];
    }
    return to + shift;
  }

  @Override
  public int finish(char[] out, int at) {
    return at;
  }
}
