package dev.glasshouse.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.edge.OriginException;
import dev.glasshouse.edge.OriginException.Processed;
import dev.glasshouse.edge.ProxyError;
import dev.glasshouse.journey.EdgeReason;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the failure of an exchange with a server means. */
class FailureVerdictTest {
  private static final Target TARGET = Target.tls("a.test", 443, List.of("h2"));

  /** Nobody answers there, or somebody does who does not speak TLS: two things to look for. */
  @Test
  void aConnectionThatIsLateIsToldApartFromAHandshakeThatIs() {
    OriginException late = FailureVerdict.of(new DialException.TimedOut(TARGET, List.of()));
    OriginException shaking = FailureVerdict.of(DialException.TimedOut.shaking(TARGET, List.of()));
    assertThat(List.of(late.error(), shaking.error())).containsOnly(ProxyError.CONNECTION_TIMEOUT);
    assertThat(List.of(late.processed(), shaking.processed())).containsOnly(Processed.NO);
    assertThat(late.because().reason()).isEqualTo(EdgeReason.CONNECTION_TIMEOUT);
    assertThat(shaking.because().reason()).isEqualTo(EdgeReason.TLS_TIMEOUT);
  }
}
