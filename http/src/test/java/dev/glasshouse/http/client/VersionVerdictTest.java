package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.ServiceBinding;
import dev.glasshouse.dns.Services;
import dev.glasshouse.http.alt.AltSvcMemory;
import dev.glasshouse.http.alt.Alternative;
import dev.glasshouse.http.client.VersionVerdict.Way;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.VersionReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The choice of a version, by tables. */
class VersionVerdictTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Alternative ALT = new Alternative("h3", "alt.example", 8443);

  private Optional<VersionDemand> demand = Optional.empty();
  private Optional<String> proxy = Optional.empty();
  private Optional<String> noQuic = Optional.empty();
  private List<AltSvcMemory.Known> known = List.of();
  private Services services = Services.ABSENT;
  private Optional<Alternative> broken = Optional.empty();

  private VersionVerdict decide(String scheme) {
    return VersionVerdict.decide(
        new VersionVerdict.Facts(
            new PoolKey(scheme, "a.example", scheme.equals("https") ? 443 : 80, Partition.NONE),
            demand,
            proxy,
            () -> noQuic,
            known,
            services,
            where ->
                broken
                    .filter(where::equals)
                    .map(_ -> new AltSvcMemory.Broken(NOW.plusSeconds(300), 2)),
            NOW));
  }

  private static Object why(VersionVerdict verdict) {
    return verdict.notHttp3().orElseThrow().reason();
  }

  private void altSvc() {
    known = List.of(new AltSvcMemory.Known(ALT, NOW.plusSeconds(60), false));
  }

  private void record(String... alpn) {
    services =
        new Services(
            Services.Known.SAID,
            List.of(
                new ServiceBinding(
                    1,
                    "a.example",
                    List.of(alpn),
                    ServiceBinding.DefaultProtocol.SPOKEN,
                    OptionalInt.empty(),
                    List.of(),
                    false,
                    List.of(),
                    List.of())));
  }

  @Test
  void plainHttpHasNoHttp3() {
    altSvc();
    VersionVerdict verdict = decide("http");
    assertThat(verdict.way()).isEqualTo(Way.TCP);
    assertThat(why(verdict)).isEqualTo(VersionReason.PLAIN);
  }

  @Test
  void whatNobodyNamesIsNotTried() {
    VersionVerdict verdict = decide("https");
    assertThat(verdict.way()).isEqualTo(Way.TLS);
    assertThat(verdict.alpn()).containsExactly("h2", "http/1.1");
    assertThat(why(verdict)).isEqualTo(VersionReason.NOT_KNOWN);
    services = Services.NOT_ASKED;
    assertThat(why(decide("https"))).isEqualTo(VersionReason.OWN_NAME);
    services = Services.UNKNOWN;
    assertThat(why(decide("https"))).isEqualTo(VersionReason.RECORD_NOT_KNOWN);
    record("h2");
    Because without = decide("https").notHttp3().orElseThrow();
    assertThat(without.reason()).isEqualTo(VersionReason.RECORD_WITHOUT);
    assertThat(without.arguments()).containsExactly("a.example", "h2, http/1.1");
  }

  @Test
  void altSvcAndRecordsLeadToARace() {
    altSvc();
    VersionVerdict verdict = decide("https");
    assertThat(verdict.way()).isEqualTo(Way.RACE);
    assertThat(verdict.quic().orElseThrow().alternative()).isEqualTo(ALT);
    assertThat(verdict.because().reason()).isEqualTo(VersionReason.ALT_SVC_KNOWN);
    assertThat(verdict.notHttp3()).isEmpty();
    record("h3", "h2");
    verdict = decide("https");
    assertThat(verdict.because().reason()).isEqualTo(VersionReason.HTTPS_RECORD);
    assertThat(verdict.quic().orElseThrow().alternative())
        .isEqualTo(new Alternative("h3", "a.example", 443));
  }

  @Test
  void theBrokenIsLeftAloneAndTheNextTaken() {
    altSvc();
    broken = Optional.of(ALT);
    VersionVerdict verdict = decide("https");
    assertThat(verdict.way()).isEqualTo(Way.TLS);
    assertThat(verdict.notHttp3().orElseThrow().reason())
        .isEqualTo(VersionReason.ALTERNATIVE_BROKEN);
    assertThat(verdict.notHttp3().orElseThrow().arguments())
        .containsExactly("h3 alt.example:8443", 2, Duration.ofMinutes(5));
    record("h3");
    assertThat(decide("https").way()).isEqualTo(Way.RACE);
  }

  @Test
  void whatHindersIsSaid() {
    altSvc();
    noQuic = Optional.of("no native code");
    assertThat(why(decide("https"))).isEqualTo(VersionReason.NOT_AT_HAND);
    proxy = Optional.of("http://proxy:3128");
    assertThat(why(decide("https"))).isEqualTo(VersionReason.PROXY);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_0, http, TCP, ''",
    "HTTP_1_0, https, TLS, http/1.1",
    "HTTP_1_1, https, TLS, http/1.1",
    "HTTP_2, http, TCP, h2c",
    "HTTP_2, https, TLS, h2",
    "HTTP_3, https, QUIC, h3",
    "HTTP_3, http, IMPOSSIBLE, ''",
    "SPDY_3_1, https, TLS, spdy/3.1",
    "SPDY_3_1, http, IMPOSSIBLE, ''",
  })
  void whatIsDemandedIsDone(VersionDemand demanded, String scheme, Way way, String alpn) {
    altSvc();
    demand = Optional.of(demanded);
    VersionVerdict verdict = decide(scheme);
    assertThat(verdict.way()).isEqualTo(way);
    assertThat(String.join(",", verdict.alpn())).isEqualTo(alpn);
    assertThat(verdict.notHttp3().isEmpty()).isEqualTo(way == Way.QUIC);
  }

  @Test
  void demandedHttp3NeedsNoHint() {
    demand = Optional.of(VersionDemand.HTTP_3);
    assertThat(decide("https").quic().orElseThrow().alternative())
        .isEqualTo(new Alternative("h3", "a.example", 443));
    proxy = Optional.of("http://proxy:3128");
    assertThat(decide("https").way()).isEqualTo(Way.IMPOSSIBLE);
  }
}
