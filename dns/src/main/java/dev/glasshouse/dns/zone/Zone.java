package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.NameBytes;
import java.util.Arrays;

/**
 * The records of one zone, as bytes, ready to be looked up: some 50 bytes a name above what its
 * records have themselves. Does not change; a new version of the zone is a new object.
 *
 * <p>A name is a block: its length and bytes, flags, the cut above it, and its sets of records.
 * {@link Found} tells what a lookup came to.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1034#section-4.3.2">RFC 1034 section 4.3.2</a>
 */
public final class Zone {
  /** Other servers know what is at and below the name. */
  static final int CUT = 1;

  /** The name lies below a cut or a DNAME record. */
  static final int OCCLUDED = 2;

  /** The name has a wildcard below it. */
  static final int HAS_WILDCARD = 4;

  /** The name has a DNAME record. */
  static final int HAS_DNAME = 8;

  /** The name has a CNAME record. */
  static final int HAS_CNAME = 16;

  // Behind the name: flags, the cut's address, how many sets.
  private static final int TAIL = 6;
  // A set: type, number of records, TTL, how many bytes the records take; then length and data
  // each.
  static final int SET = 12;

  private final byte[] apex;
  private final Arena arena;
  private final int[] table;
  private final int names;
  private final long records;
  private final int apexNode;
  private final int apexHash;
  private final int[] order;

  Zone(byte[] apex, Arena arena, int[] table, int names, long records, int[] order) {
    this.apex = apex;
    this.arena = arena;
    this.table = table;
    this.names = names;
    this.records = records;
    this.order = order;
    apexHash = NameHash.of(apex, 0, apex.length);
    apexNode = node(apex, 0, apex.length, apexHash);
  }

  /** Its name as text. */
  public String name() {
    return NameBytes.text(apex);
  }

  /** Its name as bytes in lower case; not to be changed. */
  byte[] apex() {
    return apex;
  }

  /** How many records it has. */
  public long records() {
    return records;
  }

  /** How many names it has, those included that only have names below them. */
  public int names() {
    return names;
  }

  /** How much memory its records and index take, bytes. */
  public long bytes() {
    return arena.bytes() + 4L * table.length + 4L * order.length;
  }

  /** Its serial number. */
  public long serial() {
    int at = soaNumbers();
    return Bytes.u32(piece(apexNode), at);
  }

  /** How long "there is none" may be kept, seconds (RFC 2308 section 5). */
  int negativeTtl() {
    long minimum = Bytes.u32(piece(apexNode), soaNumbers() + 16);
    return (int) Math.min(minimum, ttl(soa()) & 0xffff_ffffL);
  }

  /** The SOA's times: refresh, retry, expire. */
  long soaTime(int index) {
    return Bytes.u32(piece(apexNode), soaNumbers() + 4 + 4 * index);
  }

  private int soaNumbers() {
    int set = soa();
    byte[] piece = piece(set);
    int data = Arena.place(set) + SET;
    return data + 2 + Bytes.u16(piece, data) - 20;
  }

  int soa() {
    return set(apexNode, RdataText.SOA);
  }

  int apexNode() {
    return apexNode;
  }

  /** Whether it came with signatures. */
  boolean isSigned() {
    return order.length > 0;
  }

  /** The names in DNSSEC's order; only of a zone with signatures. */
  int[] order() {
    return order;
  }

  Arena arena() {
    return arena;
  }

  byte[] piece(int address) {
    return arena.piece(address);
  }

  /** Where a name stands; 0 when it is not there. */
  int node(byte[] name, int from, int to, int hash) {
    int mask = table.length - 1;
    for (int slot = NameHash.spread(hash) & mask; ; slot = slot + 1 & mask) {
      int address = table[slot];
      if (address == 0) {
        return 0;
      }
      byte[] piece = arena.piece(address);
      int at = Arena.place(address);
      if ((piece[at] & 0xff) == to - from
          && Arrays.equals(piece, at + 1, at + 1 + to - from, name, from, to)) {
        return address;
      }
    }
  }

  int node(byte[] name) {
    return node(name, 0, name.length, NameHash.of(name, 0, name.length));
  }

