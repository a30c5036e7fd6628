package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.BothPorts;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Tunnel;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections and streams that leave HTTP, and responses that come later, over every version. */
@Timeout(120)
class TunnelTest {
  @TempDir private Path folder;

  /** A way to the server. */
  enum Way {
    H1,
    H1_TLS,
    H2_CLEAR,
    H2_TLS,
    H3
  }

  private static final Handler SERVER =
      request ->
          switch (request.path()) {
            case "/echo" ->
                request.upgrade().filter("shout"::equalsIgnoreCase).isPresent()
                    ? Response.switching("shout", TunnelTest::echo).with("Greeting", "hello")
                    : Response.text(new Status(426), "shout at me");
            case "/no" -> Response.text(Status.FORBIDDEN, "not here");
            case "/unasked" -> Response.switching("shout", TunnelTest::echo);
            case "/broken" ->
                Response.switching(
                    "shout",
                    _ -> {
                      throw new IOException("gave up");
                    });
            default -> Response.text(Status.OK, request.path());
          };

  private static void echo(Tunnel tunnel) throws IOException {
    byte[] some = new byte[3000];
    for (int n = tunnel.in().read(some); n >= 0; n = tunnel.in().read(some)) {
      tunnel.send(some, 0, n);
    }
  }

  /** A server, and a client that goes one way to it. */
  private final class Ends implements AutoCloseable {
    final Site site;
    final HttpServer server;
    final HttpClient client;
    final String base;

    Ends(Way way, Handler handler) throws Exception {
      site = new Site(folder);
      boolean secure = way != Way.H1 && way != Way.H2_CLEAR;
      if (secure) {
        TlsServer tls =
            site.secure(
                way == Way.H1_TLS ? List.of("http/1.1") : List.of("h2", "http/1.1"),
                "www.site.test");
        server =
            BothPorts.listen(
                () ->
                    HttpServer.listen(
                        site.network, loopback(), tls, handler, Limits.SERVER, Trail.OFF),
                one -> way == Way.H3 ? one.alsoQuic(site.network, tls, QuicOptions.DEFAULT) : one);
      } else {
        server = HttpServer.listen(site.network, loopback(), handler, Trail.OFF);
      }
      client =
          HttpClient.over(
              site.dialer,
              Limits.CLIENT,
              switch (way) {
                case H1, H1_TLS -> ClientOptions.DEFAULT.with(Optional.<QuicOptions>empty());
                case H2_CLEAR, H2_TLS -> ClientOptions.DEFAULT.with(VersionDemand.HTTP_2);
                case H3 -> ClientOptions.DEFAULT.with(VersionDemand.HTTP_3);
              });
      base = (secure ? "https" : "http") + "://www.site.test:" + server.address().getPort();
    }

    Response send(String path, String... fields) throws IOException {
      Request request = Request.get(Url.parse(base + path));
      for (int i = 0; i < fields.length; i += 2) {
        request = request.with(fields[i], fields[i + 1]);
      }
      return site.send(client, request);
    }

    Response upgrade(String path) throws IOException {
      return send(path, "Connection", "Upgrade", "Upgrade", "shout");
    }

    @Override
    public void close() {
      client.close();
      server.close();
      site.close();
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress("127.0.0.1", 0);
  }

