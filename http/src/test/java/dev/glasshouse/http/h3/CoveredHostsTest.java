package dev.glasshouse.http.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.BothPorts;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.LocalAuthority;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.ServerCertificate;
import dev.glasshouse.net.ServerCertificates;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.url.Url;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts over QUIC: the certificate goes by SNI, and a connection is good for what that covers. */
@Timeout(60)
class CoveredHostsTest {
  @TempDir private Path folder;

  private static int asked(Client client, Http3Session session, String host, int port)
      throws Exception {
    Request request = Request.get(Url.parse("https://" + host + ":" + port + "/"));
    try (Response response = client.send(session, request)) {
      return response.status().code();
    }
  }

  @Test
  void aConnectionIsForTheHostsOfItsCertificate() throws Exception {
    LocalAuthority authority = LocalAuthority.in(folder.resolve("ca"), Instant.now());
    ServerCertificate a = authority.issue(List.of("a.test"), List.of(), Instant.now());
    ServerCertificate b = authority.issue(List.of("*.b.test"), List.of(), Instant.now());
    var shown = new ServerCertificates(name -> Optional.of(name.endsWith(".b.test") ? b : a));
    try (OsNetwork network = OsNetwork.open(1);
        TlsServer tls = TlsServer.of(shown, List.of("h2", "http/1.1"));
        HttpServer server =
            BothPorts.listen(
                () ->
                    HttpServer.listen(
                        network,
                        new InetSocketAddress(Client.LOOPBACK, 0),
                        tls,
                        request -> Response.text(Status.OK, request.authority()),
                        Limits.SERVER,
                        Trail.OFF),
                its -> its.alsoQuic(network, tls, QuicOptions.DEFAULT));
        var client =
            new Client(
                new TlsOptions(TlsOptions.Verification.STRICT, List.of(authority.certificate())))) {
      int port = server.address().getPort();
      Http3Session first = client.session("a.test", port);
      assertThat(asked(client, first, "a.test", port)).isEqualTo(200);
      assertThat(asked(client, first, "x.b.test", port)).isEqualTo(421);
      // Nobody would be shown another certificate for this name.
      assertThat(asked(client, first, "other.test", port)).isEqualTo(200);
      Http3Session second = client.session("x.b.test", port);
      assertThat(asked(client, second, "x.b.test", port)).isEqualTo(200);
      assertThat(asked(client, second, "y.b.test", port)).isEqualTo(200);
      assertThat(asked(client, second, "a.test", port)).isEqualTo(421);
      assertThat(asked(client, second, "other.test", port)).isEqualTo(421);
    }
  }
}
