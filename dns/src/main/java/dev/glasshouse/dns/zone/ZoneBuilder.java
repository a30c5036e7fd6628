package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.NameBytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects the records of a zone in any order, each with the line that it came from, until {@link
 * ZoneMaker} makes a {@link Zone} of them.
 */
final class ZoneBuilder {
  // A record: the next one of its name, type, TTL, line, file, length, data.
  static final int NEXT = 0;
  static final int TYPE = 4;
  static final int TTL = 6;
  static final int LINE = 10;
  static final int FILE = 14;
  static final int LENGTH = 16;
  static final int DATA = 18;

  private final Arena records = new Arena();
  private final Arena names = new Arena();
  private final List<String> files = new ArrayList<>();
  private int[] table = new int[1 << 12];
  private int[] nameAt = new int[1 << 10];
  private int[] hashes = new int[1 << 10];
  private int[] first = new int[1 << 10];
  private int[] last = new int[1 << 10];
  private int nodes;
  private long count;
  private int lastNode = -1;
  private byte[] apex = new byte[0];

  /** The number of a file that records come from. */
  int file(String name) {
    int known = files.indexOf(name);
    if (known >= 0) {
      return known;
    }
    files.add(name);
    return files.size() - 1;
  }

  /** The files that records come from. */
  List<Path> paths() {
    return files.stream().map(Path::of).toList();
  }

  /** The zone's name in lower case; empty while no SOA has come. */
  byte[] apex() {
    return apex;
  }

  void apex(byte[] name) {
    apex = name;
  }

  int nodes() {
    return nodes;
  }

  long records() {
    return count;
  }

  /** Adds a record. The name is in lower case. */
  void add(byte[] name, int length, int type, int ttl, byte[] data, int size, int file, int line) {
    int node = node(name, length);
    int record = records.claim(DATA + size);
    byte[] piece = records.piece(record);
    int at = Arena.place(record);
    Bytes.put16(piece, at + TYPE, type);
    Bytes.put32(piece, at + TTL, ttl);
    Bytes.put32(piece, at + LINE, line);
    Bytes.put16(piece, at + FILE, file);
    Bytes.put16(piece, at + LENGTH, size);
    System.arraycopy(data, 0, piece, at + DATA, size);
    if (first[node] == 0) {
      first[node] = record;
    } else {
      Bytes.put32(records.piece(last[node]), Arena.place(last[node]) + NEXT, record);
    }
    last[node] = record;
    count++;
  }

  /** The number of a name, which is made if it is not there. */
  int node(byte[] name, int length) {
    if (lastNode >= 0) {
      byte[] piece = names.piece(nameAt[lastNode]);
      int at = Arena.place(nameAt[lastNode]);
      if ((piece[at] & 0xff) == length
          && Arrays.equals(piece, at + 1, at + 1 + length, name, 0, length)) {
        return lastNode;
      }
    }
    int hash = NameHash.of(name, 0, length);
    int slot = slot(name, 0, length, hash);
    if (table[slot] == 0) {
      table[slot] = make(name, length, hash) + 1;
      lastNode = nodes - 1;
      if (nodes * 2 > table.length) {
        grow();
      }
      return nodes - 1;
    }
    lastNode = table[slot] - 1;
    return lastNode;
  }

  /** The number of a name; -1 when it is not there. */
  int find(byte[] name, int from, int to) {
    return table[slot(name, from, to, NameHash.of(name, from, to))] - 1;
  }

  private int slot(byte[] name, int from, int to, int hash) {
    int mask = table.length - 1;
    for (int slot = NameHash.spread(hash) & mask; ; slot = slot + 1 & mask) {
      int node = table[slot] - 1;
      if (node < 0) {
        return slot;
      }
      if (hashes[node] == hash) {
        byte[] piece = names.piece(nameAt[node]);
        int at = Arena.place(nameAt[node]);
        if ((piece[at] & 0xff) == to - from
            && Arrays.equals(piece, at + 1, at + 1 + to - from, name, from, to)) {
          return slot;
        }
      }
    }
  }

  private int make(byte[] name, int length, int hash) {
    if (nodes == nameAt.length) {
      int size = nodes * 2;
      nameAt = Arrays.copyOf(nameAt, size);
      hashes = Arrays.copyOf(hashes, size);
      first = Arrays.copyOf(first, size);
      last = Arrays.copyOf(last, size);
    }
    int at = names.claim(length + 1);
    byte[] piece = names.piece(at);
    piece[Arena.place(at)] = (byte) length;
    System.arraycopy(name, 0, piece, Arena.place(at) + 1, length);
    nameAt[nodes] = at;
    hashes[nodes] = hash;
    return nodes++;
  }

  private void grow() {
    table = new int[table.length * 2];
    int mask = table.length - 1;
    for (int node = 0; node < nodes; node++) {
      int slot = NameHash.spread(hashes[node]) & mask;
      while (table[slot] != 0) {
        slot = slot + 1 & mask;
      }
      table[slot] = node + 1;
    }
  }

  /** A name's bytes. */
  byte[] name(int node) {
    byte[] piece = names.piece(nameAt[node]);
    int at = Arena.place(nameAt[node]);
    return Arrays.copyOfRange(piece, at + 1, at + 1 + (piece[at] & 0xff));
  }

  int hash(int node) {
    return hashes[node];
  }

  /** The first record of a name; 0 when it has none. */
  int first(int node) {
    return first[node];
  }

  int next(int record) {
    return Bytes.i32(records.piece(record), Arena.place(record) + NEXT);
  }

  int type(int record) {
    return Bytes.u16(records.piece(record), Arena.place(record) + TYPE);
  }

  int ttl(int record) {
    return Bytes.i32(records.piece(record), Arena.place(record) + TTL);
  }

  int length(int record) {
    return Bytes.u16(records.piece(record), Arena.place(record) + LENGTH);
  }

  byte[] piece(int record) {
    return records.piece(record);
  }

  int data(int record) {
    return Arena.place(record) + DATA;
  }

  /** What is wrong with a record. */
  ZoneFault fault(int record, ZoneFault.Weight weight, String reason) {
    byte[] piece = records.piece(record);
    int at = Arena.place(record);
    return new ZoneFault(
        files.get(Bytes.u16(piece, at + FILE)), Bytes.i32(piece, at + LINE), weight, reason);
  }

  /** The first record of a type; 0 when there is none. */
  int firstOf(int node, int type) {
    int record = node < 0 ? 0 : first[node];
    while (record != 0 && type(record) != type) {
      record = next(record);
    }
    return record;
  }

  /** Makes the names that have nothing but names below them, up to the zone's own. */
  void fillGaps() {
    byte[] copy = new byte[NameBytes.LONGEST];
    for (int node = 0; node < nodes; node++) {
      byte[] name = name(node);
      if (!NameBytes.within(name, apex)) {
        continue;
      }
      int from = 0;
      while (name.length - from > apex.length) {
        from += 1 + (name[from] & 0xff);
        if (find(name, from, name.length) >= 0) {
          break;
        }
        System.arraycopy(name, from, copy, 0, name.length - from);
        node(copy, name.length - from);
      }
    }
  }
}
