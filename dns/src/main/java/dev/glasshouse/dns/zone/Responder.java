package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ZoneReason;
import dev.glasshouse.journey.ZoneStep;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.Type;

/**
 * Answers questions out of a zone. Used again for each, by one thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1034#section-4.3.2">RFC 1034 section 4.3.2</a>
 */
final class Responder {
  static final int AA = 0x0400;
  static final int TC = 0x0200;
  static final int NXDOMAIN = 3;
  static final int YXDOMAIN = 6;
  static final int DS = 43;
  static final int RRSIG = 46;
  static final int NSEC = 47;
  static final int NSEC3 = 50;
  static final int ANY = 255;
  private static final int QUESTION = MessageScan.HEADER;

  private final ZoneLimits limits;
  private final MessageWriter writer = new MessageWriter();
  private final Found found = new Found();
  private final Found aside = new Found();
  private final byte[] name = new byte[NameBytes.LONGEST + 1];
  private int length;
  private int rcode;
  private boolean dnssec;
  private boolean full;
  private Prover prover = Proofs.SIGNED;
  private Smart smart = Smart.NONE;

  Responder(ZoneLimits limits) {
    this.limits = limits;
  }

  MessageWriter writer() {
    return writer;
  }

  /** The question's name in lower case, which {@link #read} has put there. */
  byte[] name() {
    return name;
  }

  int nameLength() {
    return length;
  }

  Found places() {
    return found;
  }

  /** Reads the question's name. */
  void read(ClientQuery query) {
    length = NameBytes.expandLower(query.scan().bytes(), QUESTION, name, 0);
  }

  /** Writes the answer to the question that was read; its length, bytes. */
  int answer(ClientQuery query, ServedZone served) {
    Zone zone = served.zone();
    MessageScan scan = query.scan();
    int type = scan.questionType();
    prover = served.prover();
    smart = served.smart();
    dnssec = scan.dnssecOk() && served.isSigned();
    rcode = 0;
    full = true;
    writer.begin(query, query.room() - query.optRoom(""));
    writer.flag(AA);
    int owner = QUESTION;
    for (int hops = 0; full && owner >= 0 && hops <= limits.aliases(); hops++) {
      owner = step(query, zone, type, owner, hops);
    }
    if (!full) {
      // RFC 2181 section 9: what is missing was needed.
      writer.restart();
      writer.flag(TC);
    }
    return writer.finish(query, rcode);
  }

  /** One name of a chain of aliases; where the next one stands in the message, or -1. */
  private int step(ClientQuery query, Zone zone, int type, int owner, int hops) {
    zone.find(name, length, found);
    switch (found.outcome) {
      case NODE -> {
        return node(query, zone, type, found.node, owner, false);
      }
      case WILDCARD -> {
        return node(query, zone, type, found.wildcard, owner, true);
      }
      case AT_CUT -> {
        if (type == DS) {
          return node(query, zone, type, found.node, owner, false);
        }
        referral(query, zone, hops);
      }
      case CUT -> referral(query, zone, hops);
      case DNAME -> {
        return dname(query, zone, type, owner);
      }
      case NOTHING -> {
        rcode = dnssec && prover.hidesMissingNames() ? 0 : NXDOMAIN;
        tell(query, zone, "NXDOMAIN", name, ZoneReason.NAME_MISSING, Clause.rfc(1034, "4.3.2"));
        negative(zone);
        if (dnssec) {
          full &= prover.noName(zone, writer, name, length, found);
        }
      }
    }
    return -1;
  }

  private int node(ClientQuery query, Zone zone, int type, int node, int owner, boolean wildcard) {
    int flags = zone.flags(node);
    int set = type == ANY ? any(zone, node) : zone.set(node, type);
    if (set != 0) {
      if (smart.isFor(set) && type != ANY && (!dnssec || prover.signsParts())) {
        some(query, zone, set, owner);
      } else {
        put(zone, node, set, owner);
      }
      if (wildcard && dnssec) {
        full &= prover.expanded(zone, writer, name, length, found);
      }
      tellFound(query, zone, node, wildcard, set);
      more(zone, set);
      return -1;
    }
    if ((flags & Zone.HAS_CNAME) != 0 && type != RRSIG && type != NSEC) {
      int alias = zone.set(node, RdataText.CNAME);
      int before = writer.length();
      put(zone, node, alias, owner);
      if (wildcard && dnssec) {
        full &= prover.expanded(zone, writer, name, length, found);
        writer.section(0);
      }
      tell(
          query,
          zone,
          "alias",
          zone.name(node),
          ZoneReason.ALIAS_HERE,
          Clause.rfc(1034, "3.6.2"),
          NameBytes.text(zone.name(node)));
      return full ? follow(zone, alias, before + 12) : -1;
    }
    tell(
        query,
        zone,
        "NODATA",
        zone.name(node),
        ZoneReason.TYPE_MISSING,
        Clause.rfc(2308, "2.2"),
        Type.string(type));
    negative(zone);
    if (dnssec) {
      full &=
          wildcard
              ? prover.noTypeAtWildcard(zone, writer, name, length, found)
              : prover.noType(zone, writer, node, type, name, length, found);
    }
    return -1;
  }

