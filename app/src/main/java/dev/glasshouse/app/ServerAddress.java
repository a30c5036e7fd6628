package dev.glasshouse.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Addresses of name servers, as they are typed: {@code 192.0.2.1}, {@code [::1]:5353}. */
final class ServerAddress {
  /** The port of DNS by UDP and TCP (RFC 1035 section 4.2). */
  static final int DNS_PORT = 53;

  private ServerAddress() {}

  /** What was typed, with the port of name servers where none was; empty when it is no address. */
  static Optional<InetSocketAddress> of(String text) {
    return of(text, DNS_PORT);
  }

  /** The same with another port where none was typed. */
  static Optional<InetSocketAddress> of(String text, int usualPort) {
    int colon = text.lastIndexOf(':');
    boolean bare = colon < 0 || (text.indexOf(':') != colon && !text.startsWith("["));
    boolean port = !bare && !text.endsWith("]");
    String host = port ? text.substring(0, colon) : text;
    try {
      String literal =
          host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
      return Optional.of(
          new InetSocketAddress(
              InetAddress.ofLiteral(literal),
              port ? Integer.parseInt(text.substring(colon + 1)) : usualPort));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
