package dev.glasshouse.dns.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The zones that a resolver answers itself, because the internet knows nothing of them: names for
 * special use and the reverse zones of addresses that are nobody's in particular.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6303#section-4">RFC 6303 section 4</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6761#section-6">RFC 6761 section 6</a>
 */
final class StandardZones {
  private static final long TTL = 10_800;
  private static final String SOA = "localhost. nobody.invalid. 1 3600 1200 604800 10800";
  private static final String LOOPBACK_4 = "127.in-addr.arpa.";
  private static final String LOOPBACK_6 = "1." + "0.".repeat(31) + "ip6.arpa.";

  /** RFC 6761, RFC 7686 (onion), RFC 8375 (home.arpa), RFC 9462 (resolver.arpa), RFC 9665. */
  private static final List<String> SPECIAL =
      List.of("onion.", "test.", "invalid.", "home.arpa.", "resolver.arpa.", "service.arpa.");

  /** RFC 6303 sections 4.2 to 4.6 and RFC 7793, besides those that are counted out below. */
  private static final List<String> REVERSE =
      List.of(
          "10.in-addr.arpa.",
          "168.192.in-addr.arpa.",
          "0.in-addr.arpa.",
          "254.169.in-addr.arpa.",
          "2.0.192.in-addr.arpa.",
          "100.51.198.in-addr.arpa.",
          "113.0.203.in-addr.arpa.",
          "255.255.255.255.in-addr.arpa.",
          "0.".repeat(32) + "ip6.arpa.",
          "d.f.ip6.arpa.",
          "8.e.f.ip6.arpa.",
          "9.e.f.ip6.arpa.",
          "a.e.f.ip6.arpa.",
          "b.e.f.ip6.arpa.",
          "8.b.d.0.1.0.0.2.ip6.arpa.");

  private StandardZones() {}

  static List<String> empty() {
    var all = new ArrayList<>(SPECIAL);
    all.addAll(REVERSE);
    for (int i = 16; i <= 31; i++) {
      all.add(i + ".172.in-addr.arpa.");
    }
    for (int i = 64; i <= 127; i++) {
      all.add(i + ".100.in-addr.arpa.");
    }
    return all;
  }

  /** Adds those zones whose names are wanted. */
  static void addTo(LocalZones.Builder to, Predicate<Name> wanted) {
    for (String zone : empty()) {
      begin(to, name(zone), wanted);
    }
    Name localhost = name("localhost.");
    if (begin(to, localhost, wanted)) {
      to.data(record(localhost, Type.A, "127.0.0.1")).data(record(localhost, Type.AAAA, "::1"));
    }
    Name four = name(LOOPBACK_4);
    if (begin(to, four, wanted)) {
      to.data(record(name("1.0.0." + LOOPBACK_4), Type.PTR, "localhost."));
    }
    Name six = name(LOOPBACK_6);
    if (begin(to, six, wanted)) {
      to.data(record(six, Type.PTR, "localhost."));
    }
  }

  private static boolean begin(LocalZones.Builder to, Name zone, Predicate<Name> wanted) {
    if (!wanted.test(zone)) {
      return false;
    }
    to.zone(zone, ZoneType.STATIC)
        .data(record(zone, Type.NS, "localhost."))
        .data(record(zone, Type.SOA, SOA));
    return true;
  }

  private static Name name(String text) {
    return Name.fromConstantString(text);
  }

  private static Record record(Name owner, int type, String data) {
    try {
      return Record.fromString(owner, type, DClass.IN, TTL, data, Name.root);
    } catch (IOException e) {
      throw new IllegalStateException(data, e);
    }
  }
}
