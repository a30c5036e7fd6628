package dev.glasshouse.http.alt;

/**
 * Where else an origin is to be had (RFC 7838 section 2).
 *
 * @param protocol the protocol, as ALPN names it
 * @param host the host; an IPv6 address in brackets; empty for the origin's own
 * @param port the port
 */
public record Alternative(String protocol, String host, int port) {

  /** The same with the origin's host where none was said. */
  public Alternative at(String originHost) {
    return host.isEmpty() ? new Alternative(protocol, originHost, port) : this;
  }

  /** Host and port. */
  public String authority() {
    return host + ":" + port;
  }

  @Override
  public String toString() {
    return protocol + " " + authority();
  }
}
