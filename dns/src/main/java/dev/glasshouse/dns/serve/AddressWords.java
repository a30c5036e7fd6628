package dev.glasshouse.dns.serve;

import dev.glasshouse.url.AddressText;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** An address and a port as text. */
public final class AddressWords {
  private AddressWords() {}

  /** Its text. */
  public static String of(InetSocketAddress address) {
    String host = AddressText.of(address.getAddress());
    boolean six = address.getAddress() instanceof Inet6Address && !host.startsWith("[");
    return (six ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
