package dev.glasshouse.dom.encoding;

/** What Big5 and EUC-KR share: ASCII, and two bytes that point into an index. */
abstract class DoubleByteDecoder extends ByteMachine {
  private final int[] index;
  private int lead;

  DoubleByteDecoder(int[] index) {
    this.index = index;
  }

  abstract boolean isLead(int b);

  /** The place in the index, or -1. */
  abstract int pointer(int first, int second);

  /** Emits what the index cannot hold; whether there was something. */
  boolean special(int pointer) {
    return false;
  }

  @Override
  final void step(int b) {
    if (lead == 0) {
      if (b < 0x80) {
        emit((char) b);
      } else if (isLead(b)) {
        lead = b;
      } else {
        emitError();
      }
      return;
    }
    int pointer = pointer(lead, b);
    lead = 0;
    if (pointer >= 0 && special(pointer)) {
      return;
    }
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

  @Override
  final void endOfStream() {
    if (lead != 0) {
      lead = 0;
      emitError();
    }
  }
}
