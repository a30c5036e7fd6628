package dev.glasshouse.net;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ConnectionReason;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.url.AddressText;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The way out of this machine to an address.
 *
 * @param destination the address
 * @param networkInterface the interface, for example eth0
 * @param source our own address on it
 * @param prefixLength the length of our own network's prefix (the netmask), bits
 * @param network our own network's number: the source with all bits after the prefix cleared
 * @param gateway the gateway; empty when the destination is on the link itself
 * @param nextHopMac the hardware address of the gateway, or of the destination when it is on the
 *     link; empty where the kernel has not told
 * @param because why this way
 */
public record Route(
    InetAddress destination,
    String networkInterface,
    InetAddress source,
    int prefixLength,
    InetAddress network,
    Optional<InetAddress> gateway,
    Optional<String> nextHopMac,
    Because because) {

  /**
   * The way to an address, out of what the kernel tells.
   *
   * @param source the address that the kernel would send from
   * @param own our own addresses
   */
  static Optional<Route> choose(
      InetAddress destination,
      InetAddress source,
      List<NetworkAddress> own,
      RouteTable table,
      Neighbours neighbours) {
    Optional<NetworkAddress> ours =
        own.stream().filter(a -> bare(a.address()).equals(bare(source))).findFirst();
    boolean local =
        destination.isLoopbackAddress()
            || own.stream().anyMatch(a -> bare(a.address()).equals(bare(destination)));
    int prefix = ours.map(NetworkAddress::prefixLength).orElse(source.getAddress().length * 8);
    InetAddress network = Prefix.network(source, prefix);
    if (local) {
      return Optional.of(
          new Route(
              destination,
              "lo",
              source,
              prefix,
              network,
              Optional.empty(),
              Optional.empty(),
              Because.of(ConnectionReason.OWN_ADDRESS)));
    }
    List<RouteTable.Row> fitting = table.fitting(destination);
    // Where rules send packets by more than their destination, the kernel's own source tells.
    List<RouteTable.Row> chosen =
        fitting.stream()
            .filter(
                r -> ours.isEmpty() || r.networkInterface().equals(ours.get().networkInterface()))
            .toList();
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    RouteTable.Row row = chosen.getFirst();
    Because because =
        Because.of(ConnectionReason.LONGEST_PREFIX, fitting.size(), row.prefixLength(), row.text());
    for (RouteTable.Row other : fitting) {
      if (!other.equals(row)) {
        because = because.butNot(other.text(), ConnectionReason.SHORTER_PREFIX);
      }
    }
    return Optional.of(
        new Route(
            destination,
            row.networkInterface(),
            source,
            prefix,
            network,
            row.gateway(),
            neighbours.of(row.gateway().orElse(destination)),
            because));
  }

  /** An address without its scope. */
  private static InetAddress bare(InetAddress address) {
    return RouteTable.address(address.getAddress());
  }

  /** The step that tells of it. */
  ConnectionStep.RouteChosen step() {
    return new ConnectionStep.RouteChosen(
        text(destination),
        networkInterface,
        text(source),
        prefixLength,
        text(Prefix.mask(source, prefixLength)),
        text(network),
        gateway.map(Route::text).orElse(""),
        nextHopMac.orElse(""));
  }

  private static String text(InetAddress address) {
    return AddressText.of(address);
  }
}
