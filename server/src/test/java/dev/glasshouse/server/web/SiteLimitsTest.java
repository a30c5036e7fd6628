package dev.glasshouse.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Stories;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.ServerReason;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.net.LocalAuthority;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.server.Visitor;
import dev.glasshouse.server.config.ConfigFile;
import dev.glasshouse.server.config.Ground;
import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.config.RouteKind;
import dev.glasshouse.server.config.Values;
import dev.glasshouse.server.kinds.ServerKinds;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests and connections of a site at once, counted over whole answers, in all versions. */
class SiteLimitsTest {
  private static final int PATIENCE = 60;
  private static final int ATTEMPTS = 20;

  @TempDir private Path folder;
  private final Network network = OsNetwork.open(2);
  private final Recorder recorder = Recorder.start();
  private final CountDownLatch go = new CountDownLatch(1);
  private final List<AutoCloseable> opened = new ArrayList<>();

  /** An answer whose head and first byte are out long before its last. */
  private final class Slow implements RouteKind {
    @Override
    public String name() {
      return "slow";
    }

    @Override
    public String help() {
      return "A test's own.";
    }

    @Override
    public List<Option> options() {
      return List.of();
    }

    @Override
    public Handler open(Values values, Handler next, Ground ground) {
      return _ -> Response.of(Status.OK).with(Body.streaming(new TwoBytes()));
    }
  }

  private final class TwoBytes extends InputStream {
    private int given;

    @Override
    public int read() throws IOException {
      if (given == 1) {
        try {
          assertThat(go.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          throw new InterruptedIOException("nobody waits any more");
        }
      }
      return given++ < 2 ? 'x' : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int next = read();
      if (next < 0) {
        return -1;
      }
      into[offset] = (byte) next;
      return 1;
    }
  }

  enum Way {
    H1(VersionDemand.HTTP_1_1),
    H2(VersionDemand.HTTP_2),
    H3(VersionDemand.HTTP_3);

    private final VersionDemand demand;

    Way(VersionDemand demand) {
      this.demand = demand;
    }
  }

  @AfterEach
  void close() throws Exception {
    go.countDown();
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    network.close();
  }

