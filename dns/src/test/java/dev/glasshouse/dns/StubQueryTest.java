package dev.glasshouse.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.StubQuery.Action;
import dev.glasshouse.dns.StubQuery.Answered;
import dev.glasshouse.dns.StubQuery.Carrier;
import dev.glasshouse.dns.StubQuery.Close;
import dev.glasshouse.dns.StubQuery.Failed;
import dev.glasshouse.dns.StubQuery.Send;
import dev.glasshouse.dns.StubQuery.Tell;
import dev.glasshouse.journey.NameStep;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** One question as a conversation, on a clock that only the test moves. */
class StubQueryTest {
  private static final InetSocketAddress ONE = server("192.0.2.1");
  private static final InetSocketAddress TWO = server("192.0.2.2");
  private static final String A = "www.site.test. 300 A 198.51.100.7";

  private final AtomicInteger ids = new AtomicInteger(100);

  private static InetSocketAddress server(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 53);
  }

  private static long s(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  private StubQuery query(InetSocketAddress... servers) {
    return query(ResolvConf.of(servers), 0);
  }

  private StubQuery query(ResolvConf conf, int first) {
    return new StubQuery("www.site.test", "A", conf, first, Limits.DEFAULT, ids::incrementAndGet);
  }

  private static Send sent(List<Action> actions) {
    return actions.stream()
        .filter(Send.class::isInstance)
        .map(Send.class::cast)
        .reduce((a, b) -> b)
        .orElseThrow(() -> new AssertionError("nothing is sent: " + actions));
  }

  private static List<NameStep> told(List<Action> actions) {
    return actions.stream()
        .filter(Tell.class::isInstance)
        .map(action -> ((Tell) action).step())
        .toList();
  }

  private static Failed failure(List<Action> actions) {
    return actions.stream()
        .filter(Failed.class::isInstance)
        .map(Failed.class::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("it goes on: " + actions));
  }

  private static boolean answered(List<Action> actions) {
    return actions.stream().anyMatch(Answered.class::isInstance);
  }

  @Test
  void asksByUdpWithEdnsAndTakesTheAnswer() {
    StubQuery query = query(ONE, TWO);
    Send send = sent(query.start(0));
    assertThat(send.server()).isEqualTo(ONE);
    assertThat(send.carrier()).isEqualTo(Carrier.UDP);
    Message question = Wire.question(send.message());
    assertThat(question.getHeader().getID()).isEqualTo(101);
    assertThat(question.getHeader().getFlag(Flags.RD)).isTrue();
    assertThat(question.getOPT().getPayloadSize()).isEqualTo(1232);
    assertThat(query.wakeAt()).isEqualTo(OptionalLong.of(s(5)));
    List<Action> actions = query.message(1, ONE, Wire.answer(send.message(), A), s(1));
    assertThat(answered(actions)).isTrue();
    assertThat(actions).contains(new Close(1));
    assertThat(query.wakeAt()).isEmpty();
    assertThat(query.tick(s(9))).isEmpty();
  }

  @Test
  void goesOnToTheNextServerAndThenRoundAgainWithMorePatience() {
    StubQuery query = query(ONE, TWO);
    query.start(0);
    assertThat(query.tick(s(5) - 1)).isEmpty();
    assertThat(sent(query.tick(s(5))).server()).isEqualTo(TWO);
    assertThat(sent(query.tick(s(10))).server()).isEqualTo(ONE);
    assertThat(query.wakeAt()).isEqualTo(OptionalLong.of(s(20)));
    assertThat(sent(query.tick(s(20))).server()).isEqualTo(TWO);
    Failed failed = failure(query.tick(s(30)));
    assertThat(failed.outcome()).isEqualTo(NameException.Outcome.TIMEOUT);
    assertThat(failed.source())
        .isEqualTo(
            "192.0.2.1:53: no answer in time; 192.0.2.2:53: no answer in time; "
                + "192.0.2.1:53: no answer in time; 192.0.2.2:53: no answer in time");
  }

  @Test
  void aLateAnswerOfTheFirstServerCounts() {
    StubQuery query = query(ONE, TWO);
    byte[] question = sent(query.start(0)).message();
    sent(query.tick(s(5)));
    assertThat(answered(query.message(1, ONE, Wire.answer(question, A), s(6)))).isTrue();
  }

  @Test
  void aDeadServerIsPassedOverAtOnce() {
    StubQuery query = query(ONE, TWO);
    query.start(0);
    List<Action> actions = query.broken(1, "nobody listens there (refused)", 10);
    assertThat(sent(actions).server()).isEqualTo(TWO);
    assertThat(told(actions))
        .contains(
            new NameStep.ServerFailed(
                "192.0.2.1:53", "www.site.test", "A", "nobody listens there (refused)"));
  }

  @Test
  void aTruncatedAnswerIsAskedForAgainByTcp() {
    StubQuery query = query(ONE);
    byte[] question = sent(query.start(0)).message();
    byte[] cut = Wire.answer(question, m -> m.getHeader().setFlag(Flags.TC));
    Send again = sent(query.message(1, ONE, cut, s(1)));
    assertThat(again.carrier()).isEqualTo(Carrier.TCP);
    assertThat(again.server()).isEqualTo(ONE);
    assertThat(Wire.question(again.message()).getHeader().getID()).isEqualTo(102);
    assertThat(answered(query.message(2, ONE, Wire.answer(again.message(), A), s(2)))).isTrue();
  }

  @Test
  void useVcBeginsWithTcp() {
    ResolvConf conf = ResolvConf.parse("nameserver 192.0.2.1\noptions use-vc");
    assertThat(sent(query(conf, 0).start(0)).carrier()).isEqualTo(Carrier.TCP);
  }

  @Test
  void aServerThatChokesOnEdnsIsAskedWithout() {
    StubQuery query = query(ONE);
    byte[] question = sent(query.start(0)).message();
    Send again = sent(query.message(1, ONE, Wire.code(question, Rcode.FORMERR), s(1)));
    assertThat(Wire.question(again.message()).getOPT()).isNull();
    assertThat(answered(query.message(2, ONE, Wire.answer(again.message(), A), s(2)))).isTrue();
  }

  @Test
  void serversThatFailOrRefuseArePassedOver() {
    StubQuery query = query(ONE, TWO);
    Send one = sent(query.start(0));
    Send two = sent(query.message(1, ONE, Wire.code(one.message(), Rcode.REFUSED), 1));
    assertThat(two.server()).isEqualTo(TWO);
    Send three = sent(query.message(2, TWO, Wire.code(two.message(), Rcode.SERVFAIL), 2));
    Send four = sent(query.message(3, ONE, Wire.code(three.message(), Rcode.REFUSED), 3));
    Failed failed = failure(query.message(4, TWO, Wire.code(four.message(), Rcode.REFUSED), 4));
    assertThat(failed.outcome()).isEqualTo(NameException.Outcome.SERVFAIL);
    assertThat(failed.source()).isEqualTo("192.0.2.2:53");
  }

  @Test
  void serversThatAllRefuse() {
    StubQuery query = query(ONE);
    Send one = sent(query.start(0));
    Send two = sent(query.message(1, ONE, Wire.code(one.message(), Rcode.REFUSED), 1));
    assertThat(failure(query.message(2, ONE, Wire.code(two.message(), Rcode.REFUSED), 2)).outcome())
        .isEqualTo(NameException.Outcome.REFUSED);
  }

  @Test
  void aReferralHelpsNobody() {
    StubQuery query = query(ONE, TWO);
    Send one = sent(query.start(0));
    byte[] referral =
        Wire.answer(
            one.message(), m -> m.getHeader().unsetFlag(Flags.RA), "!test. 300 NS ns.test.");
    assertThat(sent(query.message(1, ONE, referral, 1)).server()).isEqualTo(TWO);
  }

  @Test
  void dropsWhatDoesNotMatchAndWaitsOn() {
    StubQuery query = query(ONE);
    byte[] question = sent(query.start(0)).message();
    byte[] good = Wire.answer(question, A);
    byte[] otherId = good.clone();
    otherId[1] ^= 1;
    assertThat(told(query.message(1, ONE, otherId, 1)))
        .containsExactly(new NameStep.AnswerDropped("192.0.2.1:53", "its id is 100, not 101"));
    byte[] otherQuestion =
        Wire.answer(
            question,
            m -> {
              m.removeAllRecords(org.xbill.DNS.Section.QUESTION);
              m.addRecord(
                  org.xbill.DNS.Record.newRecord(
                      org.xbill.DNS.Name.fromConstantString("evil.test."), 1, 1),
                  org.xbill.DNS.Section.QUESTION);
            },
            A);
    assertThat(told(query.message(1, ONE, otherQuestion, 2)))
        .containsExactly(
            new NameStep.AnswerDropped(
                "192.0.2.1:53", "it answers evil.test A, not www.site.test A"));
    assertThat(told(query.message(1, TWO, good, 3)))
        .containsExactly(
            new NameStep.AnswerDropped(
                "192.0.2.2:53", "it comes from another address than 192.0.2.1:53"));
    assertThat(told(query.message(1, ONE, question, 4)))
        .containsExactly(new NameStep.AnswerDropped("192.0.2.1:53", "it is a question"));
    assertThat(told(query.message(1, ONE, new byte[] {1, 2, 3}, 5)))
        .containsExactly(
            new NameStep.AnswerDropped(
                "192.0.2.1:53", "it is malformed: only 3 bytes, less than a header"));
    assertThat(answered(query.message(1, ONE, good, 6))).isTrue();
  }

  @Test
  void whoIsGuessedAtGoesOverToTcp() {
    StubQuery query = query(ONE);
    byte[] question = sent(query.start(0)).message();
    byte[] guess = Wire.answer(question, A);
    guess[0] ^= 0x55;
    for (int i = 1; i < Limits.DEFAULT.drops(); i++) {
      assertThat(query.message(1, ONE, guess, i)).hasSize(1);
    }
    List<Action> actions = query.message(1, ONE, guess, 9);
    assertThat(sent(actions).carrier()).isEqualTo(Carrier.TCP);
    assertThat(actions).contains(new Close(1));
    assertThat(query.message(1, ONE, Wire.answer(question, A), 10)).isEmpty();
  }

  @Test
  void theDeadlineEndsIt() {
    StubQuery query = query(ONE);
    query.start(0);
    List<Action> actions = query.giveUp();
    assertThat(failure(actions).outcome()).isEqualTo(NameException.Outcome.TIMEOUT);
    assertThat(actions).contains(new Close(1));
  }

  @Test
  void rotationBeginsElsewhere() {
    ResolvConf conf = ResolvConf.of(ONE, TWO);
    StubQuery query = query(conf, 1);
    assertThat(sent(query.start(0)).server()).isEqualTo(TWO);
    assertThat(sent(query.tick(s(5))).server()).isEqualTo(ONE);
  }

  @Test
  void nothingIsSentForWhatIsNoName() {
    var query =
        new StubQuery("a..b", "A", ResolvConf.of(ONE), 0, Limits.DEFAULT, ids::incrementAndGet);
    assertThat(failure(query.start(0)).outcome()).isEqualTo(NameException.Outcome.MALFORMED);
  }
}
