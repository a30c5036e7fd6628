package dev.glasshouse.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.Names;
import dev.glasshouse.dns.Resolver;
import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.balance.Pool;
import dev.glasshouse.edge.balance.PoolOptions;
import dev.glasshouse.edge.balance.ServerSpec;
import dev.glasshouse.edge.setup.Edge;
import dev.glasshouse.edge.setup.EdgeSettings;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Tunnel;
import dev.glasshouse.http.client.Destination;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.http.websocket.Handshake;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other protocols through the edge. */
@Timeout(120)
class TunnelTest {
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  private final Chain chain = new Chain();

  @AfterEach
  void close() throws Exception {
    chain.close();
  }

  /** Says back what it is told, in capitals, and ends when the other side does. */
  private static Handler echo() {
    return request ->
        request
            .upgrade()
            .map(protocol ->
                proven(
                    request,
                    Response.switching(
                        protocol,
                        tunnel -> {
                          byte[] piece = new byte[100];
                          BodyStream in = tunnel.in();
                          for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                            byte[] loud =
                                new String(piece, 0, n, StandardCharsets.US_ASCII)
                                    .toUpperCase(java.util.Locale.ROOT)
                                    .getBytes(StandardCharsets.US_ASCII);
                            tunnel.send(loud, 0, loud.length);
                          }
                        })))
            .orElseGet(() -> Response.text(Status.OK, "no upgrade"));
  }

  /** In HTTP/1.1 a server proves that it read the key (RFC 6455 4.2.2). */
  private static Response proven(Request request, Response response) {
    return request.version() == HttpVersion.HTTP_1_1
        ? response.with(
            "Sec-WebSocket-Accept",
            Handshake.accept(request.fields().first("Sec-WebSocket-Key").orElseThrow()))
        : response;
  }

  private static Request asking(Url edge, String protocol) {
    return Request.get(edge)
        .with(Fields.of("Connection", "Upgrade", "Upgrade", protocol, "Sec-WebSocket-Key", KEY));
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1, HTTP_1_1",
    "HTTP_2, HTTP_1_1",
    "HTTP_1_1, HTTP_2",
    "HTTP_2, HTTP_2",
    "HTTP_3, HTTP_1_1",
    "HTTP_3, HTTP_2",
    "HTTP_1_1, HTTP_3",
    "HTTP_3, HTTP_3"
  })
  void bytesGoBothWays(VersionDemand front, VersionDemand back) throws Exception {
    Url server = back == VersionDemand.HTTP_3 ? chain.secureServer(echo()) : chain.server(echo());
    var pool =
        new Pool(
            "shop",
            PoolOptions.USUAL,
            List.of(ServerSpec.of(server)),
            spec -> origin(spec, back),
            Pool.Surroundings.usual((_, _) -> {}));
    Url edge =
        front == VersionDemand.HTTP_3
            ? chain.secureServer(new ReverseProxy(pool, ProxyOptions.USUAL))
            : chain.edge(pool, ProxyOptions.USUAL);
    Response answer = chain.ask(front, asking(edge, "websocket"));
    if (front == VersionDemand.HTTP_1_1) {
      assertThat(answer.fields().all("Sec-WebSocket-Accept"))
          .containsExactly(Handshake.accept(KEY));
    }
    try (Tunnel tunnel = answer.tunnel().orElseThrow()) {
      tunnel.patience(Duration.ofSeconds(60));
      for (String word : List.of("one", "two", "three")) {
        tunnel.send(word.getBytes(StandardCharsets.US_ASCII), 0, word.length());
        assertThat(new String(tunnel.in().readNBytes(word.length()), StandardCharsets.US_ASCII))
            .isEqualTo(word.toUpperCase(java.util.Locale.ROOT));
      }
      assertThat(pool.report().underWay()).isEqualTo(1);
    }
    Chain.await(() -> pool.report().underWay() == 0);
  }

  @Test
  void whoDoesNotReadTheKeyDoesNotSpeakWebSocket() throws Exception {
    Url server =
        chain.server(
            request -> Response.switching("websocket", _ -> {}).with("Sec-WebSocket-Accept", "no"));
    Url edge = chain.edge(chain.origin(server, VersionDemand.HTTP_1_1), ProxyOptions.USUAL);
    try (Response answer = chain.ask(VersionDemand.HTTP_1_1, asking(edge, "websocket"))) {
      assertThat(answer.status()).isEqualTo(Status.BAD_GATEWAY);
      assertThat(answer.fields().first("Proxy-Status").orElse("")).contains("http_upgrade_failed");
    }
  }

  /** Nothing of HTTP/1.1 is there to open it with, and no session stands yet that carries it. */
  @Test
  void aServerOfHttp2AloneIsAskedInItsOwnWayWhateverMayBeSpoken() throws Exception {
    var server = new Http2Front(chain.server(echo()));
    EdgeSettings usual = EdgeSettings.of("shop", List.of(ServerSpec.of(server.url())));
    var settings =
        new EdgeSettings(
            usual.name(),
            usual.servers(),
            List.of(),
            Optional.empty(),
            usual.pool(),
            Optional.empty(),
            usual.server(),
            usual.proxy(),
            Optional.empty(),
            TlsOptions.DEFAULT.insecure(),
            usual.waits(),
            List.of(),
            usual.connections());
    try (server;
        Edge edge = Edge.open(settings, chain.network, TunnelTest::here, _ -> {})) {
      Url front = chain.server(edge.handler());
      Response answer = chain.ask(VersionDemand.HTTP_1_1, asking(front, "websocket"));
      assertThat(answer.status()).isEqualTo(Status.SWITCHING_PROTOCOLS);
      try (Tunnel tunnel = answer.tunnel().orElseThrow()) {
        tunnel.patience(Duration.ofSeconds(60));
        tunnel.send("one".getBytes(StandardCharsets.US_ASCII), 0, 3);
        assertThat(new String(tunnel.in().readNBytes(3), StandardCharsets.US_ASCII))
            .isEqualTo("ONE");
      }
    }
  }

  private static Addresses here(
      String host, Deadline deadline, Trail trail, Names.Arrivals arrivals) {
    List<InetAddress> here = List.of(InetAddress.getLoopbackAddress());
    arrivals.arrived(Family.of(here.getFirst()), here);
    return new Addresses(host, host, here, "test", Duration.ZERO);
  }

  private Origin origin(ServerSpec spec, VersionDemand version) {
    return chain.origin(spec.url(), version);
  }

  @Test
  void anotherVersionOfHttpIsNotChangedTo() throws IOException {
    Url server = chain.server(echo());
    Url edge = chain.edge(chain.origin(server, VersionDemand.HTTP_1_1), ProxyOptions.USUAL);
    try (Response answer = chain.ask(VersionDemand.HTTP_1_1, asking(edge, "h2c"))) {
      assertThat(answer.tunnel()).isEmpty();
      assertThat(Chain.text(answer)).isEqualTo("no upgrade");
    }
  }

  /** A server of no HTTP, which says back what it is told until the other side ends. */
  private ServerSocket plain() throws IOException {
    return plain(InetAddress.getLoopbackAddress());
  }

  private ServerSocket plain(InetAddress address) throws IOException {
    var listening = new ServerSocket(0, 1, address);
    Thread.ofVirtual()
        .start(() -> {
          try (Socket its = listening.accept()) {
            its.getInputStream().transferTo(its.getOutputStream());
          } catch (IOException e) {
            // The test sees that nothing comes back.
          }
        });
    return listening;
  }

  private Handler handler = echo();

  private Url tunnels(String allowed) throws IOException {
    var resolver = new Resolver(Resolver.Parts.system(chain.network.nameTransport()));
    var means =
        new ConnectHandler.Means(
            chain.network,
            (host, deadline, trail, arrivals) ->
                host.equals("db.test")
                    ? here(host, deadline, trail, arrivals)
                    : resolver.addresses(host, deadline, trail, arrivals),
            Duration.ofSeconds(60),
            ProxyOptions.USUAL);
    Handler proxy = new ReverseProxy((_, _) -> Response.of(Status.OK), ProxyOptions.USUAL);
    handler = new ConnectHandler(List.of(allowed), means, proxy);
    return chain.server(handler);
  }

  private static Request connecting(Url edge, String to) {
    return new Request(
        Method.CONNECT,
        edge.scheme(),
        to,
        to,
        HttpVersion.HTTP_1_1,
        Fields.EMPTY,
        Body.NONE,
        Request.NOBODY);
  }

  @Test
  void tunnelsGoWhereTheyMay() throws Exception {
    try (ServerSocket server = plain()) {
      String to = "db.test:" + server.getLocalPort();
      Url edge = tunnels("DB.test:" + server.getLocalPort());
      HttpClient client = chain.client(VersionDemand.HTTP_2, Limits.CLIENT);
      try (Response answer = client.send(connecting(edge, to), Destination.of(edge), Aside.NONE);
          Tunnel tunnel = answer.tunnel().orElseThrow()) {
        tunnel.patience(Duration.ofSeconds(60));
        tunnel.send("hello".getBytes(StandardCharsets.US_ASCII), 0, 5);
        assertThat(new String(tunnel.in().readNBytes(5), StandardCharsets.US_ASCII))
            .isEqualTo("hello");
      }
      try (Response answer =
          client.send(connecting(edge, "db.test:1"), Destination.of(edge), Aside.NONE)) {
        assertThat(answer.status()).isEqualTo(Status.FORBIDDEN);
        assertThat(answer.fields().first("Proxy-Status"))
            .contains("glass-edge; error=http_request_denied");
      }
      // A site's own page may stand for it.
      assertThat(handler.handle(connecting(edge, "db.test:1")).body().isStandIn()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, db.test", "127.0.0.1, 127.0.0.1", "::1, [::1]"})
  void tunnelsAreMadeOverHttp1Too(String address, String host) throws Exception {
    try (ServerSocket server = plain(InetAddress.ofLiteral(address))) {
      String to = host + ":" + server.getLocalPort();
      Url edge = tunnels(to);
      int port = Integer.parseInt(edge.hostAndPort().replaceFirst(".*:", ""));
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client.setSoTimeout(60_000);
        client
            .getOutputStream()
            .write(
                ("CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n\r\nhello")
                    .getBytes(StandardCharsets.US_ASCII));
        var came = new StringBuilder();
        while (came.indexOf("\r\n\r\nhello") < 0) {
          int next = client.getInputStream().read();
          assertThat(next).as(came.toString()).isNotNegative();
          came.append((char) next);
        }
        assertThat(came.toString()).startsWith("HTTP/1.1 200");
      }
    }
  }
}
