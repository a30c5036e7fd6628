package dev.glasshouse.dns.recursive;

import java.net.InetAddress;

/**
 * A range of addresses: those that share their first bits (RFC 4632 section 3.1).
 *
 * @param address one of them
 * @param bits how many bits they share
 */
public record NetworkRange(InetAddress address, int bits) {

  /** Whether an address lies in it. */
  public boolean contains(InetAddress other) {
    byte[] ours = address.getAddress();
    byte[] theirs = other.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit += 8) {
      int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit)) & 0xff;
      if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
