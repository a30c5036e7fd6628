package dev.glasshouse.dns.zone;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The zones of a server by their names. Does not change. */
final class ZoneTable {
  private final List<ServedZone> all;
  private final @Nullable ServedZone[] table;

  ZoneTable(Collection<ServedZone> zones) {
    all = List.copyOf(zones);
    table = new ServedZone[Integer.highestOneBit(Math.max(4, all.size()) * 2 - 1) * 2];
    for (ServedZone zone : all) {
      int slot = NameHash.spread(hash(zone.apex())) & table.length - 1;
      while (table[slot] != null) {
        slot = slot + 1 & table.length - 1;
      }
      table[slot] = zone;
    }
  }

  private static int hash(byte[] name) {
    return NameHash.of(name, 0, name.length);
  }

  List<ServedZone> all() {
    return all;
  }

  Optional<ServedZone> of(byte[] name) {
    return Optional.ofNullable(at(name, 0, name.length, hash(name)));
  }

  /**
   * The zone that is closest to a name.
   *
   * @param name in lower case
   * @param above skips the zone of this very name, which is asked of the zone above it
   */
  @Nullable ServedZone closest(byte[] name, int length, boolean above, Found places) {
    int labels = 0;
    for (int at = 0; name[at] != 0; at += 1 + (name[at] & 0xff)) {
      places.starts[labels++] = at;
    }
    int hash = NameHash.more(0x811c9dc5, name, length - 1, length);
    ServedZone best = above && labels == 0 ? null : at(name, length - 1, length, hash);
    int end = length - 1;
    for (int i = labels - 1; i >= (above ? 1 : 0); i--) {
      hash = NameHash.more(hash, name, places.starts[i], end);
      end = places.starts[i];
      ServedZone zone = at(name, end, length, hash);
      if (zone != null) {
        best = zone;
      }
    }
    return best;
  }

  private @Nullable ServedZone at(byte[] name, int from, int to, int hash) {
    for (int slot = NameHash.spread(hash) & table.length - 1;
        ;
        slot = slot + 1 & table.length - 1) {
      ServedZone zone = table[slot];
      if (zone == null) {
        return null;
      }
      byte[] apex = zone.apex();
      if (Arrays.equals(apex, 0, apex.length, name, from, to)) {
        return zone;
      }
    }
  }
}
