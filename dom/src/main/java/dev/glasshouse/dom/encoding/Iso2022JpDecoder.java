package dev.glasshouse.dom.encoding;

/** ISO-2022-JP (Encoding 12.2): escape sequences change what the bytes mean. */
final class Iso2022JpDecoder extends ByteMachine {
  private enum State {
    ASCII,
    ROMAN,
    KATAKANA,
    LEAD_BYTE,
    TRAIL_BYTE,
    ESCAPE_START,
    ESCAPE
  }

  private State state = State.ASCII;
  private State outputState = State.ASCII;
  private int lead;
  private boolean output;

  Iso2022JpDecoder() {}

  @Override
  void step(int b) {
    switch (state) {
      case ASCII -> character(b, b < 0x80 && b != 0x0E && b != 0x0F ? b : -1);
      case ROMAN -> character(b, roman(b));
      case KATAKANA -> character(b, b >= 0x21 && b <= 0x5F ? 0xFF61 - 0x21 + b : -1);
      case LEAD_BYTE -> leadByte(b);
      case TRAIL_BYTE -> trailByte(b);
      case ESCAPE_START -> escapeStart(b);
      case ESCAPE -> escape(b);
    }
  }

  private static int roman(int b) {
    return switch (b) {
      case 0x5C -> 0xA5;
      case 0x7E -> 0x203E;
      case 0x0E, 0x0F -> -1;
      default -> b < 0x80 ? b : -1;
    };
  }

  private void character(int b, int codePoint) {
    if (b == 0x1B) {
      state = State.ESCAPE_START;
      return;
    }
    output = false;
    if (codePoint >= 0) {
      emit((char) codePoint);
    } else {
      emitError();
    }
  }

  private void leadByte(int b) {
    if (b == 0x1B) {
      state = State.ESCAPE_START;
      return;
    }
    output = false;
    if (b >= 0x21 && b <= 0x7E) {
      lead = b;
      state = State.TRAIL_BYTE;
    } else {
      emitError();
    }
  }

  private void trailByte(int b) {
    state = State.LEAD_BYTE;
    if (b == 0x1B) {
      state = State.ESCAPE_START;
      emitError();
      return;
    }
    int codePoint = 0;
    if (b >= 0x21 && b <= 0x7E) {
      codePoint = JapaneseIndex.JIS_0208[(lead - 0x21) * 94 + b - 0x21];
    }
    if (codePoint != 0) {
      emitCodePoint(codePoint);
    } else {
      emitError();
    }
  }

  private void escapeStart(int b) {
    if (b == 0x24 || b == 0x28) {
      lead = b;
      state = State.ESCAPE;
      return;
    }
    noEscape();
    step(b);
  }

  private void noEscape() {
    output = false;
    state = outputState;
    emitError();
  }

  private void escape(int b) {
    int first = lead;
    lead = 0;
    State next = null;
    if (first == 0x28) {
      next =
          switch (b) {
            case 0x42 -> State.ASCII;
            case 0x4A -> State.ROMAN;
            case 0x49 -> State.KATAKANA;
            default -> null;
          };
    } else if (b == 0x40 || b == 0x42) {
      next = State.LEAD_BYTE;
    }
    if (next == null) {
      noEscape();
      step(first);
      step(b);
      return;
    }
    state = next;
    outputState = next;
    boolean twice = output;
    output = true;
    if (twice) {
      emitError();
    }
  }

  @Override
  void endOfStream() {
    switch (state) {
      case TRAIL_BYTE -> emitError();
      case ESCAPE_START -> noEscape();
      case ESCAPE -> {
        int first = lead;
        noEscape();
        step(first);
        endOfStream();
        return;
      }
      default -> {
        // Nothing is half read.
      }
    }
    state = State.ASCII;
    outputState = State.ASCII;
  }
}
