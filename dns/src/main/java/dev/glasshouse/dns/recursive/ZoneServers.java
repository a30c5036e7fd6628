package dev.glasshouse.dns.recursive;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.xbill.DNS.Name;

/**
 * The servers of zones with what is known of their addresses, as it was put together last: nearly
 * every question needs that, and it seldom changes. It holds until something is learnt of one of
 * the servers' names or of the zone's name servers, or until the first of what it was made from is
 * over.
 *
 * <p>Of a zone that was not asked about for a while nothing is near the processor: as little as may
 * be is looked at to see that what is known still holds.
 */
final class ZoneServers {
  // A power of two.
  private static final int SLOTS = 1 << 16;

  // After how many questions a zone's name servers count as asked for.
  private static final int SELDOM = 16;

  /** What is known of a zone. */
  private static final class Known {
    final Optional<Delegation> one;
    // Those of the servers' names.
    final int[] slots;
    // How much had been learnt of them.
    final int changes;
    final long until;
    int uses;

    Known(Delegation servers, int[] slots, int changes, long until) {
      this.one = Optional.of(servers);
      this.slots = slots;
      this.changes = changes;
      this.until = until;
    }
  }

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

  /**
   * A zone's servers, for one resolution more, if what is known of them still holds.
   *
   * @param used told now and then that the zone's name servers are still asked for
   */
  Optional<Delegation> of(Name zone, long now, Consumer<Name> used) {
    return held(zone, now, used).map(Delegation::anew);
  }

  /** The same as they are held for all: nobody notes in them what came of asking. */
  Optional<Delegation> held(Name zone, long now, Consumer<Name> used) {
    Known known = zones.get(zone);
    if (known == null
        || known.until != Long.MAX_VALUE && known.until - now <= 0
        || known.changes != changes(known.slots)) {
      return Optional.empty();
    }
    if (++known.uses % SELDOM == 0) {
      used.accept(zone);
    }
    return known.one;
  }

  /**
   * Remembers a zone's servers.
   *
   * @param servers nothing was asked of them yet
   * @param until until when what is known of their addresses holds
   */
  void keep(Delegation servers, long until) {
    if (names >= most || targets.size() >= most) {
      zones.clear();
      targets.clear();
      names = 0;
    }
    Delegation held =
        servers.held(target -> targets.computeIfAbsent(target.address(), a -> target));
    names += held.servers().size();
    int[] slots = new int[held.servers().size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = slot(held.servers().get(i).name());
      changes[slots[i]] = Math.max(1, changes[slots[i]]);
    }
    zones.put(
        servers.zone(), new Known(held, slots, changes(slots), Math.min(until, servers.until())));
  }

  /** Something was learnt of a zone's name servers. */
  void forget(Name zone) {
    zones.remove(zone);
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

  private int changes(int[] slots) {
    int all = 0;
    for (int slot : slots) {
      all += changes[slot];
    }
    return all;
  }
}
