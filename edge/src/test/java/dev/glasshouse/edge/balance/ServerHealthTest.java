package dev.glasshouse.edge.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.edge.balance.ServerHealth.State;
import dev.glasshouse.journey.EdgeReason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A server's health, on a clock of the test's. */
class ServerHealthTest {
  private static final long SECOND = 1_000_000_000L;
  private final ServerHealth health = ServerHealth.up(HealthOptions.USUAL, 0);

  private static State to(Optional<ServerHealth.Change> change) {
    return change.orElseThrow().to();
  }

  private void fail(int times, long now) {
    for (int i = 0; i < times; i++) {
      assertThat(health.failed("it hung up", now, true)).isEmpty();
    }
  }

  @Test
  void failuresInARowOpenTheBreakerAndATrialClosesIt() {
    fail(4, 0);
    assertThat(to(health.failed("it hung up", 0, true))).isEqualTo(State.EJECTED);
    assertThat(health.refusal(SECOND).orElseThrow().reason()).isEqualTo(EdgeReason.BREAKER_OPEN);
    assertThat(health.tick(4 * SECOND)).isEmpty();
    assertThat(to(health.tick(5 * SECOND))).isEqualTo(State.ON_TRIAL);
    assertThat(health.refusal(5 * SECOND)).isEmpty();
    health.asked();
    assertThat(health.refusal(5 * SECOND).orElseThrow().reason())
        .isEqualTo(EdgeReason.BREAKER_TRYING);
    assertThat(to(health.answered(6 * SECOND))).isEqualTo(State.STARTING);
    assertThat(health.share(6 * SECOND)).isEqualTo(0.1);
    assertThat(health.share(11 * SECOND)).isEqualTo(0.5);
    assertThat(health.state(16 * SECOND)).isEqualTo(State.UP);
  }

  @Test
  void aFailedTrialDoublesTheTimeOut() {
    fail(4, 0);
    assertThat(to(health.failed("x", 0, true))).isEqualTo(State.EJECTED);
    assertThat(health.tick(5 * SECOND)).isPresent();
    health.asked();
    assertThat(to(health.failed("x", 5 * SECOND, true))).isEqualTo(State.EJECTED);
    assertThat(health.tick(14 * SECOND)).isEmpty();
    assertThat(health.tick(15 * SECOND)).isPresent();
  }

  @Test
  void aTrialThatTheClientGaveUpIsNoTrial() {
    fail(4, 0);
    assertThat(health.failed("x", 0, true)).isPresent();
    assertThat(health.tick(5 * SECOND)).isPresent();
    health.asked();
    health.givenUp();
    assertThat(health.refusal(6 * SECOND)).isEmpty();
  }

  @Test
  void aGoodAnswerBetweenFailuresKeepsItIn() {
    for (int i = 0; i < 9; i++) {
      fail(4, 0);
      assertThat(health.answered(0)).isEmpty();
      for (int j = 0; j < 6; j++) {
        assertThat(health.answered(0)).isEmpty();
      }
    }
  }

  @Test
  void manyErrorsAmongTheLastAnswersMakeAnOutlier() {
    Optional<ServerHealth.Change> change = Optional.empty();
    for (int i = 0; i < 40 && change.isEmpty(); i++) {
      change = i % 3 == 0 ? health.answered(0) : health.failed("500", 0, true);
    }
    assertThat(change.orElseThrow().because().reason()).isEqualTo(EdgeReason.OUTLIER);
    assertThat(health.refusal(0).orElseThrow().reason()).isEqualTo(EdgeReason.IS_EJECTED);
  }

  @Test
  void theLastOneStays() {
    for (int i = 0; i < 100; i++) {
      assertThat(health.failed("x", 0, false)).isEmpty();
    }
    assertThat(health.refusal(0)).isEmpty();
  }

  @Test
  void probesTakeItOutAndBringItBack() {
    assertThat(health.probeFailed("no answer", 0)).isEmpty();
    assertThat(health.probeFailed("no answer", 0)).isEmpty();
    assertThat(to(health.probeFailed("no answer", 0))).isEqualTo(State.DOWN);
    assertThat(health.refusal(0).orElseThrow().reason()).isEqualTo(EdgeReason.IS_DOWN);
    assertThat(health.probeOk(SECOND)).isEmpty();
    assertThat(to(health.probeOk(SECOND))).isEqualTo(State.STARTING);
  }

  @Test
  void withoutSlowStartItIsUpAtOnce() {
    ServerHealth quick =
        ServerHealth.starting(HealthOptions.USUAL.with(Duration.ofSeconds(1), Duration.ZERO), 0);
    assertThat(quick.state(0)).isEqualTo(State.UP);
  }
}
