package dev.glasshouse.http.websocket;

/**
 * Whether bytes that come in pieces are UTF-8 (RFC 3629): told at the first byte that cannot be
 * part of it, wherever a piece ends. Neither surrogates nor what is longer than it need be nor what
 * is above U+10FFFF is. Pure; not safe for several threads.
 */
final class Utf8Check {
  /** How many continuation bytes are to come. */
  private int left;

  /** The least and the greatest that the next of them may be. */
  private int least = 0x80;

  private int most = 0xbf;

  /** Looks at more; false once it cannot be UTF-8. */
  boolean add(byte[] bytes, int offset, int length) {
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      int b = bytes[i] & 0xff;
      if (left > 0) {
        if (b < least || b > most) {
          return false;
        }
        left--;
        least = 0x80;
        most = 0xbf;
      } else if (b >= 0x80 && !lead(b)) {
        return false;
      }
    }
    return true;
  }

  /** The first byte of a character that has several (RFC 3629 4). */
  private boolean lead(int b) {
    if (b >= 0xc2 && b <= 0xdf) {
      left = 1;
    } else if (b >= 0xe0 && b <= 0xef) {
      left = 2;
      least = b == 0xe0 ? 0xa0 : 0x80;
      most = b == 0xed ? 0x9f : 0xbf;
    } else if (b >= 0xf0 && b <= 0xf4) {
      left = 3;
      least = b == 0xf0 ? 0x90 : 0x80;
      most = b == 0xf4 ? 0x8f : 0xbf;
    } else {
      return false;
    }
    return true;
  }

  /** Whether no character is cut off at the end of what was looked at. */
  boolean isWhole() {
    return left == 0;
  }
}
