package dev.glasshouse.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who is there, and who is not any more. */
class PresenceTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Presence.Guest ANN = new Presence.Guest("Ann", "polling");
  private static final Presence.Guest BEN = new Presence.Guest("Ben", "WebSocket");

  private final Presence presence = new Presence();

  @Test
  void whoIsSeenIsThereForAWhile() {
    assertThat(presence.seen(ANN, NOW, MINUTE)).isTrue();
    assertThat(presence.seen(ANN, NOW.plusSeconds(30), MINUTE)).isFalse();
    assertThat(presence.seen(BEN, NOW, MINUTE)).isTrue();
    assertThat(presence.all()).containsExactly(ANN, BEN);
    assertThat(presence.sweep(NOW.plusSeconds(61))).containsExactly(BEN);
    assertThat(presence.all()).containsExactly(ANN);
  }

  @Test
  void whoLeavesIsToldOfOnce() {
    presence.seen(ANN, NOW, MINUTE);
    assertThat(presence.left(ANN)).isTrue();
    assertThat(presence.left(ANN)).isFalse();
    assertThat(presence.sweep(NOW.plusSeconds(61))).isEmpty();
  }
}
