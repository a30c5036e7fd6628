package dev.glasshouse.net;

import java.util.List;

/**
 * What to dial.
 *
 * @param host a name, or an address as text (an IPv6 address with or without brackets)
 * @param port the TCP port
 * @param security whether TLS is spoken, and how
 */
public record Target(String host, int port, Security security) {

  /** Whether TLS is spoken on a connection. */
  public sealed interface Security {}

  /** No TLS. */
  public record Plain() implements Security {}

  /**
   * TLS.
   *
   * @param serverName the name that the certificate must have, and that is sent (SNI) unless it is
   *     an address
   * @param alpn the protocols offered, the best first; may be empty
   */
  public record Tls(String serverName, List<String> alpn) implements Security {
    /** Copies the list. */
    public Tls {
      alpn = List.copyOf(alpn);
    }
  }

  /** Checks the port, and takes the brackets off an IPv6 address. */
  public Target {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port);
    }
    host = bare(host);
  }

  /** TCP alone. */
  public static Target plain(String host, int port) {
    return new Target(host, port, new Plain());
  }

  /** TLS over TCP; the certificate must be for the host. */
  public static Target tls(String host, int port, List<String> alpn) {
    return new Target(host, port, new Tls(bare(host), alpn));
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
