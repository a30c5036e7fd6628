package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.NameBytes;
import java.util.Arrays;
import java.util.List;

/** Makes a zone of what was collected, and finds what is wrong with each name. */
final class ZoneMaker {
  private static final int RRSIG = 46;
  private static final int NSEC = 47;
  private static final int NSEC3 = 50;

  private final ZoneBuilder from;
  private final ZoneLimits limits;
  private final List<ZoneFault> faults;
  private final Arena arena = new Arena();
  private final int[] made;
  private int[] sorted = new int[16];
  private boolean signed;
  private long records;

  private ZoneMaker(ZoneBuilder from, ZoneLimits limits, List<ZoneFault> faults) {
    this.from = from;
    this.limits = limits;
    this.faults = faults;
    this.made = new int[from.nodes()];
  }

  /** The zone; its faults are added to the list. The builder must have its apex. */
  static Zone make(ZoneBuilder from, ZoneLimits limits, List<ZoneFault> faults) {
    from.fillGaps();
    return new ZoneMaker(from, limits, faults).make();
  }

  private Zone make() {
    byte[] apex = from.apex();
    int names = 0;
    boolean cuts = false;
    for (int node = 0; node < made.length; node++) {
      byte[] name = from.name(node);
      if (!NameBytes.within(name, apex)) {
        faults.add(
            from.fault(
                from.first(node),
                ZoneFault.Weight.WARNING,
                NameBytes.text(name) + " is not in the zone, and is left out"));
        continue;
      }
      cuts |= emit(node, name);
      names++;
    }
    if (cuts) {
      for (int node = 0; node < made.length; node++) {
        occlude(node);
      }
    }
    int[] table = new int[Integer.highestOneBit(Math.max(8, names) * 2 - 1) * 2];
    for (int node = 0; node < made.length; node++) {
      if (made[node] != 0) {
        int slot = NameHash.spread(from.hash(node)) & table.length - 1;
        while (table[slot] != 0) {
          slot = slot + 1 & table.length - 1;
        }
        table[slot] = made[node];
      }
    }
    arena.trim();
    return new Zone(apex, arena, table, names, records, signed ? ordered(names) : new int[0]);
  }

  private int[] ordered(int names) {
    var all = new byte[names][];
    var address = new java.util.HashMap<java.nio.ByteBuffer, Integer>(names * 2);
    int count = 0;
    for (int node = 0; node < made.length; node++) {
      if (made[node] != 0) {
        all[count] = from.name(node);
        address.put(java.nio.ByteBuffer.wrap(all[count++]), made[node]);
      }
    }
    Arrays.sort(all, NameBytes::compare);
    int[] order = new int[names];
    for (int i = 0; i < names; i++) {
      order[i] = address.getOrDefault(java.nio.ByteBuffer.wrap(all[i]), 0);
    }
    return order;
  }

