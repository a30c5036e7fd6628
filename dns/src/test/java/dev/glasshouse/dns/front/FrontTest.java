package dev.glasshouse.dns.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.local.RecordText;
import dev.glasshouse.dns.recursive.Action;
import dev.glasshouse.dns.recursive.Asked;
import dev.glasshouse.dns.recursive.Caller;
import dev.glasshouse.dns.recursive.ExtendedError;
import dev.glasshouse.dns.recursive.Moment;
import dev.glasshouse.dns.recursive.Question;
import dev.glasshouse.dns.recursive.Reply;
import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.journey.FrontReason;
import dev.glasshouse.journey.FrontStep;
import java.net.InetAddress;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What stands before a resolver, with a script in the resolver's place. */
class FrontTest {
  private static final Moment NOW = new Moment(0, Instant.EPOCH);
  private static final long CLIENT = 5;
  private static final Record KEY = RecordText.of(". DS 20326 8 2 " + "E0".repeat(32));

  private static FrontSettings words(String... lines) throws SettingsException {
    return SettingsFile.read(String.join("\n", lines), "test").front().settings(List.of(KEY));
  }

  private static Asked asked(
      String name, int type, int dclass, AccessList.Verdict access, Asked.Wish... wishes) {
    Set<Asked.Wish> all = EnumSet.of(Asked.Wish.TOLD);
    all.addAll(List.of(wishes));
    return new Asked(
        new Question(Name.fromConstantString(name), type, dclass),
        all,
        new Caller(InetAddress.ofLiteral("192.0.2.1"), access));
  }

  private static Asked asked(String name, int type) {
    return asked(name, type, DClass.IN, AccessList.Verdict.ALLOW, Asked.Wish.RECURSION);
  }

  private static Reply reply(Asked asked, int rcode, boolean authentic, String... records) {
    return new Reply(
        asked,
        rcode,
        authentic,
        false,
        Reply.Origin.SERVERS,
        java.util.Arrays.stream(records).map(RecordText::of).toList(),
        List.of(),
        List.of(),
        List.of());
  }

  /** A machine that finds one address for every name. */
  private static Behind finding(String... records) {
    return new Behind(asked -> List.of(reply(asked, Rcode.NOERROR, false, records)));
  }

  private static Reply answer(List<Action> actions) {
    return actions.stream()
        .filter(Action.Answered.class::isInstance)
        .map(Action.Answered.class::cast)
        .peek(each -> assertThat(each.client()).isEqualTo(CLIENT))
        .map(Action.Answered::reply)
        .reduce((a, b) -> {
          throw new AssertionError("two answers");
        })
        .orElseThrow(() -> new AssertionError("no answer: " + actions));
  }

