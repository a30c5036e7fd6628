package dev.glasshouse.dom.encoding;

/** A decoder that takes a byte at a time and may put bytes back. */
abstract class ByteMachine extends StreamDecoder {
  private char[] out = {};
  private int end;

  ByteMachine() {}

  @Override
  public final int decode(byte[] in, int from, int to, char[] target, int at) {
    out = target;
    end = at;
    for (int i = from; i < to; i++) {
      step(in[i] & 0xFF);
    }
    return end;
  }

  @Override
  public final int finish(char[] target, int at) {
    out = target;
    end = at;
    endOfStream();
    return end;
  }

  abstract void step(int b);

  abstract void endOfStream();

  final void emit(char c) {
    out[end++] = c;
  }

  final void emitCodePoint(int codePoint) {
    end += Character.toChars(codePoint, out, end);
  }

  final void emitError() {
    out[end++] = '\uFFFD';
  }
}
