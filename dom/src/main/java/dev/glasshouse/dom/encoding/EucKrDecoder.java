package dev.glasshouse.dom.encoding;

/** EUC-KR, which on the web is windows-949 (Encoding 13.1). */
final class EucKrDecoder extends DoubleByteDecoder {
  EucKrDecoder() {
    super(Index.TABLE);
  }

  /** The index is made when it is first needed. */
  private static final class Index {
    static final int[] TABLE =
        JdkIndex.withoutPrivateUse(
            JdkIndex.read("x-windows-949", 0x81, 0xFE, offset -> offset + 0x41, 190));
  }

  @Override
  boolean isLead(int b) {
    return b >= 0x81 && b <= 0xFE;
  }

  @Override
  int pointer(int first, int second) {
    return second >= 0x41 && second <= 0xFE ? (first - 0x81) * 190 + second - 0x41 : -1;
  }
}
