package dev.glasshouse.url;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Addresses as people read them: IPv6 in its one canonical form, as in {@code ::1}.
 *
 * <p>Source: <a href="https://www.rfc-editor.org/rfc/rfc5952#section-4">RFC 5952, 4</a>, and 6 for
 * ports; the zone of a link-local address follows a {@code %} (RFC 4007, 11).
 */
public final class AddressText {
  private AddressText() {}

  /** An address alone, without brackets. */
  public static String of(InetAddress address) {
    if (!(address instanceof Inet6Address six)) {
      return address.getHostAddress();
    }
    ByteBuffer bytes = ByteBuffer.wrap(six.getAddress());
    String text = Ipv6Text.write(new Host.Ipv6(bytes.getLong(), bytes.getLong()));
    // The platform knows whether the zone has a name or a number only.
    String platform = six.getHostAddress();
    int zone = platform.indexOf('%');
    return zone < 0 ? text : text + platform.substring(zone);
  }

  /**
   * An address and port, an IPv6 address in brackets; a host that was not looked up by its name.
   */
  public static String of(InetSocketAddress address) {
    InetAddress its = address.getAddress();
    if (its == null) {
      return address.getHostString() + ":" + address.getPort();
    }
    String text = of(its);
    return (text.contains(":") ? "[" + text + "]" : text) + ":" + address.getPort();
  }

  /**
   * What {@link #of(InetSocketAddress)} writes, read: {@code 192.0.2.1}, {@code [::1]:5353}; an
   * IPv6 address alone needs no brackets. Names are not looked up.
   *
   * @param usualPort the port where the text has none
   * @return empty when it is no address
   */
  public static Optional<InetSocketAddress> parse(String text, int usualPort) {
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
