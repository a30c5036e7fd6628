package dev.glasshouse.server.programs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The records of FastCGI (FastCGI 1.0, section 3.3): eight bytes, then content, then padding. */
final class FastCgiRecord {
  static final int HEAD = 8;
  static final int MOST = 65_535;

  // Types, section 8.
  static final int BEGIN_REQUEST = 1;
  static final int END_REQUEST = 3;
  static final int PARAMS = 4;
  static final int STDIN = 5;
  static final int STDOUT = 6;
  static final int STDERR = 7;

  private static final int VERSION = 1;
  private static final int RESPONDER = 1;
  private static final int KEEP = 1;

  /** A connection carries one request at a time, so each is the first. */
  static final int REQUEST = 1;

  private FastCgiRecord() {}

  /** The eight bytes before content of some length, which is at most {@link #MOST}. */
  static byte[] head(int type, int length) {
    return new byte[] {VERSION, (byte) type, 0, REQUEST, (byte) (length >> 8), (byte) length, 0, 0};
  }

  /** What begins a request for an answer, on a connection that is to stay or not (5.1). */
  static byte[] begin(boolean stays) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(head(BEGIN_REQUEST, 8));
    out.writeBytes(new byte[] {0, RESPONDER, (byte) (stays ? KEEP : 0), 0, 0, 0, 0, 0});
    return out.toByteArray();
  }

  /** The records of all variables, and the empty one that ends them (3.4, 5.2). */
  static byte[] params(Map<String, String> variables) {
    var pairs = new ByteArrayOutputStream();
    variables.forEach((name, value) -> {
      byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
      byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
      length(pairs, nameBytes.length);
      length(pairs, valueBytes.length);
      pairs.writeBytes(nameBytes);
      pairs.writeBytes(valueBytes);
    });
    byte[] all = pairs.toByteArray();
    var out = new ByteArrayOutputStream(all.length + 2 * HEAD);
    for (int at = 0; at < all.length; at += MOST) {
      int length = Math.min(MOST, all.length - at);
      out.writeBytes(head(PARAMS, length));
      out.write(all, at, length);
    }
    out.writeBytes(head(PARAMS, 0));
    return out.toByteArray();
  }

  /** One byte up to 127, else four with the highest bit set. */
  private static void length(ByteArrayOutputStream out, int length) {
    if (length > 127) {
      out.write(length >> 24 | 0x80);
      out.write(length >> 16);
      out.write(length >> 8);
    }
    out.write(length);
  }
}
