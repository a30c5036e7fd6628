package dev.glasshouse.http.client;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.NameException;
import dev.glasshouse.dns.Names;
import dev.glasshouse.journey.Trail;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * Names, with addresses that an HTTPS record hints at: they are tried while the real ones are asked
 * for, and are all there is when nobody knows the real ones (RFC 9460 7.3).
 */
record Hinted(Names names, List<InetAddress> hints) implements Names {
  @Override
  public Addresses addresses(String host, Deadline deadline, Trail trail, Arrivals arrivals)
      throws NameException {
    for (Family family : Family.values()) {
      List<InetAddress> its = hints.stream().filter(a -> Family.of(a) == family).toList();
      if (!its.isEmpty()) {
        arrivals.arrived(family, its);
      }
    }
    try {
      return names.addresses(host, deadline, trail, arrivals);
    } catch (NameException e) {
      if (hints.isEmpty()) {
        throw e;
      }
      return new Addresses(host, host, hints, "the hints of its HTTPS record", Duration.ZERO);
    }
  }
}
