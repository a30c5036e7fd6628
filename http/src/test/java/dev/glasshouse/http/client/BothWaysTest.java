package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.BothPorts;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.url.Url;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Answers that begin before their requests are whole: neither end may wait for the other to be
 * done.
 */
@Timeout(120)
class BothWaysTest {
  private static final int MUCH = 4_000_000;

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
    return switch (request.target()) {
      // Made of the request while that comes.
      case "/echo" -> {
        try {
          yield Response.of(Status.OK).with(Body.streaming(request.body().open()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      // Nothing of the request is read.
      case "/deaf" -> Response.of(Status.OK).with(Body.of(new byte[MUCH]));
      default -> Response.of(Status.CONTENT_TOO_LARGE).with(Body.of(new byte[MUCH]));
    };
  }

  private HttpServer server(VersionDemand version) throws Exception {
    List<String> alpn = version == VersionDemand.HTTP_1_1 ? List.of("http/1.1") : List.of("h2");
    TlsServer tls = site.secure(alpn, "a.test");
    return BothPorts.listen(
        () ->
            HttpServer.listen(
                site.network,
                new InetSocketAddress("127.0.0.1", 0),
                tls,
                BothWaysTest::answer,
                Limits.SERVER,
                Trail.OFF),
        bound -> bound.alsoQuic(site.network, tls, QuicOptions.DEFAULT));
  }

  /** A client that speaks no other version. */
  private HttpClient client(VersionDemand version) {
    return HttpClient.over(site.dialer, Limits.CLIENT, ClientOptions.DEFAULT.with(version));
  }

  private Request post(HttpServer server, String path, Body body) {
    String url = "https://a.test:" + server.address().getPort() + path;
    return Request.to(Method.POST, Url.parse(url)).with(body);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2", "HTTP_3"})
  void anAnswerIsReadWhileTheServerReadsNothing(VersionDemand version) throws Exception {
    try (HttpServer server = server(version);
        HttpClient client = client(version)) {
      for (String path : List.of("/deaf", "/refused")) {
        Request request = post(server, path, Body.of(bytes(300_000)));
        try (Response response = client.send(request, Priority.MEDIUM, Trail.OFF);
            BodyStream body = response.body().open()) {
          assertThat(response.status().isOk()).isEqualTo(path.equals("/deaf"));
          assertThat(body.readAllBytes()).as(path).hasSize(MUCH);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2", "HTTP_3"})
  void whatIsSentComesBackWhileItIsSent(VersionDemand version) throws Exception {
    byte[] much = bytes(MUCH);
    try (HttpServer server = server(version);
        HttpClient client = client(version)) {
      for (Body sent :
          List.of(Body.of(much), Body.streaming(new ByteArrayInputStream(much), MUCH))) {
        Request request = post(server, "/echo", sent);
        try (Response response = client.send(request, Priority.MEDIUM, Trail.OFF);
            BodyStream body = response.body().open()) {
          assertThat(body.readAllBytes()).isEqualTo(much);
        }
      }
      Request unsaid = post(server, "/echo", Body.streaming(new ByteArrayInputStream(much)));
      try (Response response = client.send(unsaid, Priority.MEDIUM, Trail.OFF);
          BodyStream body = response.body().open()) {
        assertThat(body.readAllBytes()).isEqualTo(much);
      }
    }
  }
}
