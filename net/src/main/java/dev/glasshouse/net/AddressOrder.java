package dev.glasshouse.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sorts destination addresses by how well they would do from here.
 *
 * <p>Of the ten rules, 3 (deprecated sources), 4 (home addresses) and 7 (native transport) are left
 * out: the kernel does not tell a Java program what they need. Rule 9 (longest matching prefix)
 * holds for IPv6 only: for IPv4 it would undo the order in which name servers spread load.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6724#section-6">RFC 6724 section 6</a>
 */
final class AddressOrder {
  private final Function<InetAddress, Optional<InetAddress>> source;

  /**
   * An order.
   *
   * @param source the address we would send from to another; empty when there is no way to it
   */
  AddressOrder(Function<InetAddress, Optional<InetAddress>> source) {
    this.source = source;
  }

  /** The addresses, the best first; equals stay in the order in which they came. */
  List<InetAddress> sort(List<InetAddress> addresses) {
    if (addresses.size() < 2) {
      return addresses;
    }
    return addresses.stream()
        .map(address -> new Candidate(address, source.apply(address)))
        .sorted((a, b) -> compare(a.address, a.source, b.address, b.source))
        .map(Candidate::address)
        .toList();
  }

  /** A destination and where we would send from. */
  private record Candidate(InetAddress address, Optional<InetAddress> source) {}

  private static int compare(
      InetAddress a, Optional<InetAddress> from, InetAddress b, Optional<InetAddress> other) {
    // Rule 1: avoid destinations that cannot be used.
    if (from.isEmpty() || other.isEmpty()) {
      return Boolean.compare(from.isEmpty(), other.isEmpty());
    }
    InetAddress sourceA = from.get();
    InetAddress sourceB = other.get();
    // Rule 2: prefer a source of the same scope.
    int order = prefer(scope(a) == scope(sourceA), scope(b) == scope(sourceB));
    if (order == 0) {
      // Rule 5: prefer a source with the same label.
      order =
          prefer(
              policy(a).label == policy(sourceA).label, policy(b).label == policy(sourceB).label);
    }
    if (order == 0) {
      // Rule 6: prefer the higher precedence.
      order = Integer.compare(policy(b).precedence, policy(a).precedence);
    }
    if (order == 0) {
      // Rule 8: prefer the smaller scope.
      order = Integer.compare(scope(a), scope(b));
    }
    if (order == 0 && a instanceof Inet6Address && b instanceof Inet6Address) {
      // Rule 9: prefer the longer common prefix of source and destination.
      order = Integer.compare(common(b, sourceB), common(a, sourceA));
    }
    // Rule 10: otherwise leave the order alone (the sort is stable).
    return order;
  }

  private static int prefer(boolean first, boolean second) {
    return Boolean.compare(second, first);
  }

  /** Section 2.1: the default policy table. */
  private enum Policy {
    LOOPBACK("::1", 128, 50, 0),
    IPV4("::ffff:0:0", 96, 35, 4),
    SIX_TO_FOUR("2002::", 16, 30, 2),
    TEREDO("2001::", 32, 5, 5),
    UNIQUE_LOCAL("fc00::", 7, 3, 13),
    COMPATIBLE("::", 96, 1, 3),
    SITE_LOCAL("fec0::", 10, 1, 11),
    SIXBONE("3ffe::", 16, 1, 12),
    ANY("::", 0, 40, 1);

    final byte[] prefix;
    final int bits;
    final int precedence;
    final int label;

    Policy(String prefix, int bits, int precedence, int label) {
      this.prefix = mapped(InetAddress.ofLiteral(prefix));
      this.bits = bits;
      this.precedence = precedence;
      this.label = label;
    }
  }

  private static Policy policy(InetAddress address) {
    byte[] bytes = mapped(address);
    Policy best = Policy.ANY;
    for (Policy policy : Policy.values()) {
      if (policy.bits >= best.bits && Prefix.common(policy.prefix, bytes) >= policy.bits) {
        best = policy;
      }
    }
    return best;
  }

  /** Section 3.1 and 3.2: scopes by the numbers of multicast addresses. */
  private static int scope(InetAddress address) {
    if (address.isMulticastAddress()) {
      return address instanceof Inet6Address ? address.getAddress()[1] & 0xf : 14;
    }
    if (address.isLoopbackAddress() || address.isLinkLocalAddress()) {
      return 2;
    }
    // Section 3.2: private IPv4 addresses have global scope.
    return address instanceof Inet6Address && address.isSiteLocalAddress() ? 5 : 14;
  }

  /** The 16 bytes of an address, an IPv4 one mapped into IPv6. */
  private static byte[] mapped(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (!(address instanceof Inet4Address)) {
      return bytes;
    }
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(bytes, 0, mapped, 12, 4);
    return mapped;
  }

  private static int common(InetAddress a, InetAddress b) {
    // Section 2.2: only the first 64 bits, the network's, count.
    return Math.min(64, Prefix.common(mapped(a), mapped(b)));
  }
}