  /** Writes the block of a name; whether it is a cut or has a DNAME. */
  private boolean emit(int node, byte[] name) {
    int count = gather(node);
    int size = 1 + name.length + 6;
    int sets = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || from.type(sorted[i]) != from.type(sorted[i - 1])) {
        size += Zone.SET;
        sets++;
      }
      size += 2 + from.length(sorted[i]);
    }
    if (size > limits.nodeBytes() || sets > 255) {
      faults.add(
          from.fault(
              sorted[0],
              ZoneFault.Weight.ERROR,
              NameBytes.text(name) + " has more than fits into any answer"));
      count = 0;
      sets = 0;
      size = 1 + name.length + 6;
    }
    boolean apex = name.length == from.apex().length;
    int flags = flags(count, name, apex);
    made[node] = arena.claim(size);
    byte[] piece = arena.piece(made[node]);
    int at = Arena.place(made[node]);
    piece[at] = (byte) name.length;
    System.arraycopy(name, 0, piece, at + 1, name.length);
    at += 1 + name.length;
    piece[at] = (byte) flags;
    piece[at + 5] = (byte) sets;
    at += 6;
    for (int i = 0; i < count; ) {
      int next = i;
      while (next < count && from.type(sorted[next]) == from.type(sorted[i])) {
        next++;
      }
      at = set(piece, at, i, next, name);
      i = next;
    }
    records += count;
    return (flags & (Zone.CUT | Zone.HAS_DNAME)) != 0;
  }

  private int set(byte[] piece, int begin, int first, int end, byte[] name) {
    int type = from.type(sorted[first]);
    int ttl = from.ttl(sorted[first]);
    int at = begin + Zone.SET;
    boolean told = type == RRSIG;
    for (int i = first; i < end; i++) {
      int record = sorted[i];
      if (from.ttl(record) != ttl && !told) {
        told = true;
        faults.add(
            from.fault(
                record,
                ZoneFault.Weight.WARNING,
                NameBytes.text(name) + " has two TTLs for one type; the first one holds"));
      }
      int length = from.length(record);
      Bytes.put16(piece, at, length);
      System.arraycopy(from.piece(record), from.data(record), piece, at + 2, length);
      at += 2 + length;
    }
    Bytes.put16(piece, begin, type);
    Bytes.put16(piece, begin + 2, end - first);
    Bytes.put32(piece, begin + 4, ttl);
    Bytes.put32(piece, begin + 8, at - begin - Zone.SET);
    return at;
  }

  private int flags(int count, byte[] name, boolean apex) {
    int flags = 0;
    int alias = 0;
    int aliases = 0;
    int others = 0;
    for (int i = 0; i < count; i++) {
      switch (from.type(sorted[i])) {
        case RdataText.NS -> {
          flags |= apex ? 0 : Zone.CUT;
          others++;
        }
        case RdataText.CNAME -> {
          flags |= Zone.HAS_CNAME;
          alias = sorted[i];
          aliases++;
        }
        case RdataText.DNAME -> {
          if ((flags & Zone.HAS_DNAME) != 0) {
            fault(sorted[i], NameBytes.text(name) + " has more than one DNAME record");
          }
          flags |= Zone.HAS_DNAME;
          others++;
        }
        case RRSIG -> signed = true;
        case NSEC, NSEC3 -> signed = true;
        case RdataText.SOA -> {
          others++;
          if (!apex) {
            fault(sorted[i], NameBytes.text(name) + " has an SOA record, but is not the zone");
          }
        }
        default -> others++;
      }
    }
    if (alias != 0 && others > 0) {
      fault(alias, NameBytes.text(name) + " has a CNAME record and other data");
    }
    if (aliases > 1) {
      fault(alias, NameBytes.text(name) + " has more than one CNAME record");
    }
    int wildcard = from.find(wildcardOf(name), 0, name.length + 2);
    return flags | (wildcard >= 0 ? Zone.HAS_WILDCARD : 0);
  }

  private final byte[] star = new byte[NameBytes.LONGEST + 2];

  private byte[] wildcardOf(byte[] name) {
    star[0] = 1;
    star[1] = '*';
    System.arraycopy(name, 0, star, 2, name.length);
    return star;
  }

  private void fault(int record, String reason) {
    faults.add(from.fault(record, ZoneFault.Weight.ERROR, reason));
  }

  /** The records of a name by type, each once. */
  private int gather(int node) {
    int count = 0;
    for (int record = from.first(node); record != 0; record = from.next(record)) {
      if (count == sorted.length) {
        sorted = Arrays.copyOf(sorted, count * 2);
      }
      int at = count;
      int type = from.type(record);
      // Records come sorted most of the time; those of a type keep their order.
      while (at > 0 && from.type(sorted[at - 1]) > type) {
        at--;
      }
      if (!repeated(record, type, at)) {
        System.arraycopy(sorted, at, sorted, at + 1, count - at);
        sorted[at] = record;
        count++;
      }
    }
    return count;
  }

  private boolean repeated(int record, int type, int end) {
    int length = from.length(record);
    for (int i = end - 1; i >= 0 && from.type(sorted[i]) == type; i--) {
      if (from.length(sorted[i]) == length && same(record, sorted[i], length)) {
        return true;
      }
    }
    return false;
  }

  private boolean same(int one, int other, int length) {
    return Arrays.equals(
        from.piece(one),
        from.data(one),
        from.data(one) + length,
        from.piece(other),
        from.data(other),
        from.data(other) + length);
  }

  /** Notes which names lie below a cut or a DNAME record: the one closest to the apex counts. */
  private void occlude(int node) {
    if (made[node] == 0) {
      return;
    }
    byte[] name = from.name(node);
    int apex = from.apex().length;
    int above = 0;
    for (int at = 1 + (name[0] & 0xff); name.length - at >= apex; at += 1 + (name[at] & 0xff)) {
      int upper = from.find(name, at, name.length);
      boolean atApex = name.length - at == apex;
      int flags = flagsOf(made[upper]);
      if ((flags & Zone.HAS_DNAME) != 0 || !atApex && (flags & Zone.CUT) != 0) {
        above = made[upper];
      }
      if (atApex) {
        break;
      }
    }
    if (above != 0 && name.length > apex) {
      byte[] piece = arena.piece(made[node]);
      int at = Arena.place(made[node]) + 1 + name.length;
      piece[at] |= Zone.OCCLUDED;
      Bytes.put32(piece, at + 1, above);
    }
  }

  private int flagsOf(int address) {
    byte[] piece = arena.piece(address);
    int at = Arena.place(address);
    return piece[at + 1 + (piece[at] & 0xff)];
  }
}
