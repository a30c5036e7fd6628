package dev.glasshouse.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Limits;
import dev.glasshouse.journey.HttpReason;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace(new Limits.Pace(240, Duration.ofSeconds(60)), Pace.Of.GIVING);

  private static long seconds(long some) {
    return TimeUnit.SECONDS.toNanos(some);
  }

  @Test
  void aByteNowAndThenIsTooSlowOnceItIsTheWholePatienceBehind() {
    for (int i = 0; i < 6; i++) {
      assertThat(pace.count(seconds(10), 1)).as("%d bytes", i).isEmpty();
    }
    var slow = pace.count(seconds(10), 1).orElseThrow();
    assertThat(slow.because().reason()).isEqualTo(HttpReason.SLOW_BODY);
    assertThat(slow).hasMessageContaining("no more than 0 bytes").hasMessageContaining("is 240");
  }

  @Test
  void theRateThatWasSeenIsTold() {
    int waited = 0;
    while (pace.count(seconds(1), 120).isEmpty()) {
      waited++;
    }
    assertThat(waited).as("half as fast: twice the patience").isEqualTo(120);
    assertThat(pace.count(seconds(1), 120).orElseThrow())
        .hasMessageContaining("no more than 120 bytes");
  }

  @Test
  void whoIsFastEnoughMayGoOnForEver() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(pace.count(seconds(1), 240)).isEmpty();
    }
  }

  @Test
  void onePauseIsMadeGoodByWhatFollows() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(pace.count(seconds(50), 12_000)).isEmpty();
    }
  }

  @Test
  void aFastBeginningIsNoCreditForATrickle() {
    assertThat(pace.count(seconds(1), 1L << 40)).isEmpty();
    for (int i = 0; i < 60; i++) {
      assertThat(pace.count(seconds(1), 0)).isEmpty();
    }
    assertThat(pace.count(seconds(1), 0)).isPresent();
  }

  @Test
  void whatIsNotWaitedForCostsNothing() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(pace.count(0, 1)).isEmpty();
    }
  }

  @Test
  void whatMayHaveMovedUnseenCountsForThePeer() {
    for (int i = 0; i < 160; i++) {
      assertThat(pace.count(seconds(1), 0, 24_000)).isEmpty();
    }
    assertThat(pace.count(seconds(1), 0, 24_000)).isPresent();
  }

  @Test
  void noLimitIsNone() {
    var any = new Pace(Limits.Pace.ANY, Pace.Of.TAKING);
    assertThat(any.count(Long.MAX_VALUE / 2, 0)).isEmpty();
  }
}
