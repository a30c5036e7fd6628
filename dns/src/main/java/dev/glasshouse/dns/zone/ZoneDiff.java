package dev.glasshouse.dns.zone;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What makes one version of a zone of another, as incremental transfers tell it (RFC 1995).
 *
 * @param from the serial number of before
 * @param to the one of after
 * @param oldSoa the SOA record of before
 * @param removed what is no more, without SOA
 * @param added what is new, without SOA
 */
record ZoneDiff(long from, long to, Item oldSoa, List<Item> removed, List<Item> added) {

  /** One record. */
  record Item(byte[] name, int type, int ttl, byte[] data) {
    /** What makes it the same as another one. */
    ByteBuffer key() {
      byte[] key = Arrays.copyOf(name, name.length + 2 + data.length);
      key[name.length] = (byte) (type >> 8);
      key[name.length + 1] = (byte) type;
      System.arraycopy(data, 0, key, name.length + 2, data.length);
      return ByteBuffer.wrap(key);
    }
  }

  /** The difference; empty when it has more than so many records. */
  static Optional<ZoneDiff> of(Zone before, Zone after, int most) {
    var removed = new ArrayList<Item>();
    var added = new ArrayList<Item>();
    if (!missing(before, after, removed, most) || !missing(after, before, added, most)) {
      return Optional.empty();
    }
    return Optional.of(new ZoneDiff(before.serial(), after.serial(), soa(before), removed, added));
  }

  /** Whether nothing but the SOA record may be another one. */
  boolean isEmpty() {
    return removed.isEmpty() && added.isEmpty();
  }

  /** The SOA record of a zone. */
  static Item soa(Zone zone) {
    Item[] found = new Item[1];
    ZoneWalk.node(
        zone,
        zone.apexNode(),
        (name, type, ttl, piece, from, length) -> {
          if (type == RdataText.SOA) {
            found[0] = new Item(name, type, ttl, Arrays.copyOfRange(piece, from, from + length));
          }
        });
    return found[0];
  }

  /** Collects what one zone has and the other has not; false when that is too much. */
  private static boolean missing(Zone zone, Zone other, List<Item> to, int most) {
    ZoneWalk.nodes(
        zone,
        node -> {
          if (to.size() > most) {
            return;
          }
          byte[] name = zone.name(node);
          int there = other.node(name);
          Set<ByteBuffer> known = new HashSet<>();
          if (there != 0) {
            if (ZoneWalk.same(zone, node, other, there)) {
              return;
            }
            items(other, there).forEach(item -> known.add(withTtl(item)));
          }
          items(zone, node).stream()
              .filter(item -> !known.contains(withTtl(item)))
              .forEach(to::add);
        });
    return to.size() <= most;
  }

  private static ByteBuffer withTtl(Item item) {
    return new Item(
            item.name(),
            item.type(),
            item.ttl(),
            ByteBuffer.allocate(item.data().length + 4).put(item.data()).putInt(item.ttl()).array())
        .key();
  }

  private static List<Item> items(Zone zone, int node) {
    var all = new ArrayList<Item>();
    ZoneWalk.node(
        zone,
        node,
        (name, type, ttl, piece, from, length) -> {
          if (type != RdataText.SOA) {
            all.add(new Item(name, type, ttl, Arrays.copyOfRange(piece, from, from + length)));
          }
        });
    return all;
  }
}
