package dev.glasshouse.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.ZoneReason;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** What a zone answers, case by case. */
class AuthorityTest {
  private static final String ZONE =
      """
      $TTL 3600
      @ SOA ns1 admin 1 3600 900 86400 300
      @ NS ns1
      @ NS ns.other.
      ns1 A 192.0.2.1
      ns1 AAAA 2001:db8::1
      www A 192.0.2.2
      www A 192.0.2.3
      @ MX 10 mail
      mail A 192.0.2.4
      alias CNAME www
      chain CNAME alias
      out CNAME www.other.
      nowhere CNAME missing
      loop1 CNAME loop2
      loop2 CNAME loop1
      *.wild A 192.0.2.5
      *.wild MX 5 mail
      there.wild TXT "x"
      a.b.empty A 192.0.2.6
      *.alias-wild CNAME www
      sub NS ns.sub
      sub NS ns.other.
      ns.sub A 192.0.2.7
      tree DNAME www.other.
      in DNAME empty
      intosub CNAME host.sub
      """;

  private final Authority authority = new Authority(ZoneLimits.DEFAULT);

  @BeforeEach
  void load() throws ZoneException {
    authority.put(ZoneFile.read(ZONE, "site.test", ZoneLimits.DEFAULT).zone());
  }

  private String ask(String name, String type) {
    return words(Ask.of(authority, name, type));
  }

  /** The whole answer in a line. */
  private static String words(Message answer) {
    var words = new StringBuilder(Rcode.string(answer.getRcode()));
    words.append(answer.getHeader().getFlag(Flags.AA) ? " AA" : "");
    words.append(answer.getHeader().getFlag(Flags.TC) ? " TC" : "");
    String[] names = {"", " answer", " authority", " additional"};
    for (int section = 1; section <= 3; section++) {
      for (var record : answer.getSection(section)) {
        if (record.getType() != org.xbill.DNS.Type.OPT) {
          words.append(names[section]).append(":");
          words.append(record.getName()).append(" ").append(record.getTTL()).append(" ");
          words.append(org.xbill.DNS.Type.string(record.getType())).append(" ");
          words.append(record.rdataToString());
        }
      }
    }
    return words.toString();
  }

  private static final String SOA =
      " authority:site.test. 300 SOA ns1.site.test. admin.site.test. 1 3600 900 86400 300";

  @Test
  void recordsThatAreThere() {
    assertThat(ask("www.site.test.", "A"))
        .isEqualTo(
            "NOERROR AA answer:www.site.test. 3600 A 192.0.2.2"
                + " answer:www.site.test. 3600 A 192.0.2.3");
    assertThat(ask("site.test.", "MX"))
        .isEqualTo(
            "NOERROR AA answer:site.test. 3600 MX 10 mail.site.test."
                + " additional:mail.site.test. 3600 A 192.0.2.4");
    assertThat(ask("site.test.", "NS"))
        .isEqualTo(
            "NOERROR AA answer:site.test. 3600 NS ns1.site.test."
                + " answer:site.test. 3600 NS ns.other."
                + " additional:ns1.site.test. 3600 A 192.0.2.1"
                + " additional:ns1.site.test. 3600 AAAA 2001:db8:0:0:0:0:0:1");
  }

  @Test
  void theCaseOfTheQuestionComesBack() {
    assertThat(ask("wWw.SITE.test.", "A")).contains("answer:wWw.SITE.test. 3600 A 192.0.2.2");
  }

  @Test
  void nothingOfTheKind() {
    assertThat(ask("www.site.test.", "AAAA")).isEqualTo("NOERROR AA" + SOA);
    assertThat(ask("missing.site.test.", "A")).isEqualTo("NXDOMAIN AA" + SOA);
    assertThat(ask("x.www.site.test.", "A")).isEqualTo("NXDOMAIN AA" + SOA);
    // Names that only have names below them exist.
    assertThat(ask("b.empty.site.test.", "A")).isEqualTo("NOERROR AA" + SOA);
    assertThat(ask("empty.site.test.", "A")).isEqualTo("NOERROR AA" + SOA);
    assertThat(ask("x.empty.site.test.", "A")).isEqualTo("NXDOMAIN AA" + SOA);
  }

