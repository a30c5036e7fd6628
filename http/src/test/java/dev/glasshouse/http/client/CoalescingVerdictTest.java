package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.net.CertificateFacts;
import dev.glasshouse.net.CertificateProblem;
import dev.glasshouse.net.TlsFacts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whether a connection may be shared by origins. */
class CoalescingVerdictTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");

  private List<String> names = List.of("a.example", "*.b.example");
  private Optional<CertificateProblem> ignored = Optional.empty();
  private int port = 443;
  private Peer.Way way = Peer.Way.DIRECT;
  private boolean misdirected;
  private HttpVersion version = HttpVersion.HTTP_2;
  private List<InetAddress> addresses = List.of(THERE, HERE);

  private CoalescingVerdict decide(String host) {
    Optional<TlsFacts> tls =
        Optional.of(
            new TlsFacts(
                "TLSv1.3",
                "x",
                Optional.of("h2"),
                Optional.of("a.example"),
                false,
                List.of(certificate()),
                ignored));
    return CoalescingVerdict.decide(
        new CoalescingVerdict.Facts(
            new PoolKey("https", host, 443, Partition.NONE),
            Set.of(HttpVersion.HTTP_2),
            addresses,
            version,
            new Peer(
                new InetSocketAddress(HERE, port),
                () -> tls,
                way,
                Optional.empty(),
                Optional.empty()),
            tls,
            misdirected));
  }

  private CertificateFacts certificate() {
    return new CertificateFacts(
        "CN=a", "CN=b", names, Instant.EPOCH, Instant.MAX, "1", "EC 256", "x", "00");
  }

  private void refused(VersionReason reason) {
    CoalescingVerdict verdict = decide("x.b.example");
    assertThat(verdict.may()).isFalse();
    assertThat(verdict.because().reason()).isEqualTo(reason);
  }

  @Test
  void theSameServerIsShared() {
    CoalescingVerdict verdict = decide("x.b.example");
    assertThat(verdict.may()).isTrue();
    assertThat(verdict.because().reason()).isEqualTo(VersionReason.SAME_SERVER);
    assertThat(verdict.because().arguments()).containsExactly("192.0.2.1", "x.b.example");
  }

  @Test
  void anotherAddressIsNot() {
    addresses = List.of(THERE);
    refused(VersionReason.OTHER_ADDRESS);
  }

  @Test
  void anotherPortIsNot() {
    port = 8443;
    refused(VersionReason.OTHER_PORT);
  }

  @Test
  void anotherNameIsNot() {
    assertThat(decide("x.y.b.example").because().reason())
        .isEqualTo(VersionReason.OTHER_CERTIFICATE);
    names = List.of("a.example");
    refused(VersionReason.OTHER_CERTIFICATE);
  }

  @Test
  void anUncheckedCertificateSpeaksForNobody() {
    ignored =
        Optional.of(
            new CertificateProblem(
                CertificateProblem.Kind.SELF_SIGNED, "self-signed", Optional.empty()));
    refused(VersionReason.UNCHECKED_CERTIFICATE);
  }

  @Test
  void whatWasRefusedOnceStaysSo() {
    misdirected = true;
    refused(VersionReason.SAID_MISDIRECTED);
  }

  @Test
  void anotherVersionIsNot() {
    version = HttpVersion.HTTP_3;
    refused(VersionReason.OTHER_VERSION);
  }

  @Test
  void aProxyHidesTheServer() {
    way = Peer.Way.PROXIED;
    refused(VersionReason.PROXY_BETWEEN);
  }
}
