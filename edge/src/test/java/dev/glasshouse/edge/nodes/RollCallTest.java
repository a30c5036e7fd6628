package dev.glasshouse.edge.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.edge.cache.Reach;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RollCallTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(50);
  private final RollCall roll = new RollCall("a");

  private void are(String... names) {
    roll.members(Set.of(names), NOON);
  }

  @Test
  void whoHasAnsweredTookAll() {
    are("a", "b", "c");
    roll.asked("1");
    roll.answered("1", "b");
    roll.answered("another", "c");
    assertThat(roll.await("1", Duration.ZERO, NOON)).isEqualTo(new Reach(2, 3, List.of("c")));
    roll.asked("2");
    roll.answered("2", "b");
    Thread.ofVirtual().start(() -> roll.answered("2", "c"));
    assertThat(roll.await("2", LONG, NOON)).isEqualTo(new Reach(3, 3, List.of()));
  }

  @Test
  void whoIsAloneAsksNobody() {
    are("a");
    roll.asked("1");
    assertThat(roll.await("1", LONG, NOON)).isEqualTo(new Reach(1, 1, List.of()));
  }

  /** It went without a word: the network is parted, or it was killed. */
  @Test
  void whoIsOutOfReachIsMissing() {
    are("a", "b", "c");
    roll.asked("1");
    roll.answered("1", "b");
    are("a", "b");
    assertThat(roll.await("1", LONG, NOON)).isEqualTo(new Reach(2, 3, List.of("c")));
    roll.asked("2");
    roll.answered("2", "b");
    Instant later = NOON.plus(RollCall.LATELY).plusSeconds(1);
    assertThat(roll.await("2", LONG, later)).isEqualTo(new Reach(2, 2, List.of()));
  }

  @Test
  void whoCameBackIsThere() {
    are("a", "b");
    are("a");
    are("a", "b");
    roll.asked("1");
    roll.answered("1", "b");
    assertThat(roll.await("1", LONG, NOON)).isEqualTo(new Reach(2, 2, List.of()));
  }

  @Test
  void whoSaidThatItGoesIsNotMissing() {
    are("a", "b");
    roll.asked("1");
    roll.left("b");
    are("a");
    assertThat(roll.await("1", LONG, NOON)).isEqualTo(new Reach(1, 1, List.of()));
  }
}
