package dev.glasshouse.edge.proxy;

import dev.glasshouse.dns.serve.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How a reverse proxy passes requests on.
 *
 * @param name what it calls itself in {@code Via}, {@code Forwarded} and {@code Proxy-Status}: a
 *     token
 * @param trusted peers whose word on the client is kept: other proxies of the same operator
 * @param hops through how many gateways a request may have come: 20, more than any sane chain; more
 *     is a loop
 * @param upgrades protocols that clients may change to, in lower case: websocket; a change to
 *     another version of HTTP would lead past everything here
 * @param tunnelIdle how long nothing may come through a tunnel: 1 h
 */
public record ProxyOptions(
    String name, List<AddressRange> trusted, int hops, Set<String> upgrades, Duration tunnelIdle) {
  /** Nobody's word is kept. */
  public static final ProxyOptions USUAL =
      new ProxyOptions("glass-edge", List.of(), 20, Set.of("websocket"), Duration.ofHours(1));

  /** Options that do not change. */
  public ProxyOptions {
    trusted = List.copyOf(trusted);
    upgrades = Set.copyOf(upgrades);
  }

  /** The same with peers whose word on the client is kept. */
  public ProxyOptions trusting(List<AddressRange> peers) {
    return new ProxyOptions(name, peers, hops, upgrades, tunnelIdle);
  }

  /** The same under another name. */
  public ProxyOptions named(String other) {
    return new ProxyOptions(other, trusted, hops, upgrades, tunnelIdle);
  }

  boolean trusts(SocketAddress peer) {
    if (trusted.isEmpty() || !(peer instanceof InetSocketAddress its)) {
      return false;
    }
    InetAddress address = its.getAddress();
    return address != null && trusted.stream().anyMatch(range -> range.has(address));
  }
}
