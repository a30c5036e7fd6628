package dev.glasshouse.dom.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** UTF-8 (Encoding 8.1.1): one U+FFFD for each longest piece that might have become a character. */
final class Utf8Decoder extends StreamDecoder {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080808080808080L;

  private int codePoint;
  private int needed;
  private int lower = 0x80;
  private int upper = 0xBF;

  Utf8Decoder() {}

  @Override
  public int decode(byte[] in, int from, int to, char[] out, int at) {
    int i = from;
    int end = at;
    while (i < to) {
      if (needed == 0) {
        int ascii = asciiRun(in, i, to);
        widen(in, i, ascii, out, end);
        end += ascii - i;
        i = ascii;
        // Text that is mostly not ASCII stays in here.
        while (i + 3 <= to && in[i] < 0) {
          int length = whole(in, i, out, end);
          if (length == 0) {
            break;
          }
          i += length;
          end++;
        }
        if (i == to) {
          break;
        }
        if (in[i] >= 0) {
          continue;
        }
      }
      end = step(in[i] & 0xFF, out, end);
      i++;
    }
    return end;
  }

  private static int asciiRun(byte[] in, int from, int to) {
    int i = from;
    while (i + 8 <= to && ((long) LONGS.get(in, i) & HIGH_BITS) == 0) {
      i += 8;
    }
    while (i < to && in[i] >= 0) {
      i++;
    }
    return i;
  }

  private static void widen(byte[] in, int from, int to, char[] out, int at) {
    int shift = at - from;
    for (int i = from; i < to; i++) {
      out[i + shift] = (char) in[i];
    }
  }

  /** Decodes a well-formed character of two or three bytes; how many, or 0 if it is not that. */
  private static int whole(byte[] in, int i, char[] out, int at) {
    int b1 = in[i];
    int b2 = in[i + 1];
    if (b1 >> 5 == -2 && (b1 & 0x1E) != 0 && b2 < -64) {
      out[at] = (char) ((b1 & 0x1F) << 6 | b2 & 0x3F);
      return 2;
    }
    int b3 = in[i + 2];
    if (b1 >> 4 == -2 && b2 < -64 && b3 < -64) {
      int c = (b1 & 0x0F) << 12 | (b2 & 0x3F) << 6 | b3 & 0x3F;
      if (c >= 0x800 && (c < 0xD800 || c > 0xDFFF)) {
        out[at] = (char) c;
        return 3;
      }
    }
    return 0;
  }

  /** The standard's machine, a byte at a time. */
  private int step(int b, char[] out, int at) {
    if (needed > 0) {
      if (b < lower || b > upper) {
        reset();
        out[at] = '\uFFFD';
        return step(b, out, at + 1);
      }
      lower = 0x80;
      upper = 0xBF;
      codePoint = codePoint << 6 | b & 0x3F;
      if (--needed > 0) {
        return at;
      }
      return at + Character.toChars(codePoint, out, at);
    }
    if (b < 0x80) {
      out[at] = (char) b;
      return at + 1;
    }
    return lead(b, out, at);
  }

  private int lead(int b, char[] out, int at) {
    if (b >= 0xC2 && b <= 0xDF) {
      needed = 1;
      codePoint = b & 0x1F;
    } else if (b >= 0xE0 && b <= 0xEF) {
      lower = b == 0xE0 ? 0xA0 : 0x80;
      upper = b == 0xED ? 0x9F : 0xBF;
      needed = 2;
      codePoint = b & 0x0F;
    } else if (b >= 0xF0 && b <= 0xF4) {
      lower = b == 0xF0 ? 0x90 : 0x80;
      upper = b == 0xF4 ? 0x8F : 0xBF;
      needed = 3;
      codePoint = b & 0x07;
    } else {
      out[at] = '\uFFFD';
      return at + 1;
    }
    return at;
  }

  private void reset() {
    needed = 0;
    lower = 0x80;
    upper = 0xBF;
  }

  @Override
  public int finish(char[] out, int at) {
    if (needed == 0) {
      return at;
    }
    reset();
    out[at] = '\uFFFD';
    return at + 1;
  }
}
