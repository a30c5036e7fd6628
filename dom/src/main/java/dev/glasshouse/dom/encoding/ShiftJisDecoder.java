package dev.glasshouse.dom.encoding;

/** Shift_JIS, which on the web is windows-31J (Encoding 12.3). */
final class ShiftJisDecoder extends ByteMachine {
  private int lead;

  ShiftJisDecoder() {}

  @Override
  void step(int b) {
    if (lead == 0) {
      if (b <= 0x80) {
        emit((char) b);
      } else if (b >= 0xA1 && b <= 0xDF) {
        emit((char) (0xFF61 - 0xA1 + b));
      } else if (b != 0xA0 && b <= 0xFC) {
        lead = b;
      } else {
        emitError();
      }
      return;
    }
    int pointer = pointer(lead, b);
    lead = 0;
    if (pointer >= 8836 && pointer <= 10715) {
      // What users defined for themselves.
      emit((char) (0xE000 - 8836 + pointer));
      return;
    }
    int[] index = JapaneseIndex.JIS_0208;
    int codePoint = pointer >= 0 && pointer < index.length ? index[pointer] : 0;
    if (codePoint != 0) {
      emitCodePoint(codePoint);
    } else {
      emitError();
      if (b < 0x80) {
        emit((char) b);
      }
    }
  }

  private static int pointer(int first, int second) {
    if ((second < 0x40 || second > 0x7E) && (second < 0x80 || second > 0xFC)) {
      return -1;
    }
    int row = first - (first < 0xA0 ? 0x81 : 0xC1);
    return row * 188 + second - (second < 0x7F ? 0x40 : 0x41);
  }

  @Override
  void endOfStream() {
    if (lead != 0) {
      lead = 0;
      emitError();
    }
  }
}
