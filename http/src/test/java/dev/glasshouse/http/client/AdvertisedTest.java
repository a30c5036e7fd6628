package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.BothPorts;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.journey.VersionStep;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of ours tells that it speaks HTTP/3 too, and a client of ours goes by it (RFC 7838). */
@Timeout(120)
class AdvertisedTest {
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

  private static Response answer(Request request) {
    Response text = Response.text(Status.OK, request.version().toString());
    return request.target().equals("/own") ? text.with("Alt-Svc", "clear") : text;
  }

  private HttpServer server(List<String> alpn, QuicOptions options) throws Exception {
    TlsServer tls = site.secure(alpn, "a.test");
    return BothPorts.listen(
        () ->
            HttpServer.listen(
                site.network,
                new InetSocketAddress("127.0.0.1", 0),
                tls,
                AdvertisedTest::answer,
                Limits.SERVER,
                Trail.OFF),
        bound -> bound.alsoQuic(site.network, tls, options));
  }

  private static String url(HttpServer server, String path) {
    return "https://a.test:" + server.address().getPort() + path;
  }

  private HttpClient client() {
    return HttpClient.over(site.dialer, Limits.CLIENT, ClientOptions.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2", "http/1.1"})
  void theNextConnectionIsOverQuic(String alpn) throws Exception {
    try (HttpServer server = server(List.of(alpn), QuicOptions.DEFAULT)) {
      List<String> learned;
      try (HttpClient client = client();
          Response first = site.send(client, url(server, "/"))) {
        assertThat(first.version()).isNotEqualTo(HttpVersion.HTTP_3);
        assertThat(first.fields().combined("Alt-Svc"))
            .contains("h3=\":" + server.address().getPort() + "\"; ma=86400");
        assertThat(site.steps(VersionStep.AltSvcLearned.class)).hasSize(1);
        learned = client.alternatives().lines(Instant.now());
      }
      try (HttpClient client = client()) {
        client.alternatives().read(learned, Instant.now());
        try (Response second = site.send(client, url(server, "/"))) {
          // On a loaded machine TCP may be the first; then the third finds QUIC standing.
          if (second.version() == HttpVersion.HTTP_3) {
            assertThat(site.reasons(VersionStep.Http3Used.class))
                .contains(VersionReason.ALT_SVC_KNOWN);
          } else {
            assertThat(site.reasons(VersionStep.RaceRun.class))
                .containsExactly(VersionReason.QUIC_SLOWER);
          }
        }
      }
    }
  }

  @Test
  void whatTheHandlerSaysItselfStands() throws Exception {
    try (HttpServer server = server(List.of("h2"), QuicOptions.DEFAULT);
        HttpClient client = client();
        Response answer = site.send(client, url(server, "/own"))) {
      assertThat(answer.fields().combined("Alt-Svc")).contains("clear");
    }
  }

  @Test
  void nothingIsToldWhereThatIsOff() throws Exception {
    QuicOptions quiet = QuicOptions.DEFAULT.with(QuicOptions.Advertising.OFF);
    try (HttpServer server = server(List.of("h2"), quiet);
        HttpClient client = client();
        Response answer = site.send(client, url(server, "/"))) {
      assertThat(answer.fields().has("Alt-Svc")).isFalse();
      assertThat(site.steps(VersionStep.AltSvcLearned.class)).isEmpty();
    }
  }
}
