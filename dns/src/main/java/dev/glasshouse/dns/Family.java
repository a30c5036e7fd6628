package dev.glasshouse.dns;

import java.net.Inet6Address;
import java.net.InetAddress;

/** One of the two families of internet addresses. */
public enum Family {
  /** IPv6, asked for with AAAA. */
  IPV6,
  /** IPv4, asked for with A. */
  IPV4;

  /** The family of an address. */
  public static Family of(InetAddress address) {
    return address instanceof Inet6Address ? IPV6 : IPV4;
  }

  /** The record type that holds this family's addresses. */
  public String recordType() {
    return this == IPV6 ? "AAAA" : "A";
  }
}
