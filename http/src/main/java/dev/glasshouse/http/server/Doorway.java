package dev.glasshouse.http.server;

import dev.glasshouse.dns.serve.AddressRange;
import java.net.InetAddress;
import java.util.List;

/**
 * What stands before a server's connections.
 *
 * @param http2 whether HTTP/2 is spoken without TLS, to clients that begin with it
 * @param proxies balancers that begin each connection with the PROXY protocol's header, and are
 *     believed who the client is; whoever is none of them is not asked for it
 * @param perAddress how many connections one address may have at once; 0 for any number
 */
public record Doorway(boolean http2, List<AddressRange> proxies, int perAddress) {
  /** An open one: HTTP/2, no balancers, any number. */
  public static final Doorway OPEN = new Doorway(true, List.of(), 0);

  public Doorway {
    proxies = List.copyOf(proxies);
  }

  boolean believes(InetAddress address) {
    return proxies.stream().anyMatch(range -> range.has(address));
  }
}
