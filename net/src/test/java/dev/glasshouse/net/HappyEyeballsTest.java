package dev.glasshouse.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.Family;
import dev.glasshouse.net.HappyEyeballs.Action;
import dev.glasshouse.net.HappyEyeballs.Begin;
import dev.glasshouse.net.HappyEyeballs.Cancel;
import dev.glasshouse.net.HappyEyeballs.Lost;
import dev.glasshouse.net.HappyEyeballs.Won;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** RFC 8305 as conversations, on a clock that only the test moves. */
class HappyEyeballsTest {
  private static final InetAddress SIX = InetAddress.ofLiteral("2001:db8::1");
  private static final InetAddress SIX_2 = InetAddress.ofLiteral("2001:db8::2");
  private static final InetAddress SIX_3 = InetAddress.ofLiteral("2001:db8::3");
  private static final InetAddress FOUR = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress FOUR_2 = InetAddress.ofLiteral("192.0.2.2");

  /** IPv6 first, as RFC 6724 has it where both families have a way out. */
  private final HappyEyeballs race =
      new HappyEyeballs(
          Limits.DEFAULT, list -> list.stream().sorted(Comparator.comparing(Family::of)).toList());

  private static long ms(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static OptionalLong at(long millis) {
    return OptionalLong.of(ms(millis));
  }

  @Test
  void beginsWithIpv6AtOnceWhenItsAnswerComesFirst() {
    assertThat(race.found(Family.IPV6, List.of(SIX), ms(10))).containsExactly(new Begin(1, SIX));
    assertThat(race.found(Family.IPV4, List.of(FOUR), ms(12))).isEmpty();
    assertThat(race.connected(1, ms(40))).containsExactly(new Won(1, SIX));
  }

  @Test
  void holdsIpv4BackForTheResolutionDelay() {
    assertThat(race.found(Family.IPV4, List.of(FOUR), ms(10))).isEmpty();
    assertThat(race.wakeAt()).isEqualTo(at(60));
    assertThat(race.tick(ms(59))).isEmpty();
    assertThat(race.tick(ms(60))).containsExactly(new Begin(1, FOUR));
  }

  @Test
  void holdsIpv4BackNoLongerOnceIpv6IsKnownNotToBe() {
    assertThat(race.found(Family.IPV4, List.of(FOUR), ms(10))).isEmpty();
    assertThat(race.found(Family.IPV6, List.of(), ms(15))).containsExactly(new Begin(1, FOUR));
  }

  @Test
  void prefersIpv6ThatComesWithinTheResolutionDelay() {
    assertThat(race.found(Family.IPV4, List.of(FOUR), ms(10))).isEmpty();
    assertThat(race.found(Family.IPV6, List.of(SIX), ms(59))).containsExactly(new Begin(1, SIX));
  }

  @Test
  void aLateIpv6AnswerJoinsTheRace() {
    assertThat(race.found(Family.IPV4, List.of(FOUR, FOUR_2), ms(0))).isEmpty();
    assertThat(race.tick(ms(50))).containsExactly(new Begin(1, FOUR));
    assertThat(race.found(Family.IPV6, List.of(SIX), ms(100))).isEmpty();
    assertThat(race.wakeAt()).isEqualTo(at(300));
    assertThat(race.tick(ms(300))).containsExactly(new Begin(2, SIX));
  }

  @Test
  void familiesTakeTurns() {
    assertThat(race.found(Family.IPV6, List.of(SIX, SIX_2, SIX_3), ms(0)))
        .containsExactly(new Begin(1, SIX));
    assertThat(race.found(Family.IPV4, List.of(FOUR, FOUR_2), ms(1))).isEmpty();
    assertThat(race.tick(ms(250))).containsExactly(new Begin(2, FOUR));
    assertThat(race.tick(ms(500))).containsExactly(new Begin(3, SIX_2));
    assertThat(race.tick(ms(750))).containsExactly(new Begin(4, FOUR_2));
    assertThat(race.tick(ms(1000))).containsExactly(new Begin(5, SIX_3));
    assertThat(race.wakeAt()).isEmpty();
  }

  @Test
  void theNextAttemptWaitsTheAttemptDelayAndNoLongerThanAFailure() {
    assertThat(race.found(Family.IPV6, List.of(SIX, SIX_2), ms(0)))
        .containsExactly(new Begin(1, SIX));
    assertThat(race.found(Family.IPV4, List.of(FOUR), ms(0))).isEmpty();
    assertThat(race.tick(ms(249))).isEmpty();
    assertThat(race.failed(1, ms(249))).containsExactly(new Begin(2, FOUR));
    assertThat(race.wakeAt()).isEqualTo(at(499));
    assertThat(race.failed(2, ms(260))).containsExactly(new Begin(3, SIX_2));
  }

  @Test
  void theOthersAreCancelledBeforeTheWinnerIsTold() {
    race.found(Family.IPV6, List.of(SIX), ms(0));
    race.found(Family.IPV4, List.of(FOUR), ms(0));
    race.tick(ms(250));
    assertThat(race.connected(2, ms(260))).containsExactly(new Cancel(1, SIX), new Won(2, FOUR));
    assertThat(race.connected(1, ms(261))).isEmpty();
    assertThat(race.tick(ms(900))).isEmpty();
  }

  @Test
  void isLostWhenEveryAddressHasFailedAndNoMoreCanCome() {
    race.found(Family.IPV6, List.of(SIX), ms(0));
    assertThat(race.failed(1, ms(1))).isEmpty();
    assertThat(race.found(Family.IPV4, List.of(FOUR), ms(5))).containsExactly(new Begin(2, FOUR));
    assertThat(race.namesDone(ms(6))).isEmpty();
    assertThat(race.failed(2, ms(7))).containsExactly(new Lost());
  }

  @Test
  void isLostAtOnceWhenThereIsNoAddress() {
    assertThat(race.found(Family.IPV6, List.of(), ms(0))).isEmpty();
    assertThat(race.found(Family.IPV4, List.of(), ms(0))).isEmpty();
    assertThat(race.namesDone(ms(0))).containsExactly(new Lost());
  }

  @Test
  void theDeadlineCancelsWhatRuns() {
    race.found(Family.IPV6, List.of(SIX), ms(0));
    List<Action> actions = race.giveUp();
    assertThat(actions).containsExactly(new Cancel(1, SIX), new Lost());
    assertThat(race.connected(1, ms(9))).isEmpty();
  }

  @Test
  void noAddressIsTriedTwice() {
    race.found(Family.IPV6, List.of(SIX, SIX), ms(0));
    race.found(Family.IPV6, List.of(SIX), ms(1));
    race.namesDone(ms(1));
    assertThat(race.failed(1, ms(2))).containsExactly(new Lost());
  }

  @Test
  void boundsHowManyAddressesAreTried() {
    var many = new java.util.ArrayList<InetAddress>();
    for (int i = 1; i <= 100; i++) {
      many.add(InetAddress.ofLiteral("192.0.2." + i));
    }
    race.found(Family.IPV4, many, ms(0));
    race.namesDone(ms(0));
    int begun = 0;
    for (int i = 1; i <= 100; i++) {
      begun = Math.max(begun, race.attempts());
      race.failed(i, ms(i));
    }
    assertThat(race.attempts()).isEqualTo(Limits.DEFAULT.addresses());
  }
}