  private static String text(Response response) throws IOException {
    try (BodyStream in = response.body().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void carriesBytesBothWays(Way way) throws Exception {
    try (var ends = new Ends(way, SERVER)) {
      assertThat(text(ends.send("/before"))).isEqualTo("/before");
      Response opened = ends.upgrade("/echo");
      Tunnel tunnel = opened.tunnel().orElseThrow();
      boolean first = way == Way.H1 || way == Way.H1_TLS;
      assertThat(opened.status().code()).isEqualTo(first ? 101 : 200);
      assertThat(opened.fields().first("greeting")).contains("hello");
      byte[] sent = new byte[400_000];
      new Random(7).nextBytes(sent);
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int at = 0; at < sent.length; at += 1000) {
                    tunnel.send(sent, at, 1000);
                  }
                } catch (IOException e) {
                  tunnel.close();
                }
              });
      assertThat(tunnel.in().readNBytes(sent.length)).isEqualTo(sent);
      sender.join();
      if (!first) {
        // Over HTTP/1 the end of one direction ends both.
        tunnel.end();
        assertThat(tunnel.in().read()).isEqualTo(-1);
      }
      tunnel.close();
      assertThat(text(ends.send("/after"))).isEqualTo("/after");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aRefusalIsAnOrdinaryResponse(Way way) throws Exception {
    try (var ends = new Ends(way, SERVER)) {
      Response refused = ends.upgrade("/no");
      assertThat(refused.tunnel()).isEmpty();
      assertThat(refused.status()).isEqualTo(Status.FORBIDDEN);
      assertThat(text(refused)).isEqualTo("not here");
      assertThat(text(ends.send("/after"))).isEqualTo("/after");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void nobodyIsSwitchedUnasked(Way way) throws Exception {
    try (var ends = new Ends(way, SERVER)) {
      assertThat(ends.send("/unasked").status()).isEqualTo(Status.INTERNAL_SERVER_ERROR);
      assertThat(text(ends.send("/echo"))).isEqualTo("shout at me");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aUserThatFailsBreaksTheTunnelOff(Way way) throws Exception {
    try (var ends = new Ends(way, SERVER)) {
      // Over QUIC, what breaks it off may overtake the head that opened it.
      assertThatThrownBy(
              () -> {
                try (Response opened = ends.upgrade("/broken")) {
                  if (opened.tunnel().orElseThrow().in().read() < 0) {
                    // Over plain TCP an end is all that there is to be seen.
                    throw new IOException("ended");
                  }
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"H2_TLS"})
  void aStandingSessionIsUsedWhereNoVersionIsDemanded(Way way) throws Exception {
    try (var ends = new Ends(way, SERVER);
        var free = HttpClient.over(ends.site.dialer)) {
      Request ask =
          Request.get(Url.parse(ends.base + "/echo"))
              .with("Connection", "Upgrade")
              .with("Upgrade", "shout");
      try (Response alone = free.send(ask, Priority.HIGH, Trail.OFF)) {
        assertThat(alone.version()).isEqualTo(HttpVersion.HTTP_1_1);
      }
      Request plain = Request.get(Url.parse(ends.base + "/plain"));
      assertThat(text(free.send(plain, Priority.HIGH, Trail.OFF))).isEqualTo("/plain");
      try (Response shared = free.send(ask, Priority.HIGH, Trail.OFF)) {
        assertThat(shared.version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(shared.tunnel()).isPresent();
      }
    }
  }

  @Test
  void whatFollowsTheRequestAtOnceIsTheTunnels() throws Exception {
    try (var ends = new Ends(Way.H1, SERVER);
        var socket = new Socket("127.0.0.1", ends.server.address().getPort())) {
      String head =
          "GET /echo HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: shout\r\n\r\n";
      socket.getOutputStream().write((head + "GET / early").getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      var got = new StringBuilder();
      while (!got.toString().endsWith("GET / early")) {
        int b = socket.getInputStream().read();
        assertThat(b).as("so far: %s", got).isNotNegative();
        got.append((char) b);
      }
      assertThat(got.toString()).startsWith("HTTP/1.1 101 ").contains("Connection: Upgrade\r\n");
    }
  }

  @Test
  void whatFollowsARefusedRequestIsTheNextRequest() throws Exception {
    try (var ends = new Ends(Way.H1, SERVER);
        var socket = new Socket("127.0.0.1", ends.server.address().getPort())) {
      String head = " HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n";
      String next = "GET /two HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
      socket
          .getOutputStream()
          .write(("GET /one" + head + next).getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(all).contains("\r\n\r\n/one").endsWith("\r\n\r\n/two");
    }
  }

  @Test
  void connectOpensATunnel() throws Exception {
    Handler proxy =
        request ->
            request.method().equals(Method.CONNECT)
                ? Response.tunnelling(TunnelTest::echo).with("To", request.target())
                : Response.of(Status.NOT_FOUND);
    try (var ends = new Ends(Way.H1, proxy);
        var socket = new Socket("127.0.0.1", ends.server.address().getPort())) {
      socket
          .getOutputStream()
          .write(
              "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\n\r\nping"
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      var got = new StringBuilder();
      while (!got.toString().endsWith("\r\n\r\nping")) {
        int b = socket.getInputStream().read();
        assertThat(b).as("so far: %s", got).isNotNegative();
        got.append((char) b);
      }
      assertThat(got.toString())
          .startsWith("HTTP/1.1 200 ")
          .contains("To: a.test:443\r\n")
          .doesNotContain("Content-Length")
          .doesNotContain("chunked");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aResponseMayComeLater(Way way) throws Exception {
    var asked = new CountDownLatch(1);
    var later = new CompletableFuture<Response>();
    Handler handler =
        request -> {
          asked.countDown();
          return request.path().equals("/later")
              ? Response.later(later).with("Added", "by who stands around it")
              : Response.text(Status.OK, request.path());
        };
    try (var ends = new Ends(way, handler)) {
      Thread maker =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  asked.await();
                  later.complete(Response.text(Status.OK, "at last"));
                } catch (InterruptedException e) {
                  later.completeExceptionally(e);
                }
              });
      Response response = ends.send("/later");
      assertThat(response.fields().first("added")).contains("by who stands around it");
      assertThat(text(response)).isEqualTo("at last");
      maker.join();
      assertThat(text(ends.send("/next"))).isEqualTo("/next");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aResponseThatDoesNotComeIsAnError(Way way) throws Exception {
    Handler handler =
        _ -> Response.later(CompletableFuture.failedFuture(new IOException("no more paper")));
    try (var ends = new Ends(way, handler)) {
      Response response = ends.send("/");
      assertThat(response.status()).isEqualTo(Status.INTERNAL_SERVER_ERROR);
      response.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whoWaitsForAClientThatHasGoneIsTold(Way way) throws Exception {
    var asked = new CountDownLatch(1);
    var told = new CompletableFuture<Throwable>();
    var calls = new AtomicInteger();
    Handler handler =
        _ -> {
          var later = new CompletableFuture<Response>();
          var _ = later.whenComplete((_, why) -> told.complete(why == null ? new Error() : why));
          calls.incrementAndGet();
          asked.countDown();
          return Response.later(later);
        };
    try (var ends = new Ends(way, handler)) {
      Thread client =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  ends.send("/").close();
                } catch (IOException _) {
                  // Interrupted, as the test wants it.
                }
              });
      assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
      if (way == Way.H3) {
        // That one stream is stopped, the codec does not tell: the end of the connection it does.
        ends.client.close();
      } else {
        client.interrupt();
      }
      assertThat(told.get(60, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
      client.join();
      assertThat(calls).hasValue(1);
    }
  }
}
