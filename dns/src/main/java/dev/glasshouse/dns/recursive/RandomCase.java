package dev.glasshouse.dns.recursive;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;
import org.xbill.DNS.WireParseException;

/**
 * Names whose letters have a random case: servers repeat the case, so who guesses has to guess it
 * too (draft-vixie-dnsext-dns0x20).
 */
final class RandomCase {
  private RandomCase() {}

  /** The same name in a random case. */
  static Name of(Name name, RandomGenerator random) {
    byte[] wire = name.toWire();
    for (int at = 0; wire[at] != 0; ) {
      int end = at + wire[at];
      for (at++; at <= end; at++) {
        if ((wire[at] & 0xdf) >= 'A' && (wire[at] & 0xdf) <= 'Z' && random.nextBoolean()) {
          wire[at] ^= 0x20;
        }
      }
    }
    try {
      return new Name(new org.xbill.DNS.DNSInput(wire));
    } catch (WireParseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether two names are the same to the letter. */
  static boolean same(Name one, Name other) {
    return Arrays.equals(one.toWire(), other.toWire());
  }
}
