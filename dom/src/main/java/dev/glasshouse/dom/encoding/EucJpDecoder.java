package dev.glasshouse.dom.encoding;

/** EUC-JP (Encoding 12.1). */
final class EucJpDecoder extends ByteMachine {
  private int lead;
  private boolean jis0212;

  EucJpDecoder() {}

  @Override
  void step(int b) {
    if (lead == 0x8E && b >= 0xA1 && b <= 0xDF) {
      lead = 0;
      emit((char) (0xFF61 - 0xA1 + b));
    } else if (lead == 0x8F && b >= 0xA1 && b <= 0xFE) {
      jis0212 = true;
      lead = b;
    } else if (lead != 0) {
      second(b);
    } else if (b < 0x80) {
      emit((char) b);
    } else if (b == 0x8E || b == 0x8F || (b >= 0xA1 && b <= 0xFE)) {
      lead = b;
    } else {
      emitError();
    }
  }

  private void second(int b) {
    int codePoint = 0;
    if (lead >= 0xA1 && b >= 0xA1 && b <= 0xFE) {
      int pointer = (lead - 0xA1) * 94 + b - 0xA1;
      codePoint = (jis0212 ? JapaneseIndex.Jis0212.TABLE : JapaneseIndex.JIS_0208)[pointer];
    }
    jis0212 = false;
    lead = 0;
    if (codePoint != 0) {
      emitCodePoint(codePoint);
    } else {
      emitError();
      if (b < 0x80) {
        emit((char) b);
      }
    }
  }

  @Override
  void endOfStream() {
    if (lead != 0) {
      lead = 0;
      jis0212 = false;
      emitError();
    }
  }
}
