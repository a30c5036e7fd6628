package dev.glasshouse.edge.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.edge.balance.PoolOptions;
import dev.glasshouse.edge.balance.ProbeOptions;
import dev.glasshouse.edge.balance.ServerSpec;
import dev.glasshouse.edge.proxy.Chain;
import dev.glasshouse.edge.proxy.ProxyOptions;
import dev.glasshouse.edge.proxy.ServerOptions;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client is told when there is no server that answers it, in each version (RFC 9209). */
@Timeout(180)
class UnavailableTest {
  private static final Duration LONG = Duration.ofSeconds(100);
  private static final ProbeOptions PROBES = ProbeOptions.of("/").every(Duration.ofMillis(20));

  private final Chain chain = new Chain();
  private final List<Edge> edges = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    chain.close();
  }

  private Url edge(PoolOptions pool, Duration firstByte, Url server) throws IOException {
    return edge(pool, firstByte, server, Optional.empty());
  }

  private Url edge(PoolOptions pool, Duration firstByte, Url server, Optional<ProbeOptions> probes)
      throws IOException {
    Waits waits = Waits.USUAL;
    Edge edge =
        Edge.open(
            new EdgeSettings(
                "shop",
                List.of(ServerSpec.of(server)),
                List.of(),
                Optional.empty(),
                pool,
                probes,
                ServerOptions.USUAL,
                ProxyOptions.USUAL,
                Optional.of(VersionDemand.HTTP_1_1),
                TlsOptions.DEFAULT,
                new Waits(waits.connect(), firstByte, waits.between(), waits.whole(), waits.free()),
                List.of(),
                64),
            chain.network,
            (_, _, _, _) -> {
              throw new IllegalStateException("no names here");
            },
            _ -> {});
    open.add(edge);
    edges.add(edge);
    return chain.server(edge.handler());
  }

  /** A server that takes connections and says nothing. */
  private Url silent(CountDownLatch asked) throws IOException {
    var socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    open.add(socket);
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              Socket its = socket.accept();
              open.add(its);
              Thread.ofVirtual().start(() -> listen(its, asked));
            }
          } catch (IOException e) {
            // Closed.
          }
        });
    return Url.parse("http://127.0.0.1:" + socket.getLocalPort() + "/");
  }

  private static void listen(Socket its, CountDownLatch asked) {
    try {
      if (its.getInputStream().read() >= 0) {
        asked.countDown();
      }
    } catch (IOException e) {
      // The other side has gone.
    }
  }

  /** Where nobody listens. */
  private static Url nobody() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Url.parse("http://127.0.0.1:" + socket.getLocalPort() + "/");
    }
  }

  /** Status, type of error, and after how many seconds to come again. */
  private String told(VersionDemand version, Url edge) throws IOException {
    try (Response answer = chain.ask(version, Request.get(edge))) {
      assertThat(answer.fields().first("Cache-Control")).contains("no-store");
      return answer.status().code()
          + " "
          + answer.fields().first("Proxy-Status").orElse("")
          + " "
          + answer.fields().first("Retry-After").orElse("-");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = VersionDemand.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void aServerThatHangsIs504(VersionDemand version) throws Exception {
    Url edge = edge(PoolOptions.USUAL, Duration.ofMillis(500), silent(new CountDownLatch(1)));
    assertThat(told(version, edge)).isEqualTo("504 glass-edge; error=http_response_timeout -");
  }

  @ParameterizedTest
  @EnumSource(
      value = VersionDemand.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void whenAllAreOutItIs503(VersionDemand version) throws Exception {
    Url nobody = nobody();
    // The last one of all is asked whatever came of it, until probes find it down.
    assertThat(told(version, edge(PoolOptions.USUAL, LONG, nobody)))
        .isEqualTo("502 glass-edge; error=connection_refused -");
    Url edge = edge(PoolOptions.USUAL, LONG, nobody, Optional.of(PROBES));
    Edge its = edges.getLast();
    Chain.await(() -> its.pool().report().servers().getFirst().state().equals("down"));
    assertThat(told(version, edge)).isEqualTo("503 glass-edge; error=destination_unavailable 1");
  }

  @ParameterizedTest
  @EnumSource(
      value = VersionDemand.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void whenThereIsTooMuchToDoItIs503(VersionDemand version) throws Exception {
    var asked = new CountDownLatch(1);
    Url edge = edge(PoolOptions.USUAL.atMost(1, 1), LONG, silent(asked));
    try (var first = new Socket(InetAddress.getLoopbackAddress(), edge.effectivePort())) {
      first
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(told(version, edge)).isEqualTo("503 glass-edge; error=connection_limit_reached 1");
    }
  }
}
