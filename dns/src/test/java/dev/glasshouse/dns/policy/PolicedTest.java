package dev.glasshouse.dns.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.dns.serve.Answerer;
import dev.glasshouse.dns.serve.Carrier;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.QueryDoor;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import dev.glasshouse.dns.zone.Authority;
import dev.glasshouse.dns.zone.ZoneFile;
import dev.glasshouse.dns.zone.ZoneLimits;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.NameServiceReason;
import dev.glasshouse.journey.NameServiceStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.ZoneStep;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Rules before a server with true answers. */
class PolicedTest {
  private static final String ZONE =
      """
      $TTL 300
      @ SOA ns hostmaster 7 3600 600 86400 60
      @ NS ns
      ns A 192.0.2.53
      www A 192.0.2.1
      *.mirror A 192.0.2.7
      alias CNAME www
      first.tracker CNAME second
      second CNAME x.ads
      x.ads A 192.0.2.99
      counted CNAME portal
      portal A 192.0.2.98
      cart CNAME a.shop
      a.shop A 192.0.2.97
      fair CNAME good.ads
      good.ads A 192.0.2.96
      moved CNAME old
      old A 192.0.2.95
      """;
  private static final String RULES =
      """
      pass     good.ads.site.test
      block    under ads.site.test       as filtered because "advertisements"
      block    quiet.site.test           with nodata
      block    portal.site.test          with 192.0.2.80 192.0.2.81 2001:db8::80 as censored
      redirect old.site.test             to alias.site.test
      redirect under away.site.test      to www.site.test
      rewrite  hidden.site.test          to www.site.test
      rewrite  under shop.site.test      to mirror.site.test
      rewrite  gone.site.test            to missing.site.test
      """;

  private final Authority truth = new Authority(ZoneLimits.DEFAULT);
  private final Policed policed;
  private final Recorder recorder = Recorder.start();
  @TempDir private Path folder;

  PolicedTest() throws Exception {
    truth.put(ZoneFile.read(ZONE, "site.test.", ZoneLimits.DEFAULT).zone());
    policed =
        new Policed(
            PolicyFile.read(RULES, "rules", PolicyLimits.DEFAULT), truth, PolicyLimits.DEFAULT);
  }

  private Message ask(String name, int type) throws Exception {
    return ask(policed, name, type, true);
  }

