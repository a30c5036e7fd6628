package dev.glasshouse.dns.serve;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * SipHash-2-4: a short keyed hash that nobody without the key can guess.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9018#section-4.4">RFC 9018 section 4.4</a>
 */
public final class SipHash {
  private long v0;
  private long v1;
  private long v2;
  private long v3;

  private SipHash(long key0, long key1) {
    v0 = key0 ^ 0x736f6d6570736575L;
    v1 = key1 ^ 0x646f72616e646f6dL;
    v2 = key0 ^ 0x6c7967656e657261L;
    v3 = key1 ^ 0x7465646279746573L;
  }

  /** The hash of some bytes. */
  public static long of(long key0, long key1, byte[] bytes) {
    var hash = new SipHash(key0, key1);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (in.remaining() >= 8) {
      hash.word(in.getLong());
    }
    long last = (long) bytes.length << 56;
    for (int i = 0; in.hasRemaining(); i += 8) {
      last |= (in.get() & 0xffL) << i;
    }
    hash.word(last);
    hash.v2 ^= 0xff;
    for (int i = 0; i < 4; i++) {
      hash.round();
    }
    return hash.v0 ^ hash.v1 ^ hash.v2 ^ hash.v3;
  }

  private void word(long word) {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
  }

  private void round() {
    v0 += v1;
    v1 = Long.rotateLeft(v1, 13) ^ v0;
    v0 = Long.rotateLeft(v0, 32);
    v2 += v3;
    v3 = Long.rotateLeft(v3, 16) ^ v2;
    v0 += v3;
    v3 = Long.rotateLeft(v3, 21) ^ v0;
    v2 += v1;
    v1 = Long.rotateLeft(v1, 17) ^ v2;
    v2 = Long.rotateLeft(v2, 32);
  }
}
