package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.NameBytes;

/**
 * Writes a message out of a zone's bytes, with compression (RFC 1035 section 4.1.4). Used again for
 * each message, by one thread.
 */
final class MessageWriter {
  private static final int QR = 0x8000;
  private static final int KEPT = 0x7910; // opcode, RD, CD
  private static final int REACH = 0x4000;
  private static final int PLACES = 512;

  private final byte[] out = new byte[140_000];
  private int at;
  private int limit;
  private int begin;
  private final int[] counts = new int[3];
  private int section;

  // Which names stand where: an open table that is forgotten by counting up its age.
  private final int[] ages = new int[PLACES];
  private final int[] hashes = new int[PLACES];
  private final int[] places = new int[PLACES];
  private int age;
  private int known;
  private boolean questionKnown;
  private final int[] starts = new int[128];
  private final int[] states = new int[128];

  /** The message's bytes. */
  byte[] bytes() {
    return out;
  }

  /** How long the message is so far. */
  int length() {
    return at;
  }

  /** Begins the answer to a question, with room for its OPT record. */
  void begin(ClientQuery query, int room) {
    MessageScan scan = query.scan();
    byte[] asked = scan.bytes();
    begin = scan.questionEnd();
    System.arraycopy(asked, 0, out, 0, begin);
    Bytes.put16(out, 2, QR | scan.flags() & KEPT);
    Bytes.put16(out, 4, scan.questions());
    limit = room;
    restart();
  }

  /** Begins a message without a question. */
  void begin(int id, int flags, int room) {
    begin = MessageScan.HEADER;
    Bytes.put16(out, 0, id);
    Bytes.put16(out, 2, flags);
    Bytes.put16(out, 4, 0);
    limit = room;
    restart();
  }

  /** Takes back all records. */
  void restart() {
    at = begin;
    counts[0] = 0;
    counts[1] = 0;
    counts[2] = 0;
    section = 0;
    age++;
    known = 0;
    questionKnown = false;
  }

  /** What follows goes to the answer (0), authority (1) or additional section (2). */
  void section(int number) {
    section = number;
  }

  /** Changes how long the message may become. */
  void limit(int bytes) {
    limit = bytes;
  }

  int count(int number) {
    return counts[number];
  }

  void flag(int bits) {
    Bytes.put16(out, 2, Bytes.u16(out, 2) | bits);
  }

  /** Writes the counts, and the OPT record that the question asks for. */
  int finish(ClientQuery query, int rcode) {
    flag(rcode & 0xf);
    int end = query.putOpt(out, at, rcode);
    if (end > at) {
      counts[2]++;
    }
    at = end;
    return finish();
  }

  /** Writes the counts. */
  int finish() {
    Bytes.put16(out, 6, counts[0]);
    Bytes.put16(out, 8, counts[1]);
    Bytes.put16(out, 10, counts[2]);
    return at;
  }

  /**
   * Writes a set of records; false, with nothing written, when it does not fit.
   *
   * @param owner where the owner's name stands in the message; -1 when it is in {@code name}
   * @param ttl the TTL to write
   */
  boolean set(Zone zone, int set, int owner, byte[] name, int ttl) {
    byte[] piece = zone.piece(set);
    int from = Arena.place(set);
    int type = Bytes.u16(piece, from);
    int count = Bytes.u16(piece, from + 2);
    int before = at;
    int pointer = owner;
    from += Zone.SET;
    for (int i = 0; i < count; i++) {
      int length = Bytes.u16(piece, from);
      pointer = record(pointer, name, type, ttl, piece, from + 2, length);
      from += 2 + length;
      if (at > limit) {
        at = before;
        return false;
      }
    }
    counts[section] += count;
    return true;
  }

  /** Writes one record of a set and counts it; false when it does not fit. */
  boolean one(int owner, byte[] name, int type, int ttl, byte[] data, int from, int length) {
    int before = at;
    record(owner, name, type, ttl, data, from, length);
    if (at > limit) {
      at = before;
      return false;
    }
    counts[section]++;
    return true;
  }