  private Message ask(Answerer answerer, String name, int type, boolean edns) throws Exception {
    var message = new Message(77);
    message.getHeader().setFlag(Flags.RD);
    message.addRecord(Record.newRecord(Name.fromString(name), type, DClass.IN), Section.QUESTION);
    if (edns) {
      message.addRecord(new OPTRecord(1232, 0, 0, 0, List.<EDNSOption>of()), Section.ADDITIONAL);
    }
    var answers = new ArrayList<byte[]>();
    QueryDoor.of(NameServer.Settings.DEFAULT, Carrier.TCP, answerer)
        .take(
            message.toWire(),
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4000),
            recorder.trail(),
            came -> answers.add(came.orElseThrow()));
    assertThat(answers).hasSize(1);
    var scan = new MessageScan(WireLimits.TRANSFER);
    assertThat(scan.scan(answers.getFirst())).isEqualTo(Fault.NONE);
    assertThat(scan.trailing()).isZero();
    assertThat(scan.id()).isEqualTo(77);
    return new Message(answers.getFirst());
  }

  private static List<String> answers(Message message) {
    return message.getSection(Section.ANSWER).stream()
        .map(r -> r.getName() + " " + Type.string(r.getType()) + " " + r.rdataToString())
        .toList();
  }

  private static ExtendedErrorCodeOption error(Message message) {
    return (ExtendedErrorCodeOption)
        message.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).getFirst();
  }

  @Test
  void whatNoRuleHoldsForIsTrue() throws Exception {
    Message answer = ask("www.site.test.", Type.A);
    assertThat(answers(answer)).containsExactly("www.site.test. A 192.0.2.1");
    assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
    assertThat(answer.getOPT().getOptions()).isEmpty();
    assertThat(policed.hijacked()).isZero();
  }

  @Test
  void blockedNamesAreNotThere() throws Exception {
    Message answer = ask("Banner.ADS.site.test.", Type.A);
    assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(answer.getQuestion().getName().toString()).isEqualTo("Banner.ADS.site.test.");
    assertThat(answer.getHeader().getFlag(Flags.AD)).isFalse();
    assertThat(answer.getHeader().getFlag(Flags.AA)).isFalse();
    assertThat(answer.getHeader().getFlag(Flags.RD)).isTrue();
    Record soa = answer.getSection(Section.AUTHORITY).getFirst();
    assertThat(soa.getName()).isEqualTo(Name.fromString("ads.site.test."));
    assertThat(soa.getTTL()).isEqualTo(60);
    assertThat(error(answer).getErrorCode()).isEqualTo(17);
    assertThat(error(answer).getText()).isEqualTo("advertisements");
    Message quiet = ask("quiet.site.test.", Type.A);
    assertThat(quiet.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(quiet.getSection(Section.ANSWER)).isEmpty();
    assertThat(quiet.getSection(Section.AUTHORITY)).hasSize(1);
    assertThat(error(quiet).getErrorCode()).isEqualTo(15);
    assertThat(ask("good.ads.site.test.", Type.A).getOPT().getOptions()).isEmpty();
    assertThat(policed.hijacked()).isEqualTo(2);
  }

  @Test
  void forgedAddressesAreOfTheTypeThatIsAskedFor() throws Exception {
    Message four = ask("portal.site.test.", Type.A);
    assertThat(answers(four))
        .containsExactly("portal.site.test. A 192.0.2.80", "portal.site.test. A 192.0.2.81");
    assertThat(error(four).getErrorCode()).isEqualTo(16);
    assertThat(answers(ask("portal.site.test.", Type.AAAA)))
        .containsExactly("portal.site.test. AAAA 2001:db8:0:0:0:0:0:80");
    Message other = ask("portal.site.test.", Type.MX);
    assertThat(answers(other)).isEmpty();
    assertThat(other.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(ask(policed, "portal.site.test.", Type.A, false).getOPT()).isNull();
  }

  @Test
  void redirectionsShowTheAlias() throws Exception {
    Message answer = ask("old.site.test.", Type.A);
    assertThat(answers(answer))
        .containsExactly(
            "old.site.test. CNAME alias.site.test.",
            "alias.site.test. CNAME www.site.test.",
            "www.site.test. A 192.0.2.1");
    assertThat(error(answer).getErrorCode()).isEqualTo(4);
    assertThat(answers(ask("a.b.away.site.test.", Type.A)))
        .containsExactly("a.b.away.site.test. CNAME www.site.test.", "www.site.test. A 192.0.2.1");
    assertThat(answers(ask("old.site.test.", Type.CNAME)))
        .containsExactly("old.site.test. CNAME alias.site.test.");
  }

  @Test
  void rewrittenNamesDoNotShowTheOther() throws Exception {
    Message answer = ask("hidden.site.test.", Type.A);
    assertThat(answers(answer)).containsExactly("hidden.site.test. A 192.0.2.1");
    assertThat(answer.toString()).doesNotContain("www.site.test");
    assertThat(error(answer).getErrorCode()).isEqualTo(4);
    assertThat(answers(ask("de.shop.site.test.", Type.A)))
        .containsExactly("de.shop.site.test. A 192.0.2.7");
    Message gone = ask("gone.site.test.", Type.A);
    assertThat(gone.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(gone.getSection(Section.AUTHORITY).getFirst().getName().toString())
        .isEqualTo("gone.site.test.");
    String label = "a".repeat(60);
    String tooLong = label + "." + label + "." + label + "." + "b".repeat(54) + ".shop.site.test.";
    assertThat((int) Name.fromString(tooLong).length()).isEqualTo(254);
    assertThat(ask(tooLong, Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
  }

  @Test
  void aRuleDoesNotCatchItsOwnTarget() throws Exception {
    var loop =
        new Policed(
            PolicyFile.read(
                "redirect under site.test to www.site.test", "rules", PolicyLimits.DEFAULT),
            truth,
            PolicyLimits.DEFAULT);
    assertThat(answers(ask(loop, "www.site.test.", Type.A, true)))
        .containsExactly("www.site.test. A 192.0.2.1");
    assertThat(answers(ask(loop, "ns.site.test.", Type.A, true)))
        .containsExactly("ns.site.test. CNAME www.site.test.", "www.site.test. A 192.0.2.1");
  }

  /** A name of one's own that is but an alias of another's does not hide that. */
  @Test
  void rulesHoldForWhatANameIsAnAliasOf() throws Exception {
    Message blocked = ask("first.tracker.site.test.", Type.A);
    assertThat(blocked.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(answers(blocked)).isEmpty();
    assertThat(error(blocked).getText()).contains("advertisements");
    assertThat(answers(ask("counted.site.test.", Type.A)))
        .containsExactly("counted.site.test. A 192.0.2.80", "counted.site.test. A 192.0.2.81");
    assertThat(answers(ask("cart.site.test.", Type.A)))
        .containsExactly("cart.site.test. A 192.0.2.7");
    assertThat(answers(ask("moved.site.test.", Type.A)))
        .containsExactly(
            "moved.site.test. CNAME alias.site.test.",
            "alias.site.test. CNAME www.site.test.",
            "www.site.test. A 192.0.2.1");
    assertThat(policed.hijacked()).isEqualTo(4);
    Entry marked = entry(NameServiceStep.AnswerHijacked.class);
    assertThat(((NameServiceStep.AnswerHijacked) marked.step()).name())
        .isEqualTo("first.tracker.site.test.");
    assertThat(marked.because().reason()).isEqualTo(NameServiceReason.ALIAS_IN_RULE);
    assertThat(marked.because().arguments())
        .containsExactly("first.tracker.site.test.", "x.ads.site.test.");
  }

  @Test
  void anAliasOfWhatPassesPasses() throws Exception {
    assertThat(answers(ask("fair.site.test.", Type.A)))
        .containsExactly(
            "fair.site.test. CNAME good.ads.site.test.", "good.ads.site.test. A 192.0.2.96");
    assertThat(
            ((NameServiceStep.AnswerSpared) entry(NameServiceStep.AnswerSpared.class).step())
                .name())
        .isEqualTo("fair.site.test.");
    assertThat(answers(ask("second.site.test.", Type.CNAME)))
        .as("who asks for the alias is not led on")
        .containsExactly("second.site.test. CNAME x.ads.site.test.");
    assertThat(policed.hijacked()).isZero();
  }

  @Test
  void theJourneyMarksEachHijackedAnswer() throws Exception {
    ask("hidden.site.test.", Type.A);
    Entry marked = entry(NameServiceStep.AnswerHijacked.class);
    var step = (NameServiceStep.AnswerHijacked) marked.step();
    assertThat(step.action()).isEqualTo("rewritten");
    assertThat(step.name()).isEqualTo("hidden.site.test.");
    assertThat(step.given()).isEqualTo("www.site.test.");
    assertThat(step.place()).isEqualTo("rules:7");
    assertThat(step.error()).isEqualTo("4 (Forged Answer)");
    Because because = marked.because();
    assertThat(because.reason()).isEqualTo(NameServiceReason.NAME_IN_RULE);
    assertThat(marked.causes()).contains(entry(ZoneStep.QueryCame.class).id());
    assertThat(entry(ZoneStep.ZoneAnswered.class).causes())
        .as("what was asked in its place")
        .contains(marked.id());
    ask("good.ads.site.test.", Type.A);
    assertThat(
            ((NameServiceStep.AnswerSpared) entry(NameServiceStep.AnswerSpared.class).step())
                .rule())
        .isEqualTo("pass good.ads.site.test");
  }

  private Entry entry(Class<?> kind) {
    return recorder.journey().entries().stream()
        .filter(entry -> kind.isInstance(entry.step()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void brokenRulesLeaveTheOldOnes() throws Exception {
    Path file = Files.writeString(folder.resolve("rules"), "block www.site.test\n");
    policed.load(file, recorder.trail());
    assertThat(ask("www.site.test.", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    Files.writeString(file, "block\nblock www.site.test with nothing\n");
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> policed.load(file, recorder.trail()))
        .satisfies(e -> assertThat(e.faults()).hasSize(2));
    assertThat(ask("www.site.test.", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    var refused =
        (NameServiceStep.NamePolicyRefused) entry(NameServiceStep.NamePolicyRefused.class).step();
    assertThat(refused.faults()).hasSize(2).allMatch(fault -> fault.startsWith(file + ":"));
    policed.put(NamePolicy.NONE);
    assertThat(ask("www.site.test.", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
  }

  @Test
  void anAnswererThatDropsOrFailsDoesSoBehindRulesToo() throws Exception {
    NamePolicy rules = PolicyFile.read("rewrite a.test to b.test", "rules", PolicyLimits.DEFAULT);
    var broken =
        new Policed(
            rules, (_, reply) -> reply.reply(new byte[] {1, 2, 3}, 3), PolicyLimits.DEFAULT);
    assertThat(ask(broken, "a.test.", Type.A, true).getRcode()).isEqualTo(Rcode.SERVFAIL);
  }
}
