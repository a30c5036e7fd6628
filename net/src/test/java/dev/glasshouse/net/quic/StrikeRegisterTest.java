package dev.glasshouse.net.quic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.QuicReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StrikeRegisterTest {
  private static final long SECOND = 1_000_000_000L;
  private final StrikeRegister register = new StrikeRegister(Duration.ofSeconds(10), 3);

  @Test
  void whoComesTwiceIsRefused() {
    assertThat(register.strike("aa", 0).fresh()).isTrue();
    StrikeRegister.Verdict again = register.strike("aa", 2 * SECOND);
    assertThat(again.fresh()).isFalse();
    assertThat(again.reason()).isEqualTo(QuicReason.EARLY_SEEN);
    assertThat(again.argument()).isEqualTo("2000 ms");
    assertThat(register.strike("bb", 2 * SECOND).fresh()).isTrue();
  }

  @Test
  void aConnectionIsForgottenInTime() {
    assertThat(register.strike("aa", 0).fresh()).isTrue();
    assertThat(register.strike("aa", 10 * SECOND).fresh()).isFalse();
    assertThat(register.strike("aa", 10 * SECOND + 1).fresh()).isTrue();
  }

  @Test
  void aFullRegisterTrustsNobody() {
    for (String id : new String[] {"aa", "bb", "cc"}) {
      assertThat(register.strike(id, 0).fresh()).isTrue();
    }
    assertThat(register.strike("dd", SECOND).reason()).isEqualTo(QuicReason.EARLY_REGISTER_FULL);
    assertThat(register.size()).isEqualTo(3);
    assertThat(register.strike("dd", 11 * SECOND).fresh()).isTrue();
    assertThat(register.size()).isEqualTo(1);
  }
}
