package dev.glasshouse.dom.encoding;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/** GB18030, which on the web decodes GBK too (Encoding 11.2). */
final class Gb18030Decoder extends ByteMachine {
  /** Pointer and character of four bytes where the web's ranges differ from the JDK's. */
  private static final String RANGE_PATCH =
      "\u4A71\u9FB4\u4A72\u9FB5\u4A73\u9FB6\u4A74\u9FB7\u4A75\u9FB8\u4A76\u9FB9\u4A77\u9FBA"
          + "\u4A78\u9FBB\u98A4\uFE10\u98A5\uFE11\u98A6\uFE12\u98A7\uFE13\u98A8\uFE14\u98A9\uFE15"
          + "\u98AA\uFE16\u98AB\uFE17\u98AC\uFE18\u98AD\uFE19";

  private int first;
  private int second;
  private int third;
  private @Nullable CharsetDecoder fourBytes;

  Gb18030Decoder() {}

  /** The index is made when it is first needed. */
  private static final class Index {
    static final int[] TABLE = table();

    private static int[] table() {
      int[] table = JdkIndex.read("GB18030", 0x81, 0xFE, o -> o + (o < 0x3F ? 0x40 : 0x41), 190);
      table[6555] = 0x3000;
      return table;
    }
  }

  @Override
  void step(int b) {
    if (third != 0) {
      fourth(b);
    } else if (second != 0) {
      if (b >= 0x81 && b <= 0xFE) {
        third = b;
      } else {
        int back = second;
        first = 0;
        second = 0;
        emitError();
        step(back);
        step(b);
      }
    } else if (first != 0) {
      second(b);
    } else if (b < 0x80) {
      emit((char) b);
    } else if (b == 0x80) {
      emit('\u20AC');
    } else if (b == 0xFF) {
      emitError();
    } else {
      first = b;
    }
  }

  private void second(int b) {
    if (b >= 0x30 && b <= 0x39) {
      second = b;
      return;
    }
    int lead = first;
    first = 0;
    int codePoint = 0;
    if ((b >= 0x40 && b <= 0x7E) || (b >= 0x80 && b <= 0xFE)) {
      codePoint = Index.TABLE[(lead - 0x81) * 190 + b - (b < 0x7F ? 0x40 : 0x41)];
    }
    if (codePoint != 0) {
      emitCodePoint(codePoint);
    } else {
      emitError();
      if (b < 0x80) {
        emit((char) b);
      }
    }
  }

  private void fourth(int b) {
    int b1 = first;
    int b2 = second;
    int b3 = third;
    first = 0;
    second = 0;
    third = 0;
    if (b < 0x30 || b > 0x39) {
      emitError();
      step(b2);
      step(b3);
      step(b);
      return;
    }
    int codePoint = ranges(b1, b2, b3, b);
    if (codePoint == 0) {
      emitError();
    } else {
      emitCodePoint(codePoint);
    }
  }

  private int ranges(int b1, int b2, int b3, int b4) {
    int pointer = (b1 - 0x81) * 12600 + (b2 - 0x30) * 1260 + (b3 - 0x81) * 10 + b4 - 0x30;
    if ((pointer > 39419 && pointer < 189000) || pointer > 1237575) {
      return 0;
    }
    if (pointer >= 189000) {
      return 0x10000 + pointer - 189000;
    }
    for (int i = 0; i < RANGE_PATCH.length(); i += 2) {
      if (RANGE_PATCH.charAt(i) == pointer) {
        return RANGE_PATCH.charAt(i + 1);
      }
    }
    CharsetDecoder decoder = fourBytes;
    if (decoder == null) {
      decoder =
          Charset.forName("GB18030")
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      fourBytes = decoder;
    }
    byte[] bytes = {(byte) b1, (byte) b2, (byte) b3, (byte) b4};
    try {
      return decoder.decode(ByteBuffer.wrap(bytes)).charAt(0);
    } catch (CharacterCodingException e) {
      return 0;
    }
  }

  @Override
  void endOfStream() {
    if (first != 0) {
      first = 0;
      second = 0;
      third = 0;
      emitError();
    }
  }
}
