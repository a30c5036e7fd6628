package dev.glasshouse.dns.wire;

/**
 * Whether a record's data has the form of its type, for the types that a parser takes apart. Types
 * that are not listed are opaque (RFC 3597) and always pass.
 */
final class RecordForm {
  private RecordForm() {}

  static Fault check(NameWalk names, int type, int from, int end) {
    return switch (type) {
      case 1 -> is(end - from == 4);
      case 28 -> is(end - from == 16);
      // NS, MD, MF, CNAME, MB, MG, MR, PTR, NSAP-PTR, DNAME
      case 2, 3, 4, 5, 7, 8, 9, 12, 23, 39 -> names(names, from, 0, 1, 0, end);
      case 6 -> names(names, from, 0, 2, 20, end);
      // MINFO, RP
      case 14, 17 -> names(names, from, 0, 2, 0, end);
      // MX, AFSDB, RT, KX, LP
      case 15, 18, 21, 36, 107 -> names(names, from, 2, 1, 0, end);
      case 26 -> names(names, from, 2, 2, 0, end);
      case 33 -> names(names, from, 6, 1, 0, end);
      case 35 -> naptr(names, from, end);
      // TXT, SPF
      case 16, 99 -> is(allStrings(names.bytes(), from, end));
      case 13 -> is(strings(names.bytes(), from, end, 2) == end);
      // SIG, RRSIG
      case 24, 46 -> signature(names, from, end);
      // NXT, NSEC
      case 30 -> names(names, from, 0, 1, -1, end);
      case 47 -> nsec(names, from, end);
      case 50 -> is(nsec3(names.bytes(), from, end));
      case 51 -> is(end - from >= 5 && from + 5 + (names.bytes()[from + 4] & 0xff) == end);
      // DS, CDS, DLV; KEY, DNSKEY, CDNSKEY
      case 43, 59, 32769, 25, 48, 60 -> is(end - from >= 4);
      case 64, 65 -> service(names.bytes(), from, end);
      case 257 -> is(end - from >= 2 && from + 2 + (names.bytes()[from + 1] & 0xff) <= end);
      case 250 -> tsig(names, from, end);
      default -> Fault.NONE;
    };
  }

  private static Fault is(boolean right) {
    return right ? Fault.NONE : Fault.DATA;
  }

  /** Some bytes, some names, and then exactly {@code rest} bytes; any number when -1. */
  private static Fault names(NameWalk names, int from, int before, int count, int rest, int end) {
    int at = from + before;
    for (int i = 0; i < count; i++) {
      if (at >= end) {
        return Fault.DATA;
      }
      at = names.skip(at);
      if (at < 0) {
        return names.fault();
      }
    }
    return is(rest < 0 ? at <= end : at + rest == end);
  }

  private static Fault signature(NameWalk names, int from, int end) {
    return names(names, from, 18, 1, -1, end);
  }

  private static Fault nsec(NameWalk names, int from, int end) {
    int at = names.skip(from);
    if (at < 0) {
      return names.fault();
    }
    return is(at <= end && bitmap(names.bytes(), at, end));
  }

  private static Fault naptr(NameWalk names, int from, int end) {
    int at = from + 4 > end ? -1 : strings(names.bytes(), from + 4, end, 3);
    return at < 0 ? Fault.DATA : names(names, at, 0, 1, 0, end);
  }

  /** Where so many strings of a length byte each end; -1 when they are cut. */
  private static int strings(byte[] bytes, int from, int end, int count) {
    int at = from;
    for (int i = 0; i < count; i++) {
      if (at >= end) {
        return -1;
      }
      at += 1 + (bytes[at] & 0xff);
    }
    return at > end ? -1 : at;
  }

  private static boolean allStrings(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end) {
      at += 1 + (bytes[at] & 0xff);
    }
    return at == end && end > from;
  }

  /** RFC 4034 section 4.1.2: windows in ascending order, each of 1 to 32 bytes. */
  private static boolean bitmap(byte[] bytes, int from, int end) {
    int at = from;
    int window = -1;
    while (at < end) {
      if (at + 2 > end || (bytes[at] & 0xff) <= window) {
        return false;
      }
      window = bytes[at] & 0xff;
      int length = bytes[at + 1] & 0xff;
      at += 2 + length;
      if (length < 1 || length > 32 || at > end) {
        return false;
      }
    }
    return true;
  }

  private static boolean nsec3(byte[] bytes, int from, int end) {
    if (end - from < 6) {
      return false;
    }
    int hash = from + 5 + (bytes[from + 4] & 0xff);
    if (hash >= end) {
      return false;
    }
    int map = hash + 1 + (bytes[hash] & 0xff);
    return map <= end && bytes[hash] != 0 && bitmap(bytes, map, end);
  }

  /** RFC 9460 section 2.2: the target stands in full, keys ascend. */
  private static Fault service(byte[] bytes, int from, int end) {
    int at = from + 2;
    int length = 0;
    while (at < end && bytes[at] != 0) {
      int label = bytes[at] & 0xff;
      if (label >= 0x40) {
        return Fault.COMPRESSED;
      }
      length += label + 1;
      at += label + 1;
    }
    if (at >= end || length > 254) {
      return Fault.DATA;
    }
    at++;
    int key = -1;
    while (at < end) {
      if (at + 4 > end || Bytes.u16(bytes, at) <= key) {
        return Fault.DATA;
      }
      key = Bytes.u16(bytes, at);
      at += 4 + Bytes.u16(bytes, at + 2);
    }
    return is(at == end);
  }

  private static Fault tsig(NameWalk names, int from, int end) {
    int at = names.skip(from);
    if (at < 0) {
      return names.fault();
    }
    // 48 bits of time, fudge, MAC, original id, error, other data.
    if (at + 10 > end) {
      return Fault.DATA;
    }
    at += 10 + Bytes.u16(names.bytes(), at + 8) + 4;
    return is(at + 2 <= end && at + 2 + Bytes.u16(names.bytes(), at) == end);
  }

  /** RFC 6891 section 6.1.2: a code and a length each, to the very end. */
  static boolean options(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end) {
      if (at + 4 > end) {
        return false;
      }
      at += 4 + Bytes.u16(bytes, at + 2);
    }
    return at == end;
  }
}
