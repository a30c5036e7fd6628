package dev.glasshouse.dns.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * A hash of bytes that nobody outside can work out: of two caches each has its own. It is short
 * work, and no signature: what it protects also counts how many entries share a place.
 *
 * @see <a href="https://github.com/wangyi-fudan/wyhash">Wang Yi, wyhash: words multiplied, both
 *     halves of the product added up</a>
 */
final class KeyHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long seed;
  private final long factor;

  /** One with these secrets; the second is taken to be odd. */
  KeyHash(long seed, long factor) {
    this.seed = seed;
    this.factor = factor | 1;
  }

  /** One with secrets of its own. */
  static KeyHash secret() {
    var random = new SecureRandom();
    return new KeyHash(random.nextLong(), random.nextLong());
  }

  /** The hash of the first bytes of an array. */
  long of(byte[] bytes, int length) {
    long hash = seed ^ length;
    int at = 0;
    for (; at <= length - 8; at += 8) {
      hash = mixed(hash ^ (long) LONG.get(bytes, at), factor);
    }
    long last = 0;
    for (; at < length; at++) {
      last = last << 8 | bytes[at] & 0xff;
    }
    return mixed(mixed(hash ^ last, factor), seed | 1);
  }

  private static long mixed(long one, long other) {
    return one * other ^ Math.unsignedMultiplyHigh(one, other);
  }
}
