package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.Names;
import dev.glasshouse.http.BothPorts;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The limits of a dialer hold for each way to dial. */
@Timeout(120)
class DialerLimitsTest {
  @TempDir private Path folder;
  private Site site;

  @BeforeEach
  void open() throws Exception {
    site = new Site(folder);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private HttpServer server(VersionDemand version) throws Exception {
    TlsServer tls =
        site.secure(List.of(version == VersionDemand.HTTP_1_1 ? "http/1.1" : "h2"), "a.test");
    return BothPorts.listen(
        () ->
            HttpServer.listen(
                site.network,
                new InetSocketAddress("127.0.0.1", 0),
                tls,
                _ -> Response.of(Status.NO_CONTENT),
                Limits.SERVER,
                Trail.OFF),
        bound -> bound.alsoQuic(site.network, tls, QuicOptions.DEFAULT));
  }

  /** A client whose dialer tries so many addresses; nobody is at the first. */
  private HttpClient client(VersionDemand version, int addresses) {
    dev.glasshouse.net.Limits usual = dev.glasshouse.net.Limits.DEFAULT;
    List<InetAddress> two =
        List.of(InetAddress.ofLiteral("127.0.0.4"), InetAddress.ofLiteral("127.0.0.1"));
    Names names =
        (host, _, _, arrivals) -> {
          arrivals.arrived(Family.IPV4, two);
          return new Addresses(host, host, two, "the test", Duration.ofMinutes(1));
        };
    var limits =
        new dev.glasshouse.net.Limits(
            usual.resolutionDelay(),
            usual.attemptDelay(),
            addresses == 1 ? Duration.ofMillis(500) : usual.connect(),
            usual.handshake(),
            addresses,
            usual.certificates(),
            usual.sessions(),
            usual.held(),
            usual.readBuffer(),
            usual.longBuffers(),
            usual.longBuffer(),
            usual.readTurn(),
            usual.quic());
    return HttpClient.over(
        new Dialer(site.network, names, site.tls, limits),
        Limits.CLIENT,
        ClientOptions.DEFAULT.with(version));
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2", "HTTP_3"})
  void noMoreAddressesAreTried(VersionDemand version) throws Exception {
    try (HttpServer server = server(version);
        HttpClient one = client(version, 1);
        HttpClient both = client(version, 2)) {
      String url = "https://a.test:" + server.address().getPort() + "/";
      assertThatThrownBy(() -> site.send(one, url)).isInstanceOf(DialException.class);
      assertThat(site.send(both, url).status()).isEqualTo(Status.NO_CONTENT);
    }
  }
}
