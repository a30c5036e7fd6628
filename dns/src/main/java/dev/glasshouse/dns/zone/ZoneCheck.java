package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.NameBytes;
import java.util.Arrays;
import java.util.List;

/** What is wrong with a zone as a whole: its beginning, and the servers that it names. */
final class ZoneCheck {
  private final Zone zone;
  private final ZoneBuilder from;
  private final List<ZoneFault> faults;
  private final Found found = new Found();

  private ZoneCheck(Zone zone, ZoneBuilder from, List<ZoneFault> faults) {
    this.zone = zone;
    this.from = from;
    this.faults = faults;
  }

  static void check(Zone zone, ZoneBuilder from, List<ZoneFault> faults) {
    new ZoneCheck(zone, from, faults).check();
  }

  private void check() {
    byte[] apex = from.apex();
    int top = from.find(apex, 0, apex.length);
    int soa = from.firstOf(top, RdataText.SOA);
    for (int record = soa; record != 0; record = from.next(record)) {
      if (from.type(record) == RdataText.SOA && !same(record, soa)) {
        error(record, NameBytes.text(apex) + " has a second SOA record");
      }
    }
    if (from.firstOf(top, RdataText.NS) == 0) {
      error(soa, NameBytes.text(apex) + " has no NS records");
    }
    for (int node = 0; node < from.nodes(); node++) {
      for (int record = from.first(node); record != 0; record = from.next(record)) {
        switch (from.type(record)) {
          case RdataText.NS -> server(node, record);
          case RdataText.MX -> exchange(record);
          default -> {
            // Nothing is known of the others that a file could contradict.
          }
        }
      }
    }
  }

  private boolean same(int one, int other) {
    return from.length(one) == from.length(other)
        && Arrays.equals(
            from.piece(one),
            from.data(one),
            from.data(one) + from.length(one),
            from.piece(other),
            from.data(other),
            from.data(other) + from.length(other));
  }

  private void error(int record, String reason) {
    faults.add(from.fault(record, ZoneFault.Weight.ERROR, reason));
  }

  private void warning(int record, String reason) {
    faults.add(from.fault(record, ZoneFault.Weight.WARNING, reason));
  }

  /** RFC 1034 section 4.2.1: a server in the zone needs an address; RFC 2181 section 10.3. */
  private void server(int node, int record) {
    byte[] owner = from.name(node);
    if (!NameBytes.within(owner, zone.apex())) {
      return;
    }
    byte[] target = target(record, 0);
    if (!NameBytes.within(target, zone.apex())) {
      return;
    }
    zone.find(target, target.length, found);
    String name = NameBytes.text(target);
    switch (found.outcome) {
      case NODE, WILDCARD -> {
        int its = found.outcome == Found.Outcome.NODE ? found.node : found.wildcard;
        if ((zone.flags(its) & Zone.HAS_CNAME) != 0) {
          error(record, "the name server " + name + " is an alias (CNAME)");
        } else if (!hasAddress(its)) {
          error(record, "the name server " + name + " has no address in the zone");
        }
      }
      case AT_CUT, CUT -> {
        int glue = zone.node(target);
        boolean needed = NameBytes.within(target, owner) && owner.length > zone.apex().length;
        if (glue == 0 || !hasAddress(glue)) {
          if (needed) {
            // Nobody will reach the zone below; but this one works.
            warning(record, "the name server " + name + " of a delegation has no glue address");
          } else {
            warning(
                record,
                "the name server "
                    + name
                    + " lies below another delegation and has no address here");
          }
        }
      }
      case NOTHING -> error(record, "the name server " + name + " has no address in the zone");
      case DNAME -> error(record, "the name server " + name + " lies below a DNAME record");
    }
  }

  private void exchange(int record) {
    byte[] target = target(record, 2);
    if (target.length == 1 || !NameBytes.within(target, zone.apex())) {
      return;
    }
    zone.find(target, target.length, found);
    String name = NameBytes.text(target);
    if (found.outcome == Found.Outcome.NOTHING
        || found.outcome == Found.Outcome.NODE && !hasAddress(found.node)) {
      boolean alias =
          found.outcome == Found.Outcome.NODE && (zone.flags(found.node) & Zone.HAS_CNAME) != 0;
      warning(
          record, "the mail server " + name + (alias ? " is an alias (CNAME)" : " has no address"));
    }
  }

  private byte[] target(int record, int before) {
    int at = from.data(record) + before;
    return NameBytes.lower(
        Arrays.copyOfRange(from.piece(record), at, from.data(record) + from.length(record)));
  }

  private boolean hasAddress(int node) {
    return zone.set(node, RdataText.A) != 0 || zone.set(node, RdataText.AAAA) != 0;
  }
}
