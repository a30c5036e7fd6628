package dev.glasshouse.http.websocket;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PushReason;
import java.util.Optional;

/**
 * What stands before a frame's payload (RFC 6455 5.2).
 *
 * @param last whether it is the last of its message (FIN)
 * @param compressed whether its message is compressed (RSV1, RFC 7692 6)
 * @param opcode what it is
 * @param mask what the payload is masked with; empty where it is not
 * @param length bytes of the payload
 * @param bytes bytes of the head itself
 */
record FrameHead(
    boolean last, boolean compressed, Opcode opcode, Optional<Mask> mask, long length, int bytes) {
  /** A control frame's payload is no longer than this (5.5). */
  static final int CONTROL = 125;

  /** Four bytes that a payload is masked with (5.3). */
  record Mask(int key) {
    /** Masks, or unmasks, bytes that begin at a place of their payload. */
    void apply(byte[] bytes, int offset, int length, long at) {
      for (int i = 0; i < length; i++) {
        int shift = 24 - 8 * (int) ((at + i) & 3);
        bytes[offset + i] ^= (byte) (key >>> shift);
      }
    }
  }

  /**
   * Reads a head.
   *
   * @param from who sent it
   * @param compression whether RSV1 has a meaning
   * @return empty while it is not whole
   * @throws ClosedException when it breaks a rule; as soon as that shows
   */
  static Optional<FrameHead> read(byte[] in, int offset, int there, Side from, boolean compression)
      throws ClosedException {
    if (there < 1) {
      return Optional.empty();
    }
    int first = in[offset] & 0xff;
    boolean last = (first & 0x80) != 0;
    boolean compressed = (first & 0x40) != 0;
    Opcode opcode =
        Opcode.of(first & 0xf).orElseThrow(() -> broken(PushReason.BAD_OPCODE, "5.2", first & 0xf));
    boolean mayCompress = compression && (opcode == Opcode.TEXT || opcode == Opcode.BINARY);
    if ((first & 0x30) != 0 || (compressed && !mayCompress)) {
      throw broken(PushReason.RESERVED_BIT, "5.2");
    }
    if (opcode.isControl() && !last) {
      throw broken(PushReason.CONTROL_FRAGMENTED, "5.5");
    }
    if (there < 2) {
      return Optional.empty();
    }
    int second = in[offset + 1] & 0xff;
    boolean masked = (second & 0x80) != 0;
    if (masked != (from == Side.CLIENT)) {
      throw broken(masked ? PushReason.MASKED : PushReason.NOT_MASKED, "5.1");
    }
    int small = second & 0x7f;
    if (opcode.isControl() && small > CONTROL) {
      throw broken(PushReason.CONTROL_TOO_LONG, "5.5");
    }
    int extended = small == 126 ? 2 : small == 127 ? 8 : 0;
    int whole = 2 + extended + (masked ? 4 : 0);
    if (there < whole) {
      return Optional.empty();
    }
    long length = extended == 0 ? small : number(in, offset + 2, extended);
    if (length < 0 || (extended == 2 && length < 126) || (extended == 8 && length <= 0xffff)) {
      throw broken(PushReason.BAD_LENGTH, "5.2");
    }
    Optional<Mask> mask =
        masked
            ? Optional.of(new Mask((int) number(in, offset + 2 + extended, 4)))
            : Optional.empty();
    return Optional.of(new FrameHead(last, compressed, opcode, mask, length, whole));
  }

  private static long number(byte[] in, int offset, int bytes) {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number = number << 8 | (in[offset + i] & 0xff);
    }
    return number;
  }

  private static ClosedException broken(PushReason reason, String section, Object... arguments) {
    return new ClosedException(
        CloseCode.PROTOCOL_ERROR, Because.of(reason, Clause.rfc(6455, section), arguments));
  }

  /** A frame as it goes out, with a copy of its payload. */
  byte[] written(byte[] payload, int offset) {
    int count = (int) length;
    int extended = count < 126 ? 0 : count <= 0xffff ? 2 : 8;
    int start = 2 + extended + (mask.isPresent() ? 4 : 0);
    byte[] out = new byte[start + count];
    out[0] = (byte) ((last ? 0x80 : 0) | (compressed ? 0x40 : 0) | opcode.code());
    int small = extended == 0 ? count : extended == 2 ? 126 : 127;
    out[1] = (byte) ((mask.isPresent() ? 0x80 : 0) | small);
    for (int i = 0; i < extended; i++) {
      out[2 + i] = (byte) ((long) count >>> 8 * (extended - 1 - i));
    }
    System.arraycopy(payload, offset, out, start, count);
    mask.ifPresent(its -> {
      for (int i = 0; i < 4; i++) {
        out[2 + extended + i] = (byte) (its.key() >>> 24 - 8 * i);
      }
      its.apply(out, start, count, 0);
    });
    return out;
  }

  /** The head of a frame that is to go out. */
  static FrameHead of(
      boolean last, boolean compressed, Opcode opcode, Optional<Mask> mask, int length) {
    return new FrameHead(last, compressed, opcode, mask, length, 0);
  }
}
