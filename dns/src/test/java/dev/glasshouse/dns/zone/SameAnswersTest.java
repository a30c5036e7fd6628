package dev.glasshouse.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.peers.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The same zone in NSD, in BIND and here: the same answers, section by section as sets. */
class SameAnswersTest {
  private static final String RECORDS =
      """
      $TTL 300
      @ SOA ns me 1 3600 600 86400 60
      @ NS ns
      @ MX 10 mail
      @ TXT "apex"
      ns A 127.0.0.1
      ns AAAA ::1
      mail A 192.0.2.9
      www A 192.0.2.1
      www A 192.0.2.2
      WWW AAAA 2001:DB8::1
      text TXT "Some Text" "and more"
      svc HTTPS 1 . alpn=h2
      srv SRV 1 2 3 www
      caa CAA 0 issue "ca.test"
      ptr PTR www
      odd TYPE65280 \\# 2 0102
      *.wild A 192.0.2.3
      *.wild TXT "any"
      there.wild A 192.0.2.4
      deep.ent.er TXT "below two empty ones"
      alias CNAME www
      alias2 CNAME alias
      away CNAME www.other.test.
      starred CNAME any.wild
      broken CNAME nothing
      intosub CNAME x.sub
      gone DNAME ent.er
      sub NS ns.sub
      sub NS ns.other.test.
      ns.sub A 192.0.2.5
      secure NS ns.secure
      secure DS 1 13 2 0000000000000000000000000000000000000000000000000000000000000001
      ns.secure A 192.0.2.6
      """;
  private static final String[] NAMES = {
    "@",
    "ns",
    "www",
    "mail",
    "text",
    "svc",
    "srv",
    "caa",
    "ptr",
    "odd",
    "x.wild",
    "a.b.wild",
    "*.wild",
    "there.wild",
    "x.there.wild",
    "ent.er",
    "er",
    "deep.ent.er",
    "no.ent.er",
    "alias",
    "alias2",
    "away",
    "starred",
    "broken",
    "intosub",
    "a.gone",
    "deep.gone",
    "gone",
    "sub",
    "x.sub",
    "ns.sub",
    "secure",
    "x.secure",
    "nothing",
    "x.www",
    "zzz",
    "0",
    "wild"
  };
  private static final String[] TYPES = {
    "A", "AAAA", "NS", "MX", "TXT", "DS", "CNAME", "SOA", "SRV"
  };

  @TempDir Path folder;

  private record Kind(String zone, List<String> signing) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("plain.test", List.of()),
          new Kind("nsec.test", List.of("-P")),
          new Kind("nsec3.test", List.of("-P", "-3", "abcd", "-H", "2")),
          new Kind("optout.test", List.of("-P", "-3", "-", "-H", "0", "-A")));

  private String file(Peers peers, Kind kind) throws Exception {
    Files.writeString(folder.resolve(kind.zone()), RECORDS);
    if (kind.signing().isEmpty()) {
      return kind.zone();
    }
    String keygen = Peers.program("dnssec-keygen").toString();
    peers.run(keygen, "-q", "-a", "ECDSAP256SHA256", kind.zone());
    peers.run(keygen, "-q", "-a", "ECDSAP256SHA256", "-f", "KSK", kind.zone());
    var command =
        new ArrayList<>(
            List.of(
                Peers.program("dnssec-signzone").toString(), "-S", "-o", kind.zone(), "-K", "."));
    command.addAll(kind.signing());
    command.add(kind.zone());
    String said = peers.run(command.toArray(String[]::new));
    assertThat(folder.resolve(kind.zone() + ".signed")).as(said).exists();
    return kind.zone() + ".signed";
  }

  @Test
  void asNsdAndBindAnswer() throws Exception {
    Peers.program("nsd");
    Peers.program("named");
    try (var peers = new Peers(folder)) {
      var authority = new Authority(ZoneLimits.DEFAULT);
      var forNsd = new StringBuilder();
      var forBind = new StringBuilder();
      for (Kind kind : KINDS) {
        String file = file(peers, kind);
        forNsd.append("zone:\n  name: %s\n  zonefile: %s\n".formatted(kind.zone(), file));
        forBind.append(
            "zone \"%s\" { type primary; file \"%s\"; };\n".formatted(kind.zone(), file));
        authority.put(
            ZoneFile.read(folder.resolve(file), Optional.of(kind.zone()), ZoneLimits.DEFAULT)
                .zone());
      }
      byte[] first = Ask.question("plain.test.", "SOA", Ask.How.TCP);
      int nsd = peers.nsd(forNsd.toString(), first);
      int bind = peers.bind(forBind.toString(), first);
      var differences = new ArrayList<String>();
      int questions = 0;
      for (Kind kind : KINDS) {
        for (String name : NAMES) {
          for (String type : TYPES) {
            String full = (name.equals("@") ? "" : name + ".") + kind.zone() + ".";
            Ask.How how = kind.signing().isEmpty() ? Ask.How.TCP : Ask.How.DNSSEC;
            byte[] question = Ask.question(full, type, how);
            Facts ours = Facts.of(Ask.of(authority, full, type, how));
            Facts nsds = Facts.of(Peers.ask(nsd, question));
            Facts binds = Facts.of(Peers.ask(bind, question));
            questions++;
            // NSD proves of a wildcard that is asked for itself more than there is to prove.
            boolean more =
                name.equals("*.wild")
                    && kind.signing().contains("-3")
                    && nsds.authority().containsAll(ours.authority())
                    && nsds.answer().equals(ours.answer());
            if (!ours.equals(binds) || !ours.equals(nsds) && !more) {
              differences.add(
                  full + " " + type + "\n ours " + ours + "\n NSD  " + nsds + "\n BIND " + binds);
            }
          }
        }
      }
      assertThat(questions).isGreaterThan(1000);
      assertThat(differences.size() + " of " + questions + "\n" + String.join("\n", differences))
          .isEqualTo("0 of " + questions + "\n");
    }
  }

  /** What an answer says, whatever the order and the spelling. */
  private record Facts(
      int rcode,
      boolean authoritative,
      TreeSet<String> answer,
      TreeSet<String> authority,
      TreeSet<String> glue) {
    static Facts of(Message message) {
      boolean authoritative = message.getHeader().getFlag(Flags.AA);
      boolean referral =
          message.getSection(Section.AUTHORITY).stream().anyMatch(r -> r.getType() == Type.NS);
      return new Facts(
          message.getRcode(),
          authoritative,
          set(message, Section.ANSWER),
          set(message, Section.AUTHORITY),
          // What else would be useful is up to each server.
          referral ? set(message, Section.ADDITIONAL) : new TreeSet<>());
    }

    private static TreeSet<String> set(Message message, int section) {
      var all = new TreeSet<String>();
      for (Record record : message.getSection(section)) {
        if (record.getType() != Type.OPT) {
          String data =
              HexFormat.of().formatHex(record.rdataToWireCanonical()).substring(0, 8)
                  + Arrays.hashCode(record.rdataToWireCanonical());
          all.add(
              record.getName().toString().toLowerCase(Locale.ROOT)
                  + " "
                  + record.getTTL()
                  + " "
                  + DClass.string(record.getDClass())
                  + " "
                  + Type.string(record.getType())
                  + " "
                  + (record.getType() == Type.RRSIG
                      ? data
                      : record.rdataToString().toLowerCase(Locale.ROOT)));
        }
      }
      return all;
    }
  }
}
