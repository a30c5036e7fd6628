package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.Names;
import dev.glasshouse.dns.ServiceBinding;
import dev.glasshouse.dns.Services;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.journey.VersionStep;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.url.Url;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A name with an HTTPS record is asked by https, whatever the URL says. */
@Timeout(60)
class UpgradeTest {
  /** Every name is here, and has an HTTPS record. */
  private static final Names NAMES =
      new Names() {
        @Override
        public Addresses addresses(String host, Deadline d, Trail t, Arrivals arrivals) {
          List<InetAddress> here = List.of(InetAddress.ofLiteral("127.0.0.1"));
          arrivals.arrived(Family.IPV4, here);
          return new Addresses(host, host, here, "test", Duration.ZERO);
        }

        @Override
        public Services services(String host, int port, Deadline d, Trail t) {
          return new Services(
              Services.Known.SAID,
              List.of(
                  new ServiceBinding(
                      1,
                      host,
                      List.of("h2"),
                      ServiceBinding.DefaultProtocol.SPOKEN,
                      OptionalInt.empty(),
                      List.of(),
                      false,
                      List.of(),
                      List.of())));
        }
      };

  @Test
  void theUrlBecomesOneOfHttps() throws Exception {
    X509Bundle its =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=a.test")
            .addSanDnsName("a.test")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Recorder recorder = Recorder.start();
    try (OsNetwork network = OsNetwork.open(1);
        TlsServer tls =
            TlsServer.pem(its.getCertificatePEM(), its.getPrivateKeyPEM(), List.of("h2"));
        HttpServer server =
            HttpServer.listen(
                network,
                new InetSocketAddress("127.0.0.1", 0),
                tls,
                request -> Response.text(Status.OK, request.scheme()),
                Limits.SERVER,
                Trail.OFF);
        TlsClient trusting = new TlsClient(TlsOptions.DEFAULT.insecure());
        Fetcher fetcher = Fetcher.over(HttpClient.over(new Dialer(network, NAMES, trusting)))) {
      Url url = Url.parse("http://a.test:" + server.address().getPort() + "/x");
      FetchResponse response = fetcher.fetch(FetchRequest.page(url), recorder.trail());
      assertThat(Lab.text(response)).isEqualTo("https");
      assertThat(response.url().scheme()).isEqualTo("https");
      Entry told =
          recorder.journey().entries().stream()
              .filter(e -> e.step() instanceof VersionStep.UpgradedToHttps)
              .findFirst()
              .orElseThrow();
      assertThat(told.because().reason()).isEqualTo(VersionReason.RECORD_UPGRADES);
    }
  }
}
