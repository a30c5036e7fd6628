package dev.glasshouse.dns;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.journey.Trail;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LookupTest {
  /** A class that is missing, say: whoever waits for the name is told at once. */
  @Test
  @Timeout(30)
  void anErrorOfOurOwnLeavesNobodyWaiting() {
    Deadline deadline = Deadline.in(Duration.ofMinutes(5));
    Names broken =
        (host, until, trail, arrivals) -> {
          throw new NoClassDefFoundError("some/thing");
        };
    Lookup lookup =
        Lookup.begin(broken, "site.test", 80, Lookup.Ask.ADDRESSES, deadline, Trail.OFF);
    assertThatExceptionOfType(NameException.class)
        .isThrownBy(() -> lookup.addresses("site.test", deadline, Trail.OFF, (_, _) -> {}))
        .withMessageContaining("NoClassDefFoundError");
  }
}
