package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.Bytes;
import java.util.Arrays;
import java.util.function.IntConsumer;

/** Goes over all that a zone has. */
final class ZoneWalk {
  private ZoneWalk() {}

  /** Told of a record. */
  interface Visitor {
    /** A record, its data in a piece of the zone's memory. */
    void record(byte[] name, int type, int ttl, byte[] piece, int from, int length);
  }

  /** Goes over all names. */
  static void nodes(Zone zone, IntConsumer visitor) {
    for (int node = first(zone); node != 0; node = next(zone, node)) {
      visitor.accept(node);
    }
  }

  static int first(Zone zone) {
    return zone.arena().pieces() == 0 ? 0 : Arena.first(0);
  }

  /** The name behind another one in memory; 0 behind the last. */
  static int next(Zone zone, int node) {
    int set = zone.firstSet(node);
    for (int i = zone.sets(node); i > 0; i--) {
      set = zone.nextSet(set);
    }
    // An address behind the last byte of a piece may name the next one.
    int piece = Arena.pieceOf(node);
    if (set < zone.arena().end(piece)) {
      return set;
    }
    return piece + 1 < zone.arena().pieces() ? Arena.first(piece + 1) : 0;
  }

  /** Goes over the records of a name. */
  static void node(Zone zone, int node, Visitor visitor) {
    int set = zone.firstSet(node);
    for (int i = zone.sets(node); i > 0; i--) {
      set(zone, node, set, visitor);
      set = zone.nextSet(set);
    }
  }

  /** Goes over the records of one set of a name. */
  static void set(Zone zone, int node, int set, Visitor visitor) {
    byte[] name = zone.name(node);
    byte[] piece = zone.piece(set);
    int at = Arena.place(set) + Zone.SET;
    for (int k = zone.count(set); k > 0; k--) {
      int length = Bytes.u16(piece, at);
      int ttl = zone.ttl(node, set, at + 2);
      visitor.record(name, zone.type(set), ttl, piece, at + 2, length);
      at += 2 + length;
    }
  }

  /** Whether two names have the very same records. */
  static boolean same(Zone zone, int node, Zone other, int there) {
    int from = Arena.place(zone.firstSet(node));
    int to = from + size(zone, node);
    int begin = Arena.place(other.firstSet(there));
    int end = begin + size(other, there);
    return Arrays.equals(zone.piece(node), from, to, other.piece(there), begin, end);
  }

  private static int size(Zone zone, int node) {
    int first = zone.firstSet(node);
    int set = first;
    for (int i = zone.sets(node); i > 0; i--) {
      set = zone.nextSet(set);
    }
    return set - first;
  }
}
