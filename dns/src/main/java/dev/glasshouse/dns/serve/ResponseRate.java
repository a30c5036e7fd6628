package dev.glasshouse.dns.serve;

import java.net.InetAddress;

/**
 * How often the same answer goes to the same network, so that a server cannot be made to flood
 * somebody whose address is forged. A table of fixed size: accounts that fall on one place share
 * it, which limits sooner, never later.
 *
 * <p>An account earns {@code perSecond} answers a second, and holds those of one second. What it
 * cannot pay is dropped, but every {@code slip}th time answered with a cut message: who really asks
 * comes back by TCP.
 *
 * <p>Not safe for threads: each event loop has its own.
 */
final class ResponseRate {
  private static final int PLACES = 1 << 14;
  private static final long SECOND = 1_000_000_000L;

  private final int perSecond;
  private final int slip;
  private final long[] spent = new long[PLACES];
  private final int[] turned = new int[PLACES];
  private final int seed;

  /** What is done with an answer. */
  enum Verdict {
    SEND,
    TRUNCATE,
    DROP
  }

  /**
   * Accounts that are full.
   *
   * @param perSecond answers a second; 0 for no limit
   * @param slip which of the limited answers is cut and not dropped; 0 for none
   * @param seed makes places that nobody can guess
   */
  ResponseRate(int perSecond, int slip, int seed) {
    this.perSecond = perSecond;
    this.slip = slip;
    this.seed = seed;
  }

  boolean isOn() {
    return perSecond > 0;
  }

  int slip() {
    return slip;
  }

  /**
   * Whether an answer may go.
   *
   * @param kind a hash of what makes answers the same
   * @param now monotonic nanoseconds
   */
  Verdict verdict(InetAddress client, int kind, long now) {
    int place = place(client, kind);
    long cost = SECOND / perSecond;
    // The account as the moment until which what was sent is paid for.
    long paid = Math.max(spent[place], now - SECOND);
    if (paid + cost <= now) {
      spent[place] = paid + cost;
      return Verdict.SEND;
    }
    // A flood stays limited for as long as it goes on.
    spent[place] = paid;
    return slip > 0 && ++turned[place] % slip == 0 ? Verdict.TRUNCATE : Verdict.DROP;
  }

  /** IPv4 by 24 bits, IPv6 by 56: what one owner usually has. */
  private int place(InetAddress client, int kind) {
    byte[] address = client.getAddress();
    int bytes = address.length == 4 ? 3 : 7;
    int hash = seed ^ kind;
    for (int i = 0; i < bytes; i++) {
      hash = (hash ^ address[i]) * 0x01000193;
    }
    hash ^= hash >>> 16;
    hash *= 0x45d9f3b;
    return (hash ^ hash >>> 15) & PLACES - 1;
  }
}
