package dev.glasshouse.net;

import java.net.InetAddress;

/** Prefixes of addresses. */
final class Prefix {
  private Prefix() {}

  /** How many bits two addresses of one length have in common from the left. */
  static int common(byte[] a, byte[] b) {
    for (int i = 0; i < a.length; i++) {
      int differ = (a[i] ^ b[i]) & 0xff;
      if (differ != 0) {
        return i * 8 + Integer.numberOfLeadingZeros(differ) - 24;
      }
    }
    return a.length * 8;
  }

  /** The network number: an address with all bits after its prefix cleared. */
  static InetAddress network(InetAddress address, int prefixLength) {
    byte[] bytes = address.getAddress();
    for (int i = 0; i < bytes.length; i++) {
      int keep = Math.clamp(prefixLength - i * 8L, 0, 8);
      bytes[i] &= (byte) (0xff00 >>> keep);
    }
    return RouteTable.address(bytes);
  }

  /** A prefix as a mask, for example 255.255.255.0. */
  static InetAddress mask(InetAddress like, int prefixLength) {
    byte[] ones = new byte[like.getAddress().length];
    java.util.Arrays.fill(ones, (byte) 0xff);
    return network(RouteTable.address(ones), prefixLength);
  }
}
