package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.RecordSet;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * The servers of zones with what is known of their addresses, as it was put together last: nearly
 * every question needs that, and it seldom changes. It holds until something is learnt of one of
 * the servers' names, or until the first of what it was made from is over.
 */
final class ZoneServers {
  // A power of two.
  private static final int SLOTS = 1 << 16;

  /**
   * What is known of a zone.
   *
   * @param changes how much had been learnt of its servers
   */
  private record Known(RecordSet ns, Delegation servers, int changes, long until) {}

  private final int most;
  private final Map<Name, Known> zones = new HashMap<>();
  private final Map<InetSocketAddress, Delegation.Target> targets = new HashMap<>();
  private int names;
  // How often something was learnt of servers' names, each in the slot of its hash: that two share
  // one costs work now and then. 0 where nobody's servers are.
  private final int[] changes = new int[SLOTS];

  /**
   * Nothing is known.
   *
   * @param most of how many servers; with one more it begins anew
   */
  ZoneServers(int most) {
    this.most = most;
  }

  /** A zone's servers, for one resolution more, if what is known of them still holds. */
  Optional<Delegation> of(RecordSet ns, long now) {
    Known known = zones.get(ns.name());
    return known != null
            && known.ns == ns
            && (known.until == Long.MAX_VALUE || known.until - now > 0)
            && known.changes == changes(known.servers)
        ? Optional.of(known.servers.anew())
        : Optional.empty();
  }

  /**
   * Remembers a zone's servers.
   *
   * @param servers nothing was asked of them yet
   * @param until until when what is known of their addresses holds
   */
  void keep(RecordSet ns, Delegation servers, long until) {
    if (names >= most || targets.size() >= most) {
      zones.clear();
      targets.clear();
      names = 0;
    }
    Delegation held =
        servers.held(target -> targets.computeIfAbsent(target.address(), a -> target));
    names += held.servers().size();
    for (Delegation.NameServer server : held.servers()) {
      int slot = slot(server.name());
      changes[slot] = Math.max(1, changes[slot]);
    }
    zones.put(ns.name(), new Known(ns, held, changes(held), until));
  }

  /** Something was learnt of a name. */
  void changed(Name name) {
    int slot = slot(name);
    if (changes[slot] != 0) {
      changes[slot] = Math.max(1, changes[slot] + 1);
    }
  }

  private static int slot(Name name) {
    return name.hashCode() * 0x9e3779b9 >>> 16 & SLOTS - 1;
  }

  private int changes(Delegation servers) {
    int all = 0;
    for (Delegation.NameServer server : servers.servers()) {
      all += changes[slot(server.name())];
    }
    return all;
  }
}