  /** Writes a record; where the next one may point for its owner. */
  private int record(int owner, byte[] name, int type, int ttl, byte[] data, int from, int length) {
    int pointer = owner;
    int here = at;
    if (pointer >= 0) {
      Bytes.put16(out, at, 0xc000 | pointer);
      at += 2;
    } else {
      name(name, 0);
      pointer = here < REACH ? here : -1;
    }
    Bytes.put16(out, at, type);
    Bytes.put16(out, at + 2, 1);
    Bytes.put32(out, at + 4, ttl);
    at += 10;
    int begins = at;
    switch (type) {
      case RdataText.NS, RdataText.CNAME, RdataText.PTR -> name(data, from);
      case RdataText.MX -> {
        out[at] = data[from];
        out[at + 1] = data[from + 1];
        at += 2;
        name(data, from + 2);
      }
      case RdataText.SOA -> {
        int next = name(data, from);
        next = name(data, next);
        System.arraycopy(data, next, out, at, 20);
        at += 20;
      }
      default -> {
        System.arraycopy(data, from, out, at, length);
        at += length;
      }
    }
    Bytes.put16(out, begins - 2, at - begins);
    return pointer;
  }

  /** Writes a name, as short as what stands already allows; where it ends in its own bytes. */
  private int name(byte[] name, int from) {
    if (!questionKnown) {
      learnQuestion();
    }
    int labels = 0;
    int end = from;
    while (name[end] != 0) {
      starts[labels++] = end;
      end += 1 + (name[end] & 0xff);
    }
    int after = end + 1;
    int state = 0x811c9dc5;
    for (int i = labels - 1; i >= 0; i--) {
      for (int k = end - 1; k >= starts[i]; k--) {
        state = (state ^ NameBytes.lower(name[k])) * 0x01000193;
      }
      end = starts[i];
      states[i] = state;
    }
    for (int i = 0; i < labels; i++) {
      int place = place(states[i], name, starts[i]);
      if (place >= 0) {
        Bytes.put16(out, at, 0xc000 | place);
        at += 2;
        return after;
      }
      remember(states[i], at);
      int size = 1 + (name[starts[i]] & 0xff);
      System.arraycopy(name, starts[i], out, at, size);
      at += size;
    }
    out[at++] = 0;
    return after;
  }

  private void learnQuestion() {
    questionKnown = true;
    if (begin == MessageScan.HEADER) {
      return;
    }
    int labels = 0;
    int end = MessageScan.HEADER;
    while (out[end] != 0) {
      starts[labels++] = end;
      end += 1 + (out[end] & 0xff);
    }
    int state = 0x811c9dc5;
    for (int i = labels - 1; i >= 0; i--) {
      for (int k = end - 1; k >= starts[i]; k--) {
        state = (state ^ NameBytes.lower(out[k])) * 0x01000193;
      }
      end = starts[i];
      remember(state, end);
    }
  }

  private void remember(int state, int place) {
    if (place >= REACH || known > PLACES / 2) {
      return;
    }
    int slot = NameHash.spread(state) & PLACES - 1;
    while (ages[slot] == age) {
      slot = slot + 1 & PLACES - 1;
    }
    ages[slot] = age;
    hashes[slot] = state;
    places[slot] = place;
    known++;
  }

  /** Where a name stands already; -1 when it does not. */
  private int place(int state, byte[] name, int from) {
    int slot = NameHash.spread(state) & PLACES - 1;
    while (ages[slot] == age) {
      // What stands behind the end was taken back.
      if (hashes[slot] == state && places[slot] < at && stands(places[slot], name, from)) {
        return places[slot];
      }
      slot = slot + 1 & PLACES - 1;
    }
    return -1;
  }

  private boolean stands(int place, byte[] name, int from) {
    int here = place;
    int at = from;
    while (true) {
      int size = out[here] & 0xff;
      if (size >= 0xc0) {
        here = (size & 0x3f) << 8 | (out[here + 1] & 0xff);
        continue;
      }
      if (size != (name[at] & 0xff)) {
        return false;
      }
      if (size == 0) {
        return true;
      }
      for (int i = 1; i <= size; i++) {
        if (NameBytes.lower(out[here + i]) != NameBytes.lower(name[at + i])) {
          return false;
        }
      }
      here += size + 1;
      at += size + 1;
    }
  }
}