  @Test
  void aliases() {
    assertThat(ask("chain.site.test.", "A"))
        .isEqualTo(
            "NOERROR AA answer:chain.site.test. 3600 CNAME alias.site.test."
                + " answer:alias.site.test. 3600 CNAME www.site.test."
                + " answer:www.site.test. 3600 A 192.0.2.2"
                + " answer:www.site.test. 3600 A 192.0.2.3");
    assertThat(ask("chain.site.test.", "CNAME"))
        .isEqualTo("NOERROR AA answer:chain.site.test. 3600 CNAME alias.site.test.");
    assertThat(ask("out.site.test.", "A"))
        .isEqualTo("NOERROR AA answer:out.site.test. 3600 CNAME www.other.");
    assertThat(ask("nowhere.site.test.", "A"))
        .isEqualTo("NXDOMAIN AA answer:nowhere.site.test. 3600 CNAME missing.site.test." + SOA);
    assertThat(ask("loop1.site.test.", "A")).startsWith("NOERROR AA answer:loop1.site.test.");
    assertThat(ask("intosub.site.test.", "A"))
        .isEqualTo(
            "NOERROR AA answer:intosub.site.test. 3600 CNAME host.sub.site.test."
                + " authority:sub.site.test. 3600 NS ns.sub.site.test."
                + " authority:sub.site.test. 3600 NS ns.other."
                + " additional:ns.sub.site.test. 3600 A 192.0.2.7");
  }

  @Test
  void wildcards() {
    assertThat(ask("x.y.wild.site.test.", "A"))
        .isEqualTo("NOERROR AA answer:x.y.wild.site.test. 3600 A 192.0.2.5");
    assertThat(ask("x.wild.site.test.", "AAAA")).isEqualTo("NOERROR AA" + SOA);
    assertThat(ask("*.wild.site.test.", "A"))
        .isEqualTo("NOERROR AA answer:*.wild.site.test. 3600 A 192.0.2.5");
    // What exists hides the wildcard, also for what is below it.
    assertThat(ask("there.wild.site.test.", "A")).isEqualTo("NOERROR AA" + SOA);
    assertThat(ask("x.there.wild.site.test.", "A")).isEqualTo("NXDOMAIN AA" + SOA);
    assertThat(ask("x.alias-wild.site.test.", "AAAA"))
        .isEqualTo("NOERROR AA answer:x.alias-wild.site.test. 3600 CNAME www.site.test." + SOA);
  }

  @Test
  void delegations() {
    String referral =
        "NOERROR authority:sub.site.test. 3600 NS ns.sub.site.test."
            + " authority:sub.site.test. 3600 NS ns.other."
            + " additional:ns.sub.site.test. 3600 A 192.0.2.7";
    assertThat(ask("sub.site.test.", "A")).isEqualTo(referral);
    assertThat(ask("sub.site.test.", "NS")).isEqualTo(referral);
    assertThat(ask("ns.sub.site.test.", "A")).isEqualTo(referral);
    assertThat(ask("a.b.c.sub.site.test.", "TXT")).isEqualTo(referral);
    assertThat(ask("sub.site.test.", "DS")).isEqualTo("NOERROR AA" + SOA);
  }

  @Test
  void wholeTreesThatAreElsewhere() {
    assertThat(ask("a.tree.site.test.", "A"))
        .isEqualTo(
            "NOERROR AA answer:tree.site.test. 3600 DNAME www.other."
                + " answer:a.tree.site.test. 3600 CNAME a.www.other.");
    assertThat(ask("tree.site.test.", "A")).isEqualTo("NOERROR AA" + SOA);
    assertThat(ask("a.b.in.site.test.", "A"))
        .isEqualTo(
            "NOERROR AA answer:in.site.test. 3600 DNAME empty.site.test."
                + " answer:a.b.in.site.test. 3600 CNAME a.b.empty.site.test."
                + " answer:a.b.empty.site.test. 3600 A 192.0.2.6");
    String label = "x".repeat(60);
    String full = (label + ".").repeat(4).substring(0, 230) + ".tree.site.test.";
    assertThat(ask(full, "A")).startsWith("NOERROR");
    String longer =
        label
            + "."
            + label
            + "."
            + label
            + ".yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy.in.site.test.";
    assertThat(ask(longer, "A")).startsWith("YXDOMAIN");
  }

  @Test
  void everythingIsOneSet() {
    assertThat(ask("ns1.site.test.", "ANY"))
        .isEqualTo("NOERROR AA answer:ns1.site.test. 3600 A 192.0.2.1");
  }

  @Test
  void whatIsNotOurs() {
    assertThat(ask("www.other.", "A")).isEqualTo("REFUSED");
    assertThat(ask(".", "NS")).isEqualTo("REFUSED");
    Message answer = Ask.of(authority, "www.other.", "A", Ask.How.udp(1232));
    assertThat(answer.getOPT().getOptions(15)).hasSize(1);
  }

