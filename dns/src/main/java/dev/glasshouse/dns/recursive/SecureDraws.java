package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.wire.Bytes;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Numbers that nobody can guess (RFC 5452 section 9.2), drawn many at a time: one draw costs as
 * much as a hundred bytes of them. For one thread.
 */
final class SecureDraws implements RandomGenerator {
  private static final int STOCK = 1024;

  private final SecureRandom random;
  private final byte[] stock = new byte[STOCK];
  private int used = STOCK;

  SecureDraws(SecureRandom random) {
    this.random = random;
  }

  @Override
  public int nextInt() {
    if (used == STOCK) {
      random.nextBytes(stock);
      used = 0;
    }
    int drawn = Bytes.i32(stock, used);
    used += Integer.BYTES;
    return drawn;
  }

  @Override
  public long nextLong() {
    return (long) nextInt() << Integer.SIZE | nextInt() & 0xffff_ffffL;
  }
}
