package dev.glasshouse.edge.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.edge.balance.PoolReport;
import dev.glasshouse.edge.balance.ServerSpec;
import dev.glasshouse.edge.proxy.Chain;
import dev.glasshouse.edge.proxy.ProxyOptions;
import dev.glasshouse.edge.proxy.ServerOptions;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.journey.Trail;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three servers under load, of which one goes wrong: no request is lost that could be sent again.
 */
@Timeout(180)
class FailoverTest {
  private static final int CLIENTS = 6;
  private static final int EACH = 40;

  private final Chain chain = new Chain();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    chain.close();
  }

  /** How a server goes wrong. */
  enum Wrong {
    /** It ends, with the requests that it has. */
    DIES,
    /** It takes requests, and says nothing. */
    HANGS,
    /** It says what is no HTTP. */
    BABBLES,
    /** It answers 503. */
    REFUSES,
    /** It hangs up in the middle of a head. */
    STOPS
  }

  /** A server that is well until so many requests came, and goes wrong then. */
  private Url server(Wrong wrong, int well) throws IOException {
    var socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    open.add(socket);
    var count = new AtomicInteger();
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              Socket its = socket.accept();
              open.add(its);
              Thread.ofVirtual().start(() -> serve(its, socket, wrong, well, count));
            }
          } catch (IOException e) {
            // Closed.
          }
        });
    return Url.parse("http://127.0.0.1:" + socket.getLocalPort() + "/");
  }

  private static void serve(
      Socket its, ServerSocket listening, Wrong wrong, int well, AtomicInteger count) {
    try (its) {
      var in = its.getInputStream();
      var head = new StringBuilder();
      for (int c = in.read(); c >= 0; c = in.read()) {
        head.append((char) c);
        if (head.toString().endsWith("\r\n\r\n")) {
          head.setLength(0);
          if (!answer(its, listening, count.incrementAndGet() > well ? wrong : null)) {
            return;
          }
        }
      }
    } catch (IOException e) {
      // The other side has gone.
    }
  }

  private static boolean answer(
      Socket its, ServerSocket listening, @org.jspecify.annotations.Nullable Wrong wrong)
      throws IOException {
    String text = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwell";
    if (wrong != null) {
      switch (wrong) {
        case DIES -> {
          listening.close();
          return false;
        }
        case HANGS -> {
          return true;
        }
        case BABBLES -> text = "HELO there\r\n\r\n";
        case REFUSES -> text = "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n";
        case STOPS -> text = "HTTP/1.1 200 OK\r\nContent-Le";
      }
    }
    its.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    its.getOutputStream().flush();
    return wrong == null || wrong == Wrong.REFUSES;
  }

  @ParameterizedTest
  @EnumSource(Wrong.class)
  void noRequestIsLost(Wrong wrong) throws Exception {
    List<ServerSpec> servers =
        List.of(
            ServerSpec.of(server(wrong, Integer.MAX_VALUE)),
            ServerSpec.of(server(wrong, 20)),
            ServerSpec.of(server(wrong, Integer.MAX_VALUE)));
    Edge edge =
        Edge.open(
            settings(servers, wrong),
            chain.network,
            (_, _, _, _) -> {
              throw new IllegalStateException("no names here");
            },
            _ -> {});
    open.add(edge);
    Url front = chain.server(edge.handler());
    Map<String, Integer> outcomes = load(front);
    PoolReport report = edge.pool().report();
    assertThat(outcomes).as(report.toString()).containsOnly(Map.entry("200", CLIENTS * EACH));
    assertThat(report.failed()).isZero();
    assertThat(report.resent()).isPositive();
    Chain.await(() -> edge.pool().report().underWay() == 0);
  }

  private static EdgeSettings settings(List<ServerSpec> servers, Wrong wrong) {
    EdgeSettings usual = EdgeSettings.of("shop", servers);
    Waits waits = Waits.USUAL;
    return new EdgeSettings(
        "shop",
        servers,
        List.of(),
        Optional.empty(),
        usual.pool(),
        Optional.empty(),
        ServerOptions.USUAL,
        ProxyOptions.USUAL,
        Optional.of(VersionDemand.HTTP_1_1),
        TlsOptions.DEFAULT,
        // Long enough for a loaded machine: a server that is well must not seem to hang.
        new Waits(
            waits.connect(),
            Duration.ofSeconds(wrong == Wrong.HANGS ? 3 : 60),
            waits.between(),
            waits.whole(),
            Duration.ofSeconds(60)),
        List.of(),
        64);
  }

  private Map<String, Integer> load(Url front) throws Exception {
    Map<String, Integer> outcomes = new ConcurrentHashMap<>();
    HttpClient client = chain.client(VersionDemand.HTTP_1_1, Limits.CLIENT);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<String>>();
      Callable<String> one =
          () -> {
            for (int i = 0; i < EACH; i++) {
              outcomes.merge(ask(client, front), 1, Integer::sum);
            }
            return "";
          };
      for (int i = 0; i < CLIENTS; i++) {
        all.add(threads.submit(one));
      }
      for (Future<String> each : all) {
        assertThat(each.get()).isEmpty();
      }
    }
    return new TreeMap<>(outcomes);
  }

  private static String ask(HttpClient client, Url front) throws IOException {
    try (Response answer = client.send(Request.get(front), Priority.HIGH, Trail.OFF)) {
      String text = Chain.text(answer);
      return answer.status().equals(Status.OK) && text.equals("well")
          ? "200"
          : answer.status() + " " + text;
    }
  }
}
