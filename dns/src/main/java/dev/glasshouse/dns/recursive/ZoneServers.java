package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.RecordSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * The servers of zones with what is known of their addresses, as it was put together last: nearly
 * every question needs that, and it seldom changes. It holds until something is learnt of one of
 * the servers' names, or until the first of what it was made from is over.
 */
final class ZoneServers {

  /** How often something was learnt of a server's name. */
  private static final class Stamp {
    int changes;
  }

  /** What is known of a zone. */
  private record Known(
      RecordSet ns, Delegation servers, List<Stamp> stamps, int changes, long until) {
    boolean holds(RecordSet now, long moment) {
      return ns == now
          && (until == Long.MAX_VALUE || until - moment > 0)
          && changes == ZoneServers.changes(stamps);
    }
  }

  private final int most;
  private final Map<Name, Known> zones = new HashMap<>();
  private final Map<Name, Stamp> stamps = new HashMap<>();

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
    return known != null && known.holds(ns, now)
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
    if (stamps.size() >= most) {
      zones.clear();
      stamps.clear();
    }
    var its = new ArrayList<Stamp>(servers.servers().size());
    for (Delegation.NameServer server : servers.servers()) {
      its.add(stamps.computeIfAbsent(server.name(), name -> new Stamp()));
    }
    zones.put(ns.name(), new Known(ns, servers.anew(), its, changes(its), until));
  }

  /** Something was learnt of a name. */
  void changed(Name name) {
    Stamp stamp = stamps.get(name);
    if (stamp != null) {
      stamp.changes++;
    }
  }

  private static int changes(List<Stamp> stamps) {
    int all = 0;
    for (Stamp stamp : stamps) {
      all += stamp.changes;
    }
    return all;
  }
}
