package dev.glasshouse.dns.recursive;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.Name;

/**
 * A zone whose servers are configured.
 *
 * @param zone the zone's name; everything below it belongs to it
 * @param kind whether the servers are the owner's, or resolve for us
 * @param names names of servers, whose addresses are looked up
 * @param addresses addresses and ports of servers
 * @param manners what holds besides
 * @param certified the names that the certificates of servers must have, by their addresses; of a
 *     server that is not in here it must have the address (RFC 8310 section 8)
 */
public record Upstream(
    Name zone,
    Kind kind,
    List<Name> names,
    List<InetSocketAddress> addresses,
    Set<Manner> manners,
    Map<InetSocketAddress, String> certified) {

  /** What the servers are. */
  public enum Kind {
    /** They have the zone; their referrals are followed. */
    STUB,
    /** They resolve for us; the whole question goes to them. */
    FORWARD
  }

  /** What can hold besides. */
  public enum Manner {
    /** When they fail, the usual way from the root is tried. */
    FIRST,
    /** A stub zone's name servers are asked for at the zone itself. */
    PRIME,
    /** Nothing of theirs is cached. */
    NO_CACHE,
    /** They are asked by TCP alone. */
    TCP,
    /** They are asked inside TLS alone (RFC 7858); what fails there is asked nowhere else. */
    TLS
  }

  /** A zone whose servers' certificates, if there are any, have their addresses. */
  public Upstream(
      Name zone,
      Kind kind,
      List<Name> names,
      List<InetSocketAddress> addresses,
      Set<Manner> manners) {
    this(zone, kind, names, addresses, manners, Map.of());
  }

  /** Copies the collections. */
  public Upstream {
    names = List.copyOf(names);
    addresses = List.copyOf(addresses);
    manners = Set.copyOf(manners);
    certified = Map.copyOf(certified);
  }

  /** Whether this holds besides. */
  public boolean has(Manner manner) {
    return manners.contains(manner);
  }
}