  @Test
  void theZoneClosestToTheNameAnswers() throws ZoneException {
    String child =
        "@ 60 SOA ns.sub x 9 8 7 6 5\n@ 60 NS ns\nns 60 A 192.0.2.99\nhost 60 A 192.0.2.98\n";
    authority.put(ZoneFile.read(child, "sub.site.test", ZoneLimits.DEFAULT).zone());
    assertThat(ask("host.sub.site.test.", "A"))
        .isEqualTo("NOERROR AA answer:host.sub.site.test. 60 A 192.0.2.98");
    assertThat(ask("sub.site.test.", "SOA")).startsWith("NOERROR AA answer:sub.site.test.");
    // Whether a delegation is signed is known above it.
    assertThat(ask("sub.site.test.", "DS")).isEqualTo("NOERROR AA" + SOA);
    authority.remove(authority.zone("sub.site.test.").orElseThrow());
    assertThat(ask("host.sub.site.test.", "A")).startsWith("NOERROR authority:sub.site.test.");
  }

  @Test
  void whatIsTooLargeIsCutOrLeftOut() throws ZoneException {
    var text = new StringBuilder(ZONE);
    for (int i = 0; i < 40; i++) {
      text.append("many A 192.0.2.").append(i).append('\n');
      text.append("big NS ns").append(i).append(".big\nns").append(i).append(".big A 192.0.2.1\n");
    }
    authority.put(ZoneFile.read(text.toString(), "site.test", ZoneLimits.DEFAULT).zone());
    Message cut = Ask.of(authority, "many.site.test.", "A", Ask.How.udp(512));
    assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(cut.getSection(Section.ANSWER)).isEmpty();
    assertThat(cut.getOPT()).isNotNull();
    Message whole = Ask.of(authority, "many.site.test.", "A", Ask.How.udp(1232));
    assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(whole.getSection(Section.ANSWER)).hasSize(40);
    Message some = Ask.of(authority, "x.big.site.test.", "A", Ask.How.udp(1232));
    assertThat(some.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(some.getSection(Section.AUTHORITY)).hasSize(40);
    assertThat(some.getSection(Section.ADDITIONAL).size()).isBetween(5, 39);
  }

  @Test
  void theJourneyTellsWhy() {
    var recorder = Recorder.start();
    Ask.of(authority, "x.wild.site.test.", "A", Ask.How.TCP, recorder.trail());
    Ask.of(authority, "x.sub.site.test.", "A", Ask.How.TCP, recorder.trail());
    Ask.of(authority, "x.site.test.", "A", Ask.How.TCP, recorder.trail());
    assertThat(recorder.journey().entries().stream().map(Entry::because).map(b -> b.reason()))
        .isEqualTo(
            List.of(ZoneReason.FROM_WILDCARD, ZoneReason.DELEGATED, ZoneReason.NAME_MISSING));
  }

  /** Random zones and questions: every answer is a message without fault. */
  @Test
  void anyQuestionGetsAnAnswer() throws ZoneException {
    var random = new Random(5);
    String[] labels = {"a", "b", "*", "ns1", "www", "sub", "x"};
    String[] records = {
      " A 192.0.2.1",
      " NS ns1.site.test.",
      " TXT t",
      " MX 1 a.b",
      " CNAME b.a",
      " DNAME x.b",
      " AAAA ::1"
    };
    for (int i = 0; i < 300; i++) {
      var text = new StringBuilder(ZONE.substring(0, ZONE.indexOf("www A")));
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append(labels[random.nextInt(7)]);
        for (int k = random.nextInt(3); k > 0; k--) {
          text.append('.').append(labels[random.nextInt(7)]);
        }
        text.append(records[random.nextInt(7)]).append('\n');
      }
      try {
        authority.put(ZoneFile.read(text.toString(), "site.test", ZoneLimits.DEFAULT).zone());
      } catch (ZoneException e) {
        continue;
      }
      for (int q = 0; q < 100; q++) {
        var name = new StringBuilder();
        for (int k = random.nextInt(5); k > 0; k--) {
          name.append(labels[random.nextInt(7)]).append('.');
        }
        String type = List.of("A", "NS", "DS", "ANY", "CNAME", "MX", "SOA").get(random.nextInt(7));
        Message answer = Ask.of(authority, name + "site.test.", type);
        assertThat(answer.getRcode()).as(text + "\n" + name).isIn(0, 3, 6);
      }
    }
  }
}
