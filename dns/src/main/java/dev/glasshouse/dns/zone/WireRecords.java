package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.NameBytes;

/** The data of records in a message as a zone keeps it: every name in full. */
final class WireRecords {
  private final byte[] to = new byte[66_000];
  private int at;

  byte[] bytes() {
    return to;
  }

  /** Writes a record's data without compression; its length. */
  int expand(MessageScan scan, int record) {
    at = 0;
    byte[] bytes = scan.bytes();
    int from = scan.data(record);
    int end = from + scan.dataLength(record);
    switch (scan.type(record)) {
      // NS, MD, MF, CNAME, MB, MG, MR, PTR, DNAME
      case 2, 3, 4, 5, 7, 8, 9, 12, 39 -> from = name(bytes, from);
      // SOA, MINFO, RP
      case 6, 14, 17 -> from = name(bytes, name(bytes, from));
      // MX, AFSDB, RT, KX
      case 15, 18, 21, 36 -> from = name(bytes, raw(bytes, from, 2));
      case 33 -> from = name(bytes, raw(bytes, from, 6));
      default -> {
        // Nothing that may be compressed (RFC 3597 section 4).
      }
    }
    raw(bytes, from, end - from);
    return at;
  }

  private int raw(byte[] bytes, int from, int length) {
    System.arraycopy(bytes, from, to, at, length);
    at += length;
    return from + length;
  }

  private int name(byte[] bytes, int from) {
    byte[] name = NameBytes.expand(bytes, from);
    System.arraycopy(name, 0, to, at, name.length);
    at += name.length;
    int here = from;
    while (bytes[here] != 0 && (bytes[here] & 0xc0) == 0) {
      here += 1 + bytes[here];
    }
    return here + (bytes[here] == 0 ? 1 : 2);
  }
}
