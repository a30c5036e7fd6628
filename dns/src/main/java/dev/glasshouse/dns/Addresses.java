package dev.glasshouse.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * The addresses of a name.
 *
 * @param host the name that was asked for
 * @param canonicalName the name at the end of the aliases; {@code host} itself when there are none
 * @param list the addresses, in the order in which they were given; never empty
 * @param source who answered: a cache, a file with its line, a server, a rule
 * @param ttl how long the answer holds
 */
public record Addresses(
    String host, String canonicalName, List<InetAddress> list, String source, Duration ttl) {

  /** Copies the list. */
  public Addresses {
    list = List.copyOf(list);
    if (list.isEmpty()) {
      throw new IllegalArgumentException("addresses without an address");
    }
  }
}
