package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.BoundedCache;
import java.net.InetSocketAddress;
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
  // What an entry takes, and each of its servers besides; as a heap of the JVM shows it.
  private static final int ZONE_BYTES = 320;
  private static final int SERVER_BYTES = 120;

  // For each so many bytes of zones a slot: a thing that is learnt puts few zones out of date.
  private static final int BYTES_A_SLOT = 32;
  private static final int FEWEST_SLOTS = 1 << 10;
  private static final int MOST_SLOTS = 1 << 21;

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

    int weight() {
      return ZONE_BYTES + SERVER_BYTES * slots.length;
    }
  }

  private final BoundedCache<Name, Known> zones;
  // Those that zones have in common. One that went is held by its zones alone.
  private final BoundedCache<InetSocketAddress, Delegation.Target> targets;
  // How often something was learnt of servers' names, each in the slot of its hash: that two share
  // one costs work now and then. 0 where nobody's servers are. A power of two.
  private final int[] changes;

  /**
   * Nothing is known.
   *
   * @param bytes how much is held of zones
   * @param addresses how many addresses of servers are held for all zones
   */
  ZoneServers(long bytes, int addresses) {
    this.zones = new BoundedCache<>(bytes, Known::weight);
    this.targets = new BoundedCache<>(addresses, target -> 1);
    long slots = Math.clamp(bytes / BYTES_A_SLOT, FEWEST_SLOTS, MOST_SLOTS);
    this.changes = new int[Math.toIntExact(Long.highestOneBit(slots))];
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
    Optional<Known> found = zones.get(zone);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Known known = found.get();
    if (known.until != Long.MAX_VALUE && known.until - now <= 0
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
    Delegation held = servers.held(this::shared);
    int[] slots = new int[held.servers().size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = slot(held.servers().get(i).name());
      changes[slots[i]] = Math.max(1, changes[slots[i]]);
    }
    zones.put(
        servers.zone(), new Known(held, slots, changes(slots), Math.min(until, servers.until())));
  }

  private Delegation.Target shared(Delegation.Target target) {
    Optional<Delegation.Target> known = targets.get(target.address());
    if (known.isEmpty()) {
      targets.put(target.address(), target);
    }
    return known.orElse(target);
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

  private int slot(Name name) {
    int hash = name.hashCode() * 0x9e3779b9;
    return (hash ^ hash >>> 16) & changes.length - 1;
  }

  private int changes(int[] slots) {
    int all = 0;
    for (int slot : slots) {
      all += changes[slot];
    }
    return all;
  }
}
