package dev.glasshouse.edge.proxy;

import dev.glasshouse.dns.serve.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/**
 * How a reverse proxy passes requests on.
 *
 * @param name what it calls itself in {@code Via}, {@code Forwarded} and {@code Proxy-Status}: a
 *     token
 * @param trusted peers whose word on the client is kept: other proxies of the same operator
 * @param hops through how many gateways a request may have come: 20, more than any sane chain; more
 *     is a loop
 */
public record ProxyOptions(String name, List<AddressRange> trusted, int hops) {
  /** Nobody's word is kept. */
  public static final ProxyOptions USUAL = new ProxyOptions("glass-edge", List.of(), 20);

  /** Options that do not change. */
  public ProxyOptions {
    trusted = List.copyOf(trusted);
  }

  /** The same with peers whose word on the client is kept. */
  public ProxyOptions trusting(List<AddressRange> peers) {
    return new ProxyOptions(name, peers, hops);
  }

  /** The same under another name. */
  public ProxyOptions named(String other) {
    return new ProxyOptions(other, trusted, hops);
  }

  boolean trusts(SocketAddress peer) {
    if (trusted.isEmpty() || !(peer instanceof InetSocketAddress its)) {
      return false;
    }
    InetAddress address = its.getAddress();
    return address != null && trusted.stream().anyMatch(range -> range.has(address));
  }
}
