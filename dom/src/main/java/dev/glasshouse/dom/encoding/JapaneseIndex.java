package dev.glasshouse.dom.encoding;

/** The two indexes that the Japanese encodings share (Encoding 5), made when first needed. */
final class JapaneseIndex {
  /** JIS X 0208 with the extensions of NEC and IBM, as Shift_JIS counts: 188 to a row. */
  static final int[] JIS_0208 = JdkIndex.withoutPrivateUse(read0208());

  private JapaneseIndex() {}

  private static int[] read0208() {
    int[] low = JdkIndex.read("windows-31j", 0x81, 0x9F, JapaneseIndex::trail, 188);
    int[] high = JdkIndex.read("windows-31j", 0xE0, 0xFC, JapaneseIndex::trail, 188);
    int[] both = new int[low.length + high.length];
    System.arraycopy(low, 0, both, 0, low.length);
    System.arraycopy(high, 0, both, low.length, high.length);
    return both;
  }

  private static int trail(int offset) {
    return offset + (offset < 0x3F ? 0x40 : 0x41);
  }

  /** JIS X 0212, which only EUC-JP uses. */
  static final class Jis0212 {
    static final int[] TABLE = JdkIndex.jis0212();

    private Jis0212() {}
  }
}