  /** RFC 8482 section 4.1: one set is answer enough for a question for everything. */
  private static int any(Zone zone, int node) {
    int set = zone.firstSet(node);
    for (int i = zone.sets(node); i > 0; i--, set = zone.nextSet(set)) {
      if (zone.type(set) < RRSIG || zone.type(set) > NSEC) {
        return set;
      }
    }
    return zone.sets(node) == 0 ? 0 : zone.firstSet(node);
  }

  /** Writes a set of the answer with its signatures. */
  private void put(Zone zone, int node, int set, int owner) {
    writer.section(0);
    if (zone.type(set) == RRSIG) {
      ZoneWalk.set(
          zone,
          node,
          set,
          (_, type, ttl, piece, from, size) ->
              full &= writer.one(owner, name, type, ttl, piece, from, size));
      return;
    }
    full &= writer.set(zone, set, owner, name, zone.ttl(set));
    if (dnssec) {
      full &= prover.signatures(zone, writer, node, zone.type(set), owner, name, zone.ttl(set));
    }
  }

  /** Writes the records of a set that are for this client. */
  private void some(ClientQuery query, Zone zone, int set, int owner) {
    List<byte[]> chosen = smart.choose(query, zone, set, name);
    writer.section(0);
    for (byte[] data : chosen) {
      full &= writer.one(owner, name, zone.type(set), zone.ttl(set), data, 0, data.length);
    }
    if (dnssec) {
      full &= prover.signatures(zone, writer, set, owner, name, chosen);
    }
  }

  /** Goes on with an alias's target; where that stands in the message, or -1 when not here. */
  private int follow(Zone zone, int alias, int place) {
    byte[] piece = zone.piece(alias);
    int at = Arena.place(alias) + Zone.SET;
    int size = Bytes.u16(piece, at);
    System.arraycopy(piece, at + 2, name, 0, size);
    NameBytes.lower(name, 0, size);
    length = size;
    return within(zone, name, length) && place < 0x4000 ? place : -1;
  }

  private static boolean within(Zone zone, byte[] name, int length) {
    byte[] apex = zone.apex();
    int at = 0;
    while (length - at > apex.length) {
      at += 1 + (name[at] & 0xff);
    }
    return length - at == apex.length && Arrays.equals(name, at, length, apex, 0, apex.length);
  }

  /** RFC 6672 section 3.2: the DNAME, and a CNAME made of it for this one name. */
  private int dname(ClientQuery query, Zone zone, int type, int owner) {
    int set = zone.set(found.node, RdataText.DNAME);
    byte[] above = zone.name(found.node);
    writer.section(0);
    int ttl = zone.ttl(set);
    full &= writer.set(zone, set, -1, above, ttl);
    if (dnssec) {
      full &= prover.signatures(zone, writer, found.node, RdataText.DNAME, -1, above, ttl);
    }
    tell(
        query,
        zone,
        "alias",
        above,
        ZoneReason.ALIAS_HERE,
        Clause.rfc(6672, "3.2"),
        NameBytes.text(above));
    byte[] piece = zone.piece(set);
    int at = Arena.place(set) + Zone.SET;
    int size = Bytes.u16(piece, at);
    int kept = length - above.length;
    if (kept + size > NameBytes.LONGEST) {
      rcode = YXDOMAIN;
      return -1;
    }
    byte[] target = new byte[kept + size];
    System.arraycopy(name, 0, target, 0, kept);
    System.arraycopy(piece, at + 2, target, kept, size);
    int before = writer.length();
    full &= writer.one(owner, name, RdataText.CNAME, ttl, target, 0, target.length);
    System.arraycopy(target, 0, name, 0, target.length);
    length = target.length;
    NameBytes.lower(name, 0, length);
    if (type == RdataText.CNAME) {
      // That was what was asked for.
      return -1;
    }
    return full && within(zone, name, length) && before + 12 < 0x4000 ? before + 12 : -1;
  }

