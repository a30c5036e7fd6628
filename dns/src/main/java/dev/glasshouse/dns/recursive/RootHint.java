package dev.glasshouse.dns.recursive;

import java.net.InetAddress;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * A root server as it is known before anything is asked (RFC 8109 section 2).
 *
 * @param name its name
 * @param addresses its addresses
 */
public record RootHint(Name name, List<InetAddress> addresses) {
  /** Copies the list. */
  public RootHint {
    addresses = List.copyOf(addresses);
  }
}
