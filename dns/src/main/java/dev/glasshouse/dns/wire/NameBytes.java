package dev.glasshouse.dns.wire;

import java.util.Arrays;

/**
 * Names as bytes: labels with their lengths, and the root's empty label at the end. Letters compare
 * without case (RFC 4343). Whatever is read out of a message must have passed {@link MessageScan}.
 */
public final class NameBytes {
  /** The longest name, bytes. */
  public static final int LONGEST = 255;

  private static final byte[] LOWER = new byte[256];

  static {
    for (int i = 0; i < 256; i++) {
      LOWER[i] = (byte) (i >= 'A' && i <= 'Z' ? i + 32 : i);
    }
  }

  private NameBytes() {}

  /** A byte's letter in lower case. */
  public static byte lower(byte letter) {
    return LOWER[letter & 0xff];
  }

  /**
   * Writes a message's name without compression and in lower case.
   *
   * @param to takes up to {@link #LONGEST} bytes at {@code at}
   * @return its length, bytes
   */
  public static int expandLower(byte[] message, int from, byte[] to, int at) {
    int here = from;
    int out = at;
    while (true) {
      int first = message[here] & 0xff;
      if (first >= 0xc0) {
        here = (first & 0x3f) << 8 | (message[here + 1] & 0xff);
        continue;
      }
      to[out++] = (byte) first;
      if (first == 0) {
        return out - at;
      }
      here++;
      for (int i = 0; i < first; i++) {
        to[out++] = LOWER[message[here++] & 0xff];
      }
    }
  }

  /** A message's name without compression, its case kept. */
  public static byte[] expand(byte[] message, int from) {
    int here = from;
    while (message[here] != 0 && (message[here] & 0xc0) == 0) {
      here += 1 + message[here];
    }
    if (message[here] == 0) {
      return Arrays.copyOfRange(message, from, here + 1);
    }
    byte[] to = new byte[LONGEST];
    here = from;
    int out = 0;
    while (true) {
      int first = message[here] & 0xff;
      if (first >= 0xc0) {
        here = (first & 0x3f) << 8 | (message[here + 1] & 0xff);
        continue;
      }
      System.arraycopy(message, here, to, out, first + 1);
      out += first + 1;
      here += first + 1;
      if (first == 0) {
        return Arrays.copyOf(to, out);
      }
    }
  }

  /** A name in lower case. */
  public static byte[] lower(byte[] name) {
    byte[] to = name.clone();
    lower(to, 0, to.length);
    return to;
  }

  /** Puts a name into lower case where it stands; lengths are below 64 and are no letters. */
  public static void lower(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      bytes[i] = LOWER[bytes[i] & 0xff];
    }
  }

  /** How many labels a name has, the root's not counted. */
  public static int labels(byte[] name, int from) {
    int count = 0;
    for (int at = from; name[at] != 0; at += 1 + (name[at] & 0xff)) {
      count++;
    }
    return count;
  }

  /** How long the name is that begins here, bytes. It must have no pointers. */
  public static int length(byte[] name, int from) {
    int at = from;
    while (name[at] != 0) {
      at += 1 + (name[at] & 0xff);
    }
    return at + 1 - from;
  }

  /** A hash of bytes that are in lower case already. */
  public static int hash(byte[] bytes, int from, int to) {
    int hash = 0x811c9dc5;
    for (int i = from; i < to; i++) {
      hash = (hash ^ bytes[i]) * 0x01000193;
    }
    // The low bits are what tables look at.
    hash ^= hash >>> 15;
    hash *= 0x2c1b3c6d;
    return hash ^ hash >>> 13;
  }

  /** Whether a name is this other one, or lies below it. Both in lower case. */
  public static boolean within(byte[] name, byte[] above) {
    for (int at = 0; ; at += 1 + (name[at] & 0xff)) {
      if (name.length - at == above.length) {
        return Arrays.equals(name, at, name.length, above, 0, above.length);
      }
      if (name.length - at < above.length) {
        return false;
      }
    }
  }

  /**
   * The order of DNSSEC (RFC 4034 section 6.1): label by label from the root's end. Both in lower
   * case.
   */
  public static int compare(byte[] a, byte[] b) {
    int[] starts = new int[256];
    int labels = starts(a, starts, 0);
    int others = starts(b, starts, 128);
    for (int i = 1; i <= Math.min(labels, others); i++) {
      int x = starts[labels - i];
      int y = starts[128 + others - i];
      int order =
          Arrays.compareUnsigned(a, x + 1, x + 1 + (a[x] & 0xff), b, y + 1, y + 1 + (b[y] & 0xff));
      if (order != 0) {
        return order;
      }
    }
    return labels - others;
  }

  private static int starts(byte[] name, int[] to, int at) {
    int count = 0;
    for (int i = 0; name[i] != 0; i += 1 + (name[i] & 0xff)) {
      to[at + count++] = i;
    }
    return count;
  }

  /**
   * A name as text with a dot at its end (RFC 1035 section 5.1 escapes); {@code .} for the root.
   */
  public static String text(byte[] name) {
    return text(name, 0);
  }

  /** The name that begins here as text. */
  public static String text(byte[] name, int from) {
    if (name[from] == 0) {
      return ".";
    }
    var text = new StringBuilder();
    int at = from;
    while (name[at] != 0) {
      int end = at + 1 + (name[at] & 0xff);
      for (int i = at + 1; i < end; i++) {
        letter(text, name[i] & 0xff);
      }
      text.append('.');
      at = end;
    }
    return text.toString();
  }

  private static void letter(StringBuilder text, int letter) {
    if (letter <= ' ' || letter >= 0x7f) {
      text.append('\\').append((char) ('0' + letter / 100));
      text.append((char) ('0' + letter / 10 % 10)).append((char) ('0' + letter % 10));
    } else {
      if ("\"().;\\@$".indexOf(letter) >= 0) {
        text.append('\\');
      }
      text.append((char) letter);
    }
  }
}
