package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.url.Url;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** RFC 6797 over real TLS, from one run to the next. */
@Timeout(60)
class TransportSecurityTest {
  private static final String HOST = "kept.test";

  @TempDir Path folder;
  private final OsNetwork network = OsNetwork.open(1);
  private final Recorder recorder = Recorder.start();
  private TlsOptions trusting = TlsOptions.DEFAULT;
  private int port;

  @BeforeEach
  void serve() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var builder =
        new CertificateBuilder()
            .ecp256()
            .notBefore(now.minus(1, ChronoUnit.DAYS))
            .notAfter(now.plus(1, ChronoUnit.DAYS));
    X509Bundle root =
        builder.copy().subject("CN=Root").setIsCertificateAuthority(true).buildSelfSigned();
    X509Bundle leaf =
        builder
            .copy()
            .subject("CN=" + HOST)
            .addSanDnsName(HOST)
            .addExtendedKeyUsageServerAuth()
            .buildIssuedBy(root);
    Path authority = Files.writeString(folder.resolve("root.pem"), root.getCertificatePEM());
    trusting = new TlsOptions(TlsOptions.Verification.STRICT, List.of(authority));
    var tls =
        SslContextBuilder.forServer(leaf.getKeyPair().getPrivate(), leaf.getCertificatePath())
            .build();
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.of(tls),
            request ->
                Response.text(Status.OK, request.scheme())
                    .with("Strict-Transport-Security", "max-age=600; includeSubDomains"),
            Limits.SERVER,
            Trail.OFF);
    port = server.address().getPort();
  }

  @AfterEach
  void close() {
    network.close();
  }

  private Fetcher fetcher(TlsOptions tls) {
    return Fetcher.over(
        HttpClient.over(Lab.dialer(network, tls)),
        Optional.of(Profile.at(folder.resolve("profile"))));
  }

  private String get(Fetcher fetcher, String scheme, String host) throws Exception {
    Url url = Url.parse(scheme + "://" + host + ":" + port + "/");
    return Lab.text(fetcher.fetch(FetchRequest.page(url), recorder.trail()));
  }

  private List<PolicyReason> reasons(Class<? extends PolicyStep> kind) {
    return recorder.journey().entries().stream()
        .filter(e -> kind.isInstance(e.step()))
        .map(Entry::because)
        .map(b -> (PolicyReason) b.reason())
        .toList();
  }

  @Test
  void whatOneRunLearnsTheNextOneHeeds() throws Exception {
    try (Fetcher first = fetcher(trusting)) {
      assertThatThrownBy(() -> get(first, "http", HOST))
          .as("nobody knows yet, and the port speaks TLS")
          .isInstanceOf(FetchException.class);
      assertThat(get(first, "https", HOST)).isEqualTo("https");
      assertThat(get(first, "http", HOST)).isEqualTo("https");
    }
    assertThat(Files.readString(folder.resolve("profile/hsts")))
        .contains(HOST + "\t")
        .contains("\tsubdomains\n");
    try (Fetcher second = fetcher(trusting)) {
      assertThat(get(second, "http", HOST)).isEqualTo("https");
      assertThatThrownBy(() -> get(second, "http", "below." + HOST))
          .as("the certificate is for another name, and there is no way around it")
          .hasMessageContaining("certificate");
    }
    assertThat(reasons(PolicyStep.UrlUpgraded.class))
        .containsExactly(
            PolicyReason.HSTS_KNOWN, PolicyReason.HSTS_KNOWN, PolicyReason.HSTS_KNOWN_ABOVE);
    assertThat(reasons(PolicyStep.HstsLoaded.class)).isNotEmpty();
  }

  @Test
  void whereCertificatesAreNotCheckedNothingIsLearnedAndItIsSaid() throws Exception {
    try (Fetcher first = fetcher(trusting)) {
      get(first, "https", HOST);
    }
    try (Fetcher strict = fetcher(TlsOptions.DEFAULT.insecure())) {
      Fetcher insecure = strict.with(strict.security().unchecked());
      assertThat(get(insecure, "https", "other.test")).isEqualTo("https");
      assertThat(get(insecure, "http", HOST)).isEqualTo("https");
    }
    assertThat(reasons(PolicyStep.HstsIgnored.class)).contains(PolicyReason.HSTS_UNVERIFIED);
    assertThat(reasons(PolicyStep.HstsOverridden.class))
        .containsExactly(PolicyReason.HSTS_CERTIFICATE);
    assertThat(Files.readString(folder.resolve("profile/hsts"))).doesNotContain("other.test");
  }
}