  private static FrontStep told(List<Action> actions) {
    return actions.stream()
        .filter(Action.Tell.class::isInstance)
        .map(each -> (FrontStep) ((Action.Tell) each).step())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void localAnswersNeedNoResolver() throws Exception {
    Behind behind = finding();
    var front = new Front(behind, words("local-data: 'h.example. 7 A 192.0.2.3'"));
    List<Action> actions = front.ask(CLIENT, asked("h.example.", Type.A), NOW);
    Reply reply = answer(actions);
    assertThat(reply.answer()).singleElement().asString().contains("192.0.2.3");
    assertThat(reply.authoritative()).isTrue();
    assertThat(reply.origin()).isEqualTo(Reply.Origin.LOCAL);
    assertThat(behind.asked).isEmpty();
    assertThat(told(actions))
        .isEqualTo(
            new FrontStep.LocalZoneAnswered(
                "192.0.2.1",
                "h.example.",
                "A",
                "h.example.",
                "transparent",
                "NOERROR",
                List.of("A 192.0.2.3")));
  }

  @Test
  void whatIsNotLocalIsHandedOn() throws Exception {
    Behind behind = finding("h.example. A 192.0.2.4");
    var front = new Front(behind, words());
    Asked asked = asked("h.example.", Type.A);
    Reply reply = answer(front.ask(CLIENT, asked, NOW));
    assertThat(reply.answer()).hasSize(1);
    assertThat(reply.authoritative()).isFalse();
    assertThat(behind.asked).containsExactly(asked);
    assertThat(front.wakeAt()).hasValue(7);
    assertThat(front.sameForAll()).isTrue();
    assertThat(new Front(behind, words("access-control-view: 10.0.0.0/8 v")).sameForAll())
        .isFalse();
  }

  @Test
  void anAliasOfOursIsFollowed() throws Exception {
    Behind behind = finding("end.example. A 192.0.2.4");
    var front =
        new Front(
            behind,
            words(
                "local-zone: a.example. redirect", "local-data: 'a.example. CNAME end.example.'"));
    Reply reply = answer(front.ask(CLIENT, asked("x.a.example.", Type.A), NOW));
    assertThat(reply.answer()).extracting(Record::getType).containsExactly(Type.CNAME, Type.A);
    assertThat(reply.answer().getFirst().getName().toString()).isEqualTo("x.a.example.");
    assertThat(reply.asked().question().name().toString()).isEqualTo("x.a.example.");
    assertThat(reply.authoritative()).isTrue();
    assertThat(behind.asked.getFirst().question().name().toString()).isEqualTo("end.example.");
    var failing =
        new Front(
            new Behind(asked -> List.of(reply(asked, Rcode.SERVFAIL, false))),
            words(
                "local-zone: a.example. redirect", "local-data: 'a.example. CNAME end.example.'"));
    Reply failure = answer(failing.ask(CLIENT, asked("a.example.", Type.A), NOW));
    assertThat(failure.rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(failure.answer()).isEmpty();
    assertThat(failure.authoritative()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // access; RD; local name; other name
    "ALLOW, true, NOERROR, NOERROR",
    "ALLOW, false, NOERROR, REFUSED",
    "ALLOW_SNOOP, false, NOERROR, NOERROR",
    "ALLOW_SETRD, false, NOERROR, NOERROR",
    "REFUSE_NON_LOCAL, true, NOERROR, REFUSED",
    "DROP_NON_LOCAL, true, NOERROR, dropped",
  })
  void theAccessListSaysWhoHasRecursion(
      AccessList.Verdict access, boolean recursion, String local, String other) throws Exception {
    Behind behind = finding();
    var front = new Front(behind, words("local-data: 'h.example. A 192.0.2.3'"));
    Asked.Wish[] wishes = recursion ? new Asked.Wish[] {Asked.Wish.RECURSION} : new Asked.Wish[] {};
    for (String name : List.of("h.example.", "o.example.")) {
      List<Action> actions = front.ask(CLIENT, asked(name, Type.A, DClass.IN, access, wishes), NOW);
      String came =
          actions.stream().anyMatch(Action.Dropped.class::isInstance)
              ? "dropped"
              : Rcode.string(answer(actions).rcode());
      assertThat(came).as(name).isEqualTo(name.startsWith("h") ? local : other);
    }
    if (access == AccessList.Verdict.ALLOW_SETRD) {
      assertThat(behind.asked.getFirst().wants(Asked.Wish.RECURSION)).isTrue();
    }
  }

  @Test
  void aRefusalSaysWhetherThereIsRecursionForOthers() throws Exception {
    var front = new Front(finding(), words());
    Reply snoops =
        answer(front.ask(CLIENT, asked("o.", Type.A, DClass.IN, AccessList.Verdict.ALLOW), NOW));
    assertThat(snoops.message(1, 0).getHeader().getFlag(Flags.RA)).isTrue();
    assertThat(snoops.errors()).extracting(ExtendedError::code).containsExactly(20);
    Reply barred =
        answer(
            front.ask(
                CLIENT,
                asked(
                    "o.",
                    Type.A,
                    DClass.IN,
                    AccessList.Verdict.REFUSE_NON_LOCAL,
                    Asked.Wish.RECURSION),
                NOW));
    assertThat(barred.message(1, 0).getHeader().getFlag(Flags.RA)).isFalse();
    assertThat(barred.errors()).extracting(ExtendedError::code).containsExactly(18);
  }

  @Test
  void itTellsOfItselfWhatItIsToldTo() throws Exception {
    var front =
        new Front(
            finding(),
            words("identity: here", "version: 7", "hide-version: yes", "hide-trustanchor: no"));
    for (String name : List.of("id.server.", "HOSTNAME.bind.")) {
      Reply reply =
          answer(
              front.ask(CLIENT, asked(name, Type.TXT, DClass.CH, AccessList.Verdict.ALLOW), NOW));
      assertThat(reply.answer()).singleElement().asString().endsWith("CH\tTXT\there");
      assertThat(reply.authoritative()).isFalse();
    }
    List<Action> hidden =
        front.ask(
            CLIENT, asked("version.bind.", Type.TXT, DClass.CH, AccessList.Verdict.ALLOW), NOW);
    assertThat(answer(hidden).rcode()).isEqualTo(Rcode.REFUSED);
    assertThat(told(hidden)).isInstanceOf(FrontStep.ServerDescribed.class);
    Reply anchors =
        answer(
            front.ask(
                CLIENT,
                asked("trustanchor.unbound.", Type.TXT, DClass.CH, AccessList.Verdict.ALLOW),
                NOW));
    assertThat(anchors.answer()).singleElement().asString().contains("\". 20326\"");
  }

  @ParameterizedTest
  @CsvSource({
    "root-key-sentinel-is-ta-20326.x., true, NOERROR",
    "root-key-sentinel-not-ta-20326.x., true, SERVFAIL",
    "ROOT-key-sentinel-is-ta-19036.x., true, SERVFAIL",
    "root-key-sentinel-not-ta-19036.x., true, NOERROR",
    "root-key-sentinel-not-ta-20326.x., false, NOERROR",
    "root-key-sentinel-not-ta-326.x., true, NOERROR",
    "root-key-sentinel-not-ta-99999.x., true, NOERROR",
    "a.root-key-sentinel-not-ta-20326.x., true, NOERROR",
  })
  void theSentinelTellsWhichKeysAreTrusted(String name, boolean authentic, String rcode)
      throws Exception {
    var behind =
        new Behind(a -> List.of(reply(a, Rcode.NOERROR, authentic, name + " A 192.0.2.4")));
    List<Action> actions = new Front(behind, words()).ask(CLIENT, asked(name, Type.A), NOW);
    assertThat(Rcode.string(answer(actions).rcode())).isEqualTo(rcode);
    assertThat(answer(new Front(behind, words()).ask(CLIENT, asked(name, Type.MX), NOW)).rcode())
        .isEqualTo(Rcode.NOERROR);
    assertThat(
            answer(
                    new Front(behind, words("root-key-sentinel: no"))
                        .ask(CLIENT, asked(name, Type.A), NOW))
                .rcode())
        .isEqualTo(Rcode.NOERROR);
    if (rcode.equals("SERVFAIL")) {
      boolean trusted = name.contains("20326");
      assertThat(((Action.Tell) actions.getFirst()).because().reason())
          .isEqualTo(trusted ? FrontReason.KEY_TRUSTED : FrontReason.KEY_NOT_TRUSTED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "deny, dropped",
    "always_refuse, REFUSED 0",
    "always_nxdomain, NXDOMAIN 0",
    "always_nodata, NOERROR 0",
    "inform, NOERROR 2",
    "redirect, NOERROR 2",
  })
  void anAnswerIsHiddenForAnAddressInIt(String action, String said) throws Exception {
    Behind behind = finding("h.example. CNAME i.example.", "i.example. A 192.0.2.4");
    var front =
        new Front(
            behind,
            words(
                "response-ip: 192.0.2.0/24 " + action,
                "response-ip: 192.0.0.0/16 always_refuse",
                "response-ip-data: 192.0.2.0/24 'A 203.0.113.9'"));
    List<Action> actions = front.ask(CLIENT, asked("h.example.", Type.A), NOW);
    assertThat(actions.stream().anyMatch(Action.Tell.class::isInstance)).isTrue();
    if (said.equals("dropped")) {
      assertThat(actions).anyMatch(Action.Dropped.class::isInstance);
      return;
    }
    Reply reply = answer(actions);
    assertThat(Rcode.string(reply.rcode()) + " " + reply.answer().size()).isEqualTo(said);
    if (action.equals("redirect")) {
      assertThat(reply.answer().getFirst().getType()).isEqualTo(Type.CNAME);
      assertThat(reply.answer().getLast()).isEqualTo(RecordText.of("i.example. A 203.0.113.9"));
    }
    var other =
        new Front(
            finding("h.example. A 198.51.100.1"), words("response-ip: 192.0.2.0/24 " + action));
    assertThat(answer(other.ask(CLIENT, asked("h.example.", Type.A), NOW)).answer()).hasSize(1);
  }

  @Test
  void anAddressMayBecomeAnAlias() throws Exception {
    var behind =
        new Behind(asked ->
            List.of(
                reply(
                    asked,
                    Rcode.NOERROR,
                    true,
                    asked.question().name()
                        + (asked.question().name().toString().startsWith("h")
                            ? " A 192.0.2.4"
                            : " A 203.0.113.5"))));
    var front =
        new Front(
            behind,
            words(
                "response-ip: 192.0.2.0/24 redirect",
                "response-ip-data: 192.0.2.0/24 'CNAME wall.example.'"));
    Reply reply = answer(front.ask(CLIENT, asked("h.example.", Type.A), NOW));
    assertThat(reply.answer()).extracting(Record::getType).containsExactly(Type.CNAME, Type.A);
    assertThat(reply.authentic()).isFalse();
    assertThat(reply.authoritative()).isFalse();
    assertThat(reply.asked().question().name().toString()).isEqualTo("h.example.");
  }

  @Test
  void whoWaitsNoLongerHearsNothing() throws Exception {
    var behind = new Behind(asked -> List.of());
    var front = new Front(behind, words());
    assertThat(front.ask(CLIENT, asked("o.", Type.A), NOW)).isEmpty();
    assertThat(front.ask(CLIENT + 1, asked("p.", Type.A), NOW)).isEmpty();
    assertThat(front.cancel(CLIENT, NOW)).isEmpty();
    assertThat(front.cancel(CLIENT, NOW)).isEmpty();
    assertThat(behind.cancelled).containsExactly(behind.clients.getFirst());
    assertThat(front.tick(NOW)).containsExactly(new Action.Dropped(CLIENT + 1, "given up"));
  }
}
