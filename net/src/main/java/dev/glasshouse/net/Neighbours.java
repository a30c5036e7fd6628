package dev.glasshouse.net;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Hardware addresses of the machines on the link, as Linux shows them in {@code /proc/net/arp}:
 * IPv4 only, since the kernel tells those of IPv6 over netlink alone.
 */
record Neighbours(Map<InetAddress, String> hardware) {
  private static final int COMPLETE = 0x2;

  Neighbours {
    hardware = Map.copyOf(hardware);
  }

  /** Neighbours out of the kernel's text; lines that do not parse are passed over. */
  static Neighbours parse(String text) {
    Map<InetAddress, String> all = new HashMap<>();
    text.lines()
        .skip(1)
        .forEach(line -> {
          // Columns: IP address, HW type, Flags, HW address, Mask, Device.
          String[] columns = line.strip().split("\\s+");
          if (columns.length >= 6 && complete(columns[2])) {
            CertificateNames.literal(columns[0]).ifPresent(ip -> all.put(ip, columns[3]));
          }
        });
    return new Neighbours(all);
  }

  private static boolean complete(String flags) {
    try {
      return (Integer.decode(flags) & COMPLETE) != 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** The hardware address of a neighbour; empty when it is not known. */
  Optional<String> of(InetAddress address) {
    return Optional.ofNullable(hardware.get(address));
  }
}
