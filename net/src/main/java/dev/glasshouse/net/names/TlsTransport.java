package dev.glasshouse.net.names;

import dev.glasshouse.dns.NameException;
import dev.glasshouse.dns.Names;
import dev.glasshouse.dns.Transport;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.TlsClient;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks name servers inside TLS (RFC 7858), by the strict profile (RFC 8310 section 5): a server
 * whose certificate is not good for its name is not asked at all. What goes another way is left to
 * another transport.
 *
 * <p>Connections are kept and shared by many questions, whose answers come in any order (RFC 7766
 * section 6.2.1).
 */
public final class TlsTransport implements Transport, AutoCloseable {
  /** The port of name servers inside TLS (RFC 7858 section 3.1). */
  public static final int PORT = 853;

  /** Servers are dialed by address. */
  private static final Names NOBODY =
      (host, deadline, trail, arrivals) -> {
        throw new NameException(host, NameException.Outcome.REFUSED, "servers have addresses");
      };

  private final Transport others;
  private final Map<InetSocketAddress, AskedServer> servers;

  /**
   * A transport.
   *
   * @param others what carries questions that do not go by TLS
   * @param tls who checks the certificates; it stays its owner's
   * @param certified the servers that may be asked, and for each the name, or the address as text,
   *     that its certificate must have
   */
  public TlsTransport(
      Transport others,
      Network network,
      TlsClient tls,
      Map<InetSocketAddress, String> certified,
      StreamLimits limits) {
    this.others = others;
    var dialer = new Dialer(network, NOBODY, tls);
    Map<InetSocketAddress, AskedServer> all = new HashMap<>();
    certified.forEach(
        (address, name) -> all.put(address, new AskedServer(address, name, dialer, limits)));
    this.servers = Map.copyOf(all);
  }

  @Override
  public Exchange udp(InetSocketAddress server, byte[] message, Replies replies) {
    return others.udp(server, message, replies);
  }

  @Override
  public Exchange tcp(InetSocketAddress server, byte[] message, Replies replies) {
    return others.tcp(server, message, replies);
  }

  @Override
  public Exchange udp(InetSocketAddress server, byte[] message, Replies replies, Trail trail) {
    return others.udp(server, message, replies, trail);
  }

  @Override
  public Exchange tcp(InetSocketAddress server, byte[] message, Replies replies, Trail trail) {
    return others.tcp(server, message, replies, trail);
  }

  @Override
  public Exchange tls(InetSocketAddress server, byte[] message, Replies replies, Trail trail) {
    AskedServer asked = servers.get(server);
    return asked == null
        ? others.tls(server, message, replies, trail)
        : asked.ask(message, replies, trail);
  }

  /** Closes the connections; who waits hears so. */
  @Override
  public void close() {
    servers.values().forEach(AskedServer::close);
  }
}
