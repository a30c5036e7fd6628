package dev.glasshouse.dom.encoding;

/** Encodings that are not to be decoded: one U+FFFD for any content at all (Encoding 14.1). */
final class ReplacementDecoder extends StreamDecoder {
  private boolean said;

  ReplacementDecoder() {}

  @Override
  public int decode(byte[] in, int from, int to, char[] out, int at) {
    if (said || from == to) {
      return at;
    }
    said = true;
    out[at] = '\uFFFD';
    return at + 1;
  }

  @Override
  public int finish(char[] out, int at) {
    return at;
  }
}
