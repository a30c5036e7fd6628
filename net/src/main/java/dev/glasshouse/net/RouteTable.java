package dev.glasshouse.net;

import dev.glasshouse.url.AddressText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's routes, as Linux shows them in {@code /proc/net/route} and {@code
 * /proc/net/ipv6_route}.
 *
 * @param rows the routes that are up and lead somewhere
 */
record RouteTable(List<Row> rows) {
  private static final int UP = 0x1;
  private static final int GATEWAY = 0x2;
  private static final int REJECT = 0x200;

  RouteTable {
    rows = List.copyOf(rows);
  }

  /**
   * One route.
   *
   * @param network the network number it leads to
   * @param prefixLength the length of that network's prefix, bits
   * @param gateway where packets are handed to; empty when the network is on the link
   * @param metric of several equally good routes the lowest is taken
   * @param networkInterface the interface, for example eth0
   */
  record Row(
      InetAddress network,
      int prefixLength,
      Optional<InetAddress> gateway,
      long metric,
      String networkInterface) {

    /** The route as {@code ip route} would write it. */
    String text() {
      return AddressText.of(network)
          + "/"
          + prefixLength
          + gateway.map(g -> " via " + AddressText.of(g)).orElse("")
          + " dev "
          + networkInterface;
    }

    boolean fits(InetAddress destination) {
      byte[] a = network.getAddress();
      byte[] b = destination.getAddress();
      return a.length == b.length && Prefix.common(a, b) >= prefixLength;
    }
  }

  /**
   * A table out of the kernel's two texts; lines that do not parse are passed over.
   *
   * @param ipv4 the text of {@code /proc/net/route}
   * @param ipv6 the text of {@code /proc/net/ipv6_route}
   */
  static RouteTable parse(String ipv4, String ipv6) {
    var rows = new ArrayList<Row>();
    ipv4.lines().skip(1).forEach(line -> ipv4(line).ifPresent(rows::add));
    ipv6.lines().forEach(line -> ipv6(line).ifPresent(rows::add));
    return new RouteTable(rows);
  }

  /**
   * Columns: Iface Destination Gateway Flags RefCnt Use Metric Mask; numbers in host byte order.
   */
  private static Optional<Row> ipv4(String line) {
    String[] columns = line.strip().split("\\s+");
    if (columns.length < 8) {
      return Optional.empty();
    }
    try {
      int flags = Integer.parseInt(columns[3], 16);
      if ((flags & UP) == 0 || (flags & REJECT) != 0) {
        return Optional.empty();
      }
      return Optional.of(
          new Row(
              little(columns[1]),
              Integer.bitCount(Integer.parseUnsignedInt(columns[7], 16)),
              (flags & GATEWAY) != 0 ? Optional.of(little(columns[2])) : Optional.empty(),
              Long.parseLong(columns[6]),
              columns[0]));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * Columns: destination, prefix, source, its prefix, next hop, metric, two counters, flags,
   * interface.
   */
  private static Optional<Row> ipv6(String line) {
    String[] columns = line.strip().split("\\s+");
    if (columns.length < 10) {
      return Optional.empty();
    }
    try {
      int flags = Integer.parseUnsignedInt(columns[8], 16);
      if ((flags & UP) == 0 || (flags & REJECT) != 0) {
        return Optional.empty();
      }
      return Optional.of(
          new Row(
              address(HexFormat.of().parseHex(columns[0])),
              Integer.parseInt(columns[1], 16),
              (flags & GATEWAY) != 0
                  ? Optional.of(address(HexFormat.of().parseHex(columns[4])))
                  : Optional.empty(),
              Long.parseLong(columns[5], 16),
              columns[9]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static InetAddress little(String hex) {
    int bits = Integer.reverseBytes(Integer.parseUnsignedInt(hex, 16));
    return address(
        new byte[] {(byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits});
  }

  static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(bytes.length + " bytes are no address", e);
    }
  }

  /**
   * The routes that fit a destination, the one that is taken first: longest prefix, lowest metric.
   */
  List<Row> fitting(InetAddress destination) {
    return rows.stream()
        .filter(row -> row.fits(destination))
        .sorted(
            Comparator.comparingInt(Row::prefixLength).reversed().thenComparingLong(Row::metric))
        .toList();
  }
}