  /** The wildcard below a name that has one. */
  private int wildcard(byte[] name, int from, int to, int hash) {
    int mask = table.length - 1;
    for (int slot = NameHash.spread(NameHash.wildcard(hash)) & mask; ; slot = slot + 1 & mask) {
      int address = table[slot];
      if (address == 0) {
        return 0;
      }
      byte[] piece = arena.piece(address);
      int at = Arena.place(address);
      if ((piece[at] & 0xff) == to - from + 2
          && piece[at + 1] == 1
          && piece[at + 2] == '*'
          && Arrays.equals(piece, at + 3, at + 3 + to - from, name, from, to)) {
        return address;
      }
    }
  }

  private int tail(int node) {
    int at = Arena.place(node);
    return at + 1 + (piece(node)[at] & 0xff);
  }

  int flags(int node) {
    return piece(node)[tail(node)];
  }

  int cut(int node) {
    return Bytes.i32(piece(node), tail(node) + 1);
  }

  int sets(int node) {
    return piece(node)[tail(node) + 5] & 0xff;
  }

  /** The name of a node as bytes. */
  byte[] name(int node) {
    byte[] piece = piece(node);
    int at = Arena.place(node);
    return Arrays.copyOfRange(piece, at + 1, at + 1 + (piece[at] & 0xff));
  }

  /** The first set of a node; the address behind the node when it has none. */
  int firstSet(int node) {
    return node + tail(node) - Arena.place(node) + TAIL;
  }

  int nextSet(int set) {
    return set + SET + Bytes.i32(piece(set), Arena.place(set) + 8);
  }

  int type(int set) {
    return Bytes.u16(piece(set), Arena.place(set));
  }

  int count(int set) {
    return Bytes.u16(piece(set), Arena.place(set) + 2);
  }

  int ttl(int set) {
    return Bytes.i32(piece(set), Arena.place(set) + 4);
  }

  /**
   * The TTL of one record, seconds: a signature has that of the set that it signs (RFC 4034 section
   * 3), which the other signatures beside it need not have.
   *
   * @param data where its data stands in the node's piece
   */
  int ttl(int node, int set, int data) {
    int signed = type(set) == Responder.RRSIG ? set(node, Bytes.u16(piece(set), data)) : 0;
    return ttl(signed == 0 ? set : signed);
  }

  /** The set of a type at a name; 0 when there is none. */
  int set(int node, int type) {
    byte[] piece = piece(node);
    int tail = tail(node);
    int at = tail + TAIL;
    for (int i = piece[tail + 5] & 0xff; i > 0; i--) {
      if (Bytes.u16(piece, at) == type) {
        return node + at - Arena.place(node);
      }
      at += SET + Bytes.i32(piece, at + 8);
    }
    return 0;
  }

  /**
   * Looks a name up (RFC 1034 section 4.3.2, RFC 4592, RFC 6672).
   *
   * @param name in lower case, at or below the zone's own
   * @param to takes what was found
   */
  void find(byte[] name, int length, Found to) {
    int[] starts = to.starts;
    int[] hashes = to.hashes;
    int labels = 0;
    int above = length - apex.length;
    for (int at = 0; at < above; at += 1 + (name[at] & 0xff)) {
      starts[labels++] = at;
    }
    int hash = apexHash;
    int end = above;
    for (int i = labels - 1; i >= 0; i--) {
      hash = NameHash.more(hash, name, starts[i], end);
      hashes[i] = hash;
      end = starts[i];
    }
    to.labels = labels;
    to.wildcard = 0;
    int here = labels == 0 ? apexNode : node(name, 0, length, hash);
    int missing = 0;
    while (here == 0) {
      missing++;
      here = missing == labels ? apexNode : node(name, starts[missing], length, hashes[missing]);
    }
    to.node = here;
    to.missing = missing;
    int flags = flags(here);
    if ((flags & OCCLUDED) != 0) {
      here = cut(here);
      to.node = here;
      to.outcome = (flags(here) & CUT) != 0 ? Found.Outcome.CUT : Found.Outcome.DNAME;
    } else if ((flags & CUT) != 0) {
      to.outcome = missing == 0 ? Found.Outcome.AT_CUT : Found.Outcome.CUT;
    } else if (missing == 0) {
      to.outcome = Found.Outcome.NODE;
    } else if ((flags & HAS_DNAME) != 0) {
      to.outcome = Found.Outcome.DNAME;
    } else if ((flags & HAS_WILDCARD) != 0) {
      int from = missing == labels ? above : starts[missing];
      to.wildcard = wildcard(name, from, length, missing == labels ? apexHash : hashes[missing]);
      to.outcome = Found.Outcome.WILDCARD;
    } else {
      to.outcome = Found.Outcome.NOTHING;
    }
  }
}