  /** Where a site with this limit is; its port is free for TCP, and perhaps taken for UDP. */
  private String serve(String limit) throws Exception {
    List<RouteKind> kinds = new ArrayList<>(ServerKinds.all());
    kinds.add(new Slow());
    String text =
        """
        drain = "10ms"
        [[listen]]
        address = "127.0.0.1:0"
        tls = true
        [[site]]
        %s
        [[site.route]]
        kind = "slow"
        path = "/slow"
        [[site.route]]
        kind = "respond"
        body = "here"
        """
            .formatted(limit);
    LocalAuthority authority = LocalAuthority.in(folder.resolve("ca"), Instant.now());
    var means =
        new WebServer.Means(
            network,
            InstantSource.system(),
            Stories.into(recorder.trail()),
            _ -> {},
            _ ->
                Optional.of(
                    (_, _) -> authority.issue(List.of("a.test"), List.of(), Instant.now())));
    for (int attempt = 1; ; attempt++) {
      try {
        WebServer server =
            WebServer.open(
                ConfigFile.parse(text, "glass.toml", folder, OptionTable.of(kinds)), means);
        opened.add(server);
        return "https://a.test:" + URI.create(server.urls().getFirst()).getPort();
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Visitor visitor(Way way) {
    var visitor = new Visitor(network, way.demand);
    opened.add(visitor);
    return visitor;
  }

  private static String end(Response response) throws IOException {
    try (InputStream in = response.body().open()) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private void refused(Response response, String limit, int most) throws IOException {
    assertThat(response.status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
    assertThat(response.fields().first("Retry-After")).hasValue("1");
    assertThat(end(response)).contains("the limit " + limit + " of this site is " + most);
    Entry told =
        recorder.journey().entries().stream()
            .filter(each -> each.step() instanceof ServerStep.SiteLimitMet)
            .findFirst()
            .orElseThrow();
    assertThat(((ServerStep.SiteLimitMet) told.step()).limit()).isEqualTo(limit);
    assertThat(told.because().reason()).isEqualTo(ServerReason.LIMIT_OF_SITE);
  }

  /** The server knows a little later than the client that an answer is over. */
  private static void letIn(Visitor visitor, String url) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    Response response = visitor.get(url);
    while (!response.status().equals(Status.OK) && System.nanoTime() - end < 0) {
      response.close();
      Thread.sleep(5);
      response = visitor.get(url);
    }
    assertThat(end(response)).isEqualTo("here");
  }

  @ParameterizedTest
  @EnumSource
  void requestsAreCountedUntilTheirAnswersAreOut(Way way) throws Exception {
    String site = serve("requests = 2");
    Visitor visitor = visitor(way);
    Response first = visitor.get(site + "/slow");
    Response second = visitor.get(site + "/slow");
    assertThat(first.status()).isEqualTo(Status.OK);
    assertThat(second.status()).isEqualTo(Status.OK);
    refused(visitor.get(site + "/"), "requests", 2);
    refused(visitor(way).get(site + "/"), "requests", 2);
    go.countDown();
    assertThat(end(first)).isEqualTo("xx");
    assertThat(end(second)).isEqualTo("xx");
    letIn(visitor, site + "/");
  }

  @ParameterizedTest
  @EnumSource
  void connectionsAreCountedWhileRequestsAreUnderWayOnThem(Way way) throws Exception {
    String site = serve("connections = 1");
    Visitor visitor = visitor(way);
    Visitor other = visitor(way);
    Response first = visitor.get(site + "/slow");
    assertThat(first.status()).isEqualTo(Status.OK);
    refused(other.get(site + "/"), "connections", 1);
    if (way != Way.H1) {
      assertThat(end(visitor.get(site + "/"))).isEqualTo("here");
    }
    go.countDown();
    assertThat(end(first)).isEqualTo("xx");
    letIn(other, site + "/");
  }

  /** One port of a client's can be at two listeners of the site: those are two connections. */
  @Test
  void aPortAtTwoListenersIsTwoConnections() throws Exception {
    List<RouteKind> kinds = new ArrayList<>(ServerKinds.all());
    kinds.add(new Slow());
    String text =
        """
        drain = "10ms"
        [[listen]]
        address = "127.0.0.1:0"
        [[listen]]
        address = "127.0.0.1:0"
        [[site]]
        connections = 1
        [[site.route]]
        kind = "slow"
        """;
    WebServer server =
        WebServer.open(
            ConfigFile.parse(text, "glass.toml", folder, OptionTable.of(kinds)),
            new WebServer.Means(
                network,
                InstantSource.system(),
                Stories.into(recorder.trail()),
                _ -> {},
                CertificateMaker.Source.NOBODY));
    opened.add(server);
    try (Socket one = ask(server, 0, 0);
        Socket other = ask(server, 1, one.getLocalPort())) {
      assertThat(other.getLocalPort()).isEqualTo(one.getLocalPort());
      assertThat(line(other)).isEqualTo("HTTP/1.1 503 Service Unavailable");
      go.countDown();
    }
  }

  /** Asks from a port; the first one is let in before this returns. */
  private static Socket ask(WebServer server, int listener, int from) throws IOException {
    var socket = new Socket();
    socket.setReuseAddress(true);
    socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE));
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    socket.bind(new InetSocketAddress(here, from));
    socket.connect(new InetSocketAddress(here, URI.create(server.urls().get(listener)).getPort()));
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    if (listener == 0) {
      assertThat(line(socket)).isEqualTo("HTTP/1.1 200 OK");
    }
    return socket;
  }

  private static String line(Socket socket) throws IOException {
    var line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c != '\r'; c = socket.getInputStream().read()) {
      assertThat(c).isNotNegative();
      line.append((char) c);
    }
    return line.toString();
  }

  /** Who goes away gives back what was taken for them. */
  @ParameterizedTest
  @EnumSource
  void anAnswerThatBreaksOffIsOverToo(Way way) throws Exception {
    String site = serve("requests = 1");
    var gone = new Visitor(network, way.demand);
    Response first = gone.get(site + "/slow");
    assertThat(first.status()).isEqualTo(Status.OK);
    gone.close();
    go.countDown();
    letIn(visitor(way), site + "/");
    first.close();
  }
}
