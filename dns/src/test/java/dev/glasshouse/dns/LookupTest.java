package dev.glasshouse.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.journey.Trail;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LookupTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** How the services of a host come to be known that has no address. */
  private static Lookup withoutAddress(NameException.Outcome outcome, CountDownLatch record) {
    Names names =
        new Names() {
          @Override
          public Addresses addresses(String host, Deadline d, Trail t, Arrivals arrivals)
              throws NameException {
            throw new NameException(host, outcome, "the test");
          }

          @Override
          public Services services(String host, int port, Deadline d, Trail t) {
            try {
              record.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            return Services.ABSENT;
          }
        };
    return Lookup.begin(
        names, "site.test", 443, Lookup.Ask.SERVICES_TOO, Deadline.in(PATIENCE), Trail.OFF);
  }

  /** The patience is over before anybody could say anything; only the deadline counts. */
  @Test
  @Timeout(60)
  void theRecordOfAHostWithoutAddressIsWaitedFor() throws Exception {
    var record = new CountDownLatch(1);
    Lookup lookup = withoutAddress(NameException.Outcome.NODATA, record);
    assertThat(lookup.services(Duration.ZERO, Deadline.in(Duration.ofMillis(50)))).isEmpty();
    var waiting =
        CompletableFuture.supplyAsync(
            () -> lookup.services(Duration.ZERO, Deadline.in(PATIENCE)),
            task -> Thread.ofVirtual().start(task));
    assertThat(waiting).isNotDone();
    record.countDown();
    assertThat(waiting.get()).contains(Services.ABSENT);
  }

  /** Of a name that does not exist, or of which nobody can tell, there is no record either. */
  @ParameterizedTest
  @EnumSource(names = {"NXDOMAIN", "SERVFAIL"})
  @Timeout(60)
  void theRecordOfAHostThatIsNotThereIsNot(NameException.Outcome outcome) throws Exception {
    var record = new CountDownLatch(1);
    Lookup lookup = withoutAddress(outcome, record);
    assertThat(lookup.services(Duration.ZERO, Deadline.in(PATIENCE))).isEmpty();
    record.countDown();
  }

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
