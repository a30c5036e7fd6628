package dev.glasshouse.dns.peers;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Questions about a {@link ServedTree}, as a seed has them. */
final class RandomQuestions {
  private static final List<String> NAMES =
      List.of(
          "@",
          "@",
          "ns1",
          "mail",
          "www",
          "www",
          "text",
          "big",
          "svc",
          "srv",
          "naptr",
          "ptr",
          "odd",
          "x.wild",
          "a.b.wild",
          "*.wild",
          "wild",
          "there.wild",
          "x.there.wild",
          "n.also",
          "ent.er",
          "er",
          "deep.ent.er",
          "no.ent.er",
          "alias",
          "alias2",
          "starred",
          "broken",
          "loop1",
          "self",
          "tosigned",
          "toplain",
          "towild",
          "tobogus",
          "toexpired",
          "tonothing",
          "tonozone",
          "tolame",
          "chain",
          "gone",
          "x.gone",
          "deep.gone",
          "www.far",
          "x.wild.far",
          "no.far",
          "www.farsafe",
          "nothing.farsafe",
          "far",
          "c0",
          "c3",
          "open",
          "www.open",
          "up.open",
          "x.wild.open",
          "none.open",
          "safe",
          "www.safe",
          "x.wild.safe",
          "none.safe",
          "up.safe");
  private static final List<Integer> TYPES =
      List.of(
          Type.A,
          Type.A,
          Type.A,
          Type.A,
          Type.AAAA,
          Type.AAAA,
          Type.TXT,
          Type.TXT,
          Type.MX,
          Type.NS,
          Type.SOA,
          Type.DS,
          Type.DS,
          Type.DNSKEY,
          Type.CNAME,
          Type.DNAME,
          Type.SRV,
          Type.CAA,
          Type.HTTPS,
          Type.SVCB,
          Type.NAPTR,
          Type.PTR,
          Type.NSEC3PARAM,
          65280);

  private final Random random;

  RandomQuestions(long seed) {
    random = new Random(seed);
  }

  /**
   * A question.
   *
   * @param size of an answer by UDP that is taken; 0 without EDNS
   */
  record Asked(
      String zone, String name, int type, boolean dnssec, boolean unchecked, boolean ad, int size) {

    /** A question as text: name, type, and DO or CD. */
    static Asked of(String text) {
      List<String> words = List.of(text.split(" "));
      String name = words.get(0);
      return new Asked(
          TreeZone.OWNERS.stream()
              .map(TreeZone::name)
              .filter(zone -> name.endsWith("." + zone))
              .findFirst()
              .orElse("."),
          name,
          Type.value(words.get(1)),
          words.contains("DO"),
          words.contains("CD"),
          true,
          1232);
    }

    byte[] message(int id) throws IOException {
      var message = new Message(id);
      message.getHeader().setFlag(Flags.RD);
      if (unchecked) {
        message.getHeader().setFlag(Flags.CD);
      }
      if (ad) {
        message.getHeader().setFlag(Flags.AD);
      }
      message.addRecord(Record.newRecord(Name.fromString(name), type, DClass.IN), Section.QUESTION);
      if (size > 0) {
        message.addRecord(
            new OPTRecord(size, 0, 0, dnssec ? ExtendedFlags.DO : 0), Section.ADDITIONAL);
      }
      return message.toWire();
    }

    @Override
    public String toString() {
      return name
          + " "
          + Type.string(type)
          + (dnssec ? " DO" : "")
          + (unchecked ? " CD" : "")
          + (ad ? " AD" : "")
          + (size > 0 ? " " + size : "");
    }
  }

  Asked next() {
    List<TreeZone> full = TreeZone.OWNERS.stream().filter(TreeZone::full).toList();
    int which = random.nextInt(full.size() + 2);
    String zone =
        which < full.size() ? full.get(which).name() : which == full.size() ? "north." : ".";
    String name = name();
    String all = name.equals("@") ? zone : name + "." + (zone.equals(".") ? "" : zone);
    boolean edns = random.nextInt(10) > 0;
    return new Asked(
        zone,
        random.nextInt(5) == 0 ? cased(all) : all,
        one(TYPES),
        edns && random.nextInt(10) < 6,
        random.nextInt(5) == 0,
        random.nextInt(3) == 0,
        edns ? random.nextInt(3) == 0 ? 4096 : 1232 : 0);
  }

  private String name() {
    String known = one(NAMES);
    return switch (random.nextInt(10)) {
      case 0 -> label();
      case 1 -> label() + "." + (known.equals("@") ? label() : known);
      case 2 -> label() + "." + label();
      default -> known;
    };
  }

  private String label() {
    return "r" + Integer.toString(random.nextInt(36 * 36), 36);
  }

  private String cased(String name) {
    var cased = new StringBuilder();
    name.chars()
        .forEach(c -> cased.append((char) (random.nextBoolean() ? Character.toUpperCase(c) : c)));
    return cased.toString();
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
