package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** Who makes room when too many clients wait. */
class PlacesTest {
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private final Places places = new Places(RecursorLimits.DEFAULT.but().clients(4).build());

  private static Waiting client(long number, long since) {
    return new Waiting(
        number, Asked.of(Question.of(World.name("n" + number + ".test."), Type.A)), since);
  }

  @Test
  void halfKeepTheirPlacesAndTheLongestOfTheOthersMakesRoom() {
    for (int i = 0; i < 4; i++) {
      assertThat(places.enter(client(i, i * MILLI), i * MILLI).taken()).isTrue();
    }
    // Nobody has had its chance yet.
    assertThat(places.enter(client(4, 100 * MILLI), 100 * MILLI).taken()).isFalse();
    Places.Verdict verdict = places.enter(client(5, 202 * MILLI), 202 * MILLI);
    assertThat(verdict.taken()).isTrue();
    assertThat(verdict.instead().orElseThrow().client()).isEqualTo(2);
    assertThat(verdict.instead().orElseThrow().isOver()).isTrue();
    // The first two wait on, however long.
    verdict = places.enter(client(6, 900 * MILLI), 900 * MILLI);
    assertThat(verdict.instead().orElseThrow().client()).isEqualTo(3);
    verdict = places.enter(client(7, 901 * MILLI), 901 * MILLI);
    assertThat(verdict.instead().orElseThrow().client()).isEqualTo(5);
    assertThat(places.of(0)).isPresent();
    assertThat(places.of(1)).isPresent();
    places.leave(places.of(0).orElseThrow());
    assertThat(places.enter(client(8, 902 * MILLI), 902 * MILLI).instead()).isEmpty();
  }
}
