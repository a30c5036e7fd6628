package dev.glasshouse.http.client;

import static dev.glasshouse.http.client.QuicRace.Action.BEGIN_QUIC;
import static dev.glasshouse.http.client.QuicRace.Action.BEGIN_TCP;
import static dev.glasshouse.http.client.QuicRace.Action.CANCEL_TCP;
import static dev.glasshouse.http.client.QuicRace.Action.LOST;
import static dev.glasshouse.http.client.QuicRace.Action.QUIC_WON;
import static dev.glasshouse.http.client.QuicRace.Action.TCP_WON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The race, told what happens when. */
class QuicRaceTest {
  private static final long MS = 1_000_000;
  private final QuicRace race = new QuicRace(QuicRace.HEAD_START);

  @BeforeEach
  void begin() {
    assertThat(race.begin(1000 * MS)).containsExactly(BEGIN_QUIC);
    assertThat(race.wakeAt()).hasValue(1300 * MS);
  }

  @Test
  void quicWinsBeforeTcpBegins() {
    assertThat(race.tick(1299 * MS)).isEmpty();
    assertThat(race.quicConnected()).containsExactly(QUIC_WON);
    assertThat(race.tcpBegun()).isFalse();
    assertThat(race.wakeAt()).isEmpty();
    assertThat(race.tick(1300 * MS)).isEmpty();
  }

  @Test
  void quicWinsAndTcpIsGivenUp() {
    assertThat(race.tick(1300 * MS)).containsExactly(BEGIN_TCP);
    assertThat(race.quicConnected()).containsExactly(CANCEL_TCP, QUIC_WON);
    assertThat(race.tcpConnected()).isEmpty();
    assertThat(race.headStart(1400 * MS)).isEqualTo(Duration.ofMillis(300));
  }

  @Test
  void tcpWinsAndWhatQuicComesToIsForLater() {
    assertThat(race.tick(1300 * MS)).containsExactly(BEGIN_TCP);
    assertThat(race.tcpConnected()).containsExactly(TCP_WON);
    assertThat(race.quicHasFailed()).isFalse();
    assertThat(race.quicConnected()).isEmpty();
  }

  @Test
  void tcpBeginsAtOnceWhenQuicFails() {
    assertThat(race.quicFailed(1010 * MS)).containsExactly(BEGIN_TCP);
    assertThat(race.headStart(1500 * MS)).isEqualTo(Duration.ofMillis(10));
    assertThat(race.tcpConnected()).containsExactly(TCP_WON);
    assertThat(race.quicHasFailed()).isTrue();
  }

  @Test
  void withoutAHeadStartBothBeginAtOnce() {
    var abreast = new QuicRace(Duration.ZERO);
    assertThat(abreast.begin(1000 * MS)).containsExactly(BEGIN_QUIC, BEGIN_TCP);
    assertThat(abreast.wakeAt()).isEmpty();
    assertThat(abreast.headStart(1400 * MS)).isZero();
    assertThat(abreast.quicFailed(1010 * MS)).isEmpty();
    assertThat(abreast.tcpConnected()).containsExactly(TCP_WON);
  }

  @Test
  void bothMayFailInEitherOrder() {
    assertThat(race.tick(1300 * MS)).containsExactly(BEGIN_TCP);
    assertThat(race.tcpFailed()).isEmpty();
    assertThat(race.quicFailed(1400 * MS)).containsExactly(LOST);
    var other = new QuicRace(QuicRace.HEAD_START);
    other.begin(0);
    assertThat(other.quicFailed(1)).containsExactly(BEGIN_TCP);
    assertThat(other.tcpFailed()).containsExactly(LOST);
    assertThat(other.quicFailed(2)).isEmpty();
  }
}