  private void negative(Zone zone) {
    writer.section(1);
    full &= writer.set(zone, zone.soa(), -1, zone.apex(), zone.negativeTtl());
    if (dnssec) {
      full &=
          prover.signatures(
              zone, writer, zone.apexNode(), RdataText.SOA, -1, zone.apex(), zone.negativeTtl());
    }
  }

  /** Tells who knows: the servers of the cut, and their addresses as far as they are here. */
  private void referral(ClientQuery query, Zone zone, int hops) {
    int cut = found.node;
    byte[] at = zone.name(cut);
    if (hops == 0) {
      Bytes.put16(writer.bytes(), 2, Bytes.u16(writer.bytes(), 2) & ~AA);
    }
    int pointer = hops == 0 ? QUESTION + length - at.length : -1;
    writer.section(1);
    int servers = zone.set(cut, RdataText.NS);
    full &= writer.set(zone, servers, pointer, at, zone.ttl(servers));
    if (dnssec) {
      int ds = zone.set(cut, DS);
      if (ds != 0) {
        full &= writer.set(zone, ds, pointer, at, zone.ttl(ds));
        full &= prover.signatures(zone, writer, cut, DS, pointer, at, zone.ttl(ds));
      } else {
        full &= prover.noType(zone, writer, cut, DS, at, at.length, aside);
      }
    }
    tell(
        query,
        zone,
        "referral",
        at,
        ZoneReason.DELEGATED,
        Clause.rfc(1034, "4.3.2"),
        NameBytes.text(at));
    addresses(zone, servers, 0, at);
  }

  /** RFC 1034 section 4.3.2 step 6: addresses of the names in an answer. */
  private void more(Zone zone, int set) {
    switch (zone.type(set)) {
      case RdataText.NS -> addresses(zone, set, 0, null);
      case RdataText.MX -> addresses(zone, set, 2, null);
      case RdataText.SRV -> addresses(zone, set, 6, null);
      default -> {
        // No names that a client will ask for next.
      }
    }
  }

  /**
   * Writes the addresses of names in records, as far as they fit.
   *
   * @param cut when these are servers of a delegation: those below it cannot be found otherwise, so
   *     they have to fit (RFC 9471)
   */
  private void addresses(
      Zone zone, int set, int before, byte @org.jspecify.annotations.Nullable [] cut) {
    writer.section(2);
    byte[] piece = zone.piece(set);
    int at = Arena.place(set) + Zone.SET;
    boolean missing = false;
    int glue = 0;
    for (int i = zone.count(set); i > 0 && full; i--) {
      int size = Bytes.u16(piece, at);
      byte[] target = NameBytes.lower(Arrays.copyOfRange(piece, at + 2 + before, at + 2 + size));
      at += 2 + size;
      if (!within(zone, target, target.length)) {
        continue;
      }
      int node = zone.node(target);
      if (node == 0) {
        continue;
      }
      boolean fits = true;
      for (int type : new int[] {RdataText.A, RdataText.AAAA}) {
        int addresses = zone.set(node, type);
        if (addresses == 0) {
          continue;
        }
        boolean written = writer.set(zone, addresses, -1, target, zone.ttl(addresses));
        fits &= written;
        if (written && dnssec && (zone.flags(node) & (Zone.OCCLUDED | Zone.CUT)) == 0) {
          prover.signatures(zone, writer, node, type, -1, target, zone.ttl(addresses));
        }
      }
      if (cut != null && NameBytes.within(target, cut)) {
        glue += fits ? 1 : 0;
        missing |= !fits;
      }
    }
    if (missing && glue == 0) {
      writer.flag(TC);
    }
  }

  private void tellFound(ClientQuery query, Zone zone, int node, boolean wildcard, int set) {
    if (!query.trail().on()) {
      return;
    }
    byte[] at = zone.name(node);
    if (wildcard) {
      tell(
          query,
          zone,
          "wildcard",
          at,
          ZoneReason.FROM_WILDCARD,
          Clause.rfc(4592, "3.3.1"),
          NameBytes.text(at));
    } else {
      tell(
          query,
          zone,
          "answer",
          at,
          ZoneReason.HAS_RECORDS,
          Clause.rfc(1034, "4.3.2"),
          zone.count(set));
    }
  }

  private void tell(
      ClientQuery query,
      Zone zone,
      String outcome,
      byte[] at,
      ZoneReason reason,
      Clause clause,
      Object... arguments) {
    if (query.trail().on()) {
      query
          .trail()
          .mark(
              new ZoneStep.ZoneAnswered(
                  NameBytes.text(name),
                  Type.string(query.scan().questionType()),
                  zone.name(),
                  outcome,
                  NameBytes.text(at)),
              Because.of(reason, clause, arguments));
    }
  }
}
