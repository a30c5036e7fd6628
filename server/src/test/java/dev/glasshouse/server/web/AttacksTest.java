package dev.glasshouse.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Stories;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.Recorder;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A web server as its configuration makes it, against clients that only want to keep it busy: each
 * is ended with the right answer, the person who runs it is told why, and others are served
 * meanwhile.
 */
@Timeout(180)
class AttacksTest {
  private static final int PATIENCE = 60_000;
  private static final int ENHANCE_YOUR_CALM = 11;

  /** More than the kernel takes for a client that does not read. */
  private static final long LARGE = 200_000_000;

  @TempDir private Path folder;
  private final Network network = OsNetwork.open(2);
  private final Recorder recorder = Recorder.start();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Optional<WebServer> running = Optional.empty();

  /** Reads what is sent to it. */
  private static final class Reads extends Kind {
    Reads() {
      super("reads");
    }

    @Override
    public Handler open(Values values, Handler next, Ground ground) {
      return request -> {
        try (InputStream body = request.body().open()) {
          return Response.text(Status.OK, "" + body.readAllBytes().length);
        }
      };
    }
  }

  /** Has very much to say. */
  private static final class Large extends Kind {
    Large() {
      super("large");
    }

    @Override
    public Handler open(Values values, Handler next, Ground ground) {
      return _ ->
          Response.of(Status.OK)
              .with(
                  Body.streaming(
                      new InputStream() {
                        private long left = LARGE;

                        @Override
                        public int read() {
                          return left-- > 0 ? 'x' : -1;
                        }

                        @Override
                        public int read(byte[] into, int offset, int length) {
                          left -= length;
                          return left > 0 ? length : -1;
                        }
                      }));
    }
  }

  private abstract static class Kind implements RouteKind {
    private final String name;

    Kind(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String help() {
      return "A test's own.";
    }

    @Override
    public List<Option> options() {
      return List.of();
    }
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    network.close();
  }

  /** A server with these options of its listener; its port. */
  private int serve(String options) throws Exception {
    List<RouteKind> kinds = new ArrayList<>(ServerKinds.all());
    kinds.add(new Reads());
    kinds.add(new Large());
    String text =
        """
        drain = "10ms"
        [[listen]]
        address = "127.0.0.1:0"
        http3 = false
        %s
        [[site]]
        [[site.route]]
        kind = "reads"
        path = "/reads"
        [[site.route]]
        kind = "large"
        path = "/large"
        [[site.route]]
        kind = "respond"
        body = "here"
        """
            .formatted(options);
    LocalAuthority authority = LocalAuthority.in(folder.resolve("ca"), Instant.now());
    WebServer server =
        WebServer.open(
            ConfigFile.parse(text, "glass.toml", folder, OptionTable.of(kinds)),
            new WebServer.Means(
                network,
                InstantSource.system(),
                Stories.into(recorder.trail()),
                told::add,
                _ ->
                    Optional.of(
                        (_, _) -> authority.issue(List.of("a.test"), List.of(), Instant.now()))));
    opened.add(server);
    running = Optional.of(server);
    return URI.create(server.urls().getFirst()).getPort();
  }

  private Socket dial(int port) throws IOException {
    var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    opened.add(socket);
    socket.setSoTimeout(PATIENCE);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** What came until the server closed, in whatever way. */
  private static String rest(Socket socket) throws IOException {
    var all = new StringBuilder();
    try {
      InputStream in = socket.getInputStream();
      for (int c = in.read(); c >= 0; c = in.read()) {
        all.append((char) c);
      }
    } catch (SocketException _) {
      // A reset is an end, too.
    }
    return all.toString();
  }

  /** Somebody else is served, while what goes on goes on. */
  private void othersAreServed(int port) throws IOException {
    try (Socket other = dial(port)) {
      say(other, "GET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n");
      assertThat(rest(other)).startsWith("HTTP/1.1 200").endsWith("here");
    }
  }

  private static void until(BooleanSupplier so) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE);
    while (!so.getAsBoolean() && System.nanoTime() - end < 0) {
      Thread.sleep(5);
    }
    assertThat(so.getAsBoolean()).isTrue();
  }

  private void isTold(String part) throws InterruptedException {
    until(() -> told.stream().anyMatch(line -> line.contains(part)));
  }

  private void nobodyIsLeft() throws InterruptedException {
    until(() -> running.orElseThrow().connections() == 0);
  }

  /** Heads that grow by a byte at a time (slowloris). */
  @Test
  void slowHeads() throws Exception {
    int port = serve("header-timeout = \"500ms\"");
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      slow.add(dial(port));
      say(slow.getLast(), "GET / HTTP/1.1\r\nHost: a.test\r\nx: ");
    }
    Socket dripping = slow.getFirst();
    Thread drip =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (true) {
                  say(dripping, "y");
                  Thread.sleep(20);
                }
              } catch (IOException | InterruptedException _) {
                // It was cut off.
              }
            });
    othersAreServed(port);
    for (Socket each : slow.subList(1, slow.size())) {
      assertThat(rest(each)).startsWith("HTTP/1.1 408").contains("was not whole within");
    }
    drip.join();
    isTold("408");
    isTold("the head was not whole within 500 ms");
    nobodyIsLeft();
  }

  @Test
  void aSlowBody() throws Exception {
    int port = serve("body-timeout = \"500ms\"");
    Socket slow = dial(port);
    say(slow, "POST /reads HTTP/1.1\r\nHost: a.test\r\nContent-Length: 100\r\n\r\nabc");
    othersAreServed(port);
    assertThat(rest(slow)).startsWith("HTTP/1.1 408");
    assertThat(recorder.journey().entries())
        .anyMatch(entry -> entry.because().reason() == HttpReason.STALLED_BODY);
    nobodyIsLeft();
  }

  @Test
  void aHandshakeThatNeverComes() throws Exception {
    int port = serve("tls = true\nheader-timeout = \"2s\"");
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      silent.add(dial(port));
      // The beginning of a ClientHello, for some.
      silent.getLast().getOutputStream().write(new byte[] {22, 3, 1, 2, 0}, 0, i % 6);
    }
    try (var visitor = new Visitor(network, VersionDemand.HTTP_2)) {
      servedInTheEnd(visitor, "https://a.test:" + port + "/");
    }
    for (Socket each : silent) {
      assertThat(rest(each)).isEmpty();
    }
    isTold("times.head");
    isTold("the head was not whole within 2 s");
    nobodyIsLeft();
  }

  /** On a machine that is busy, a good handshake may take long, too. */
  private static void servedInTheEnd(Visitor visitor, String url) throws Exception {
    until(() -> {
      try (Response response = visitor.get(url)) {
        return response.status().equals(Status.OK);
      } catch (IOException _) {
        return false;
      }
    });
  }

  @Test
  void aPrefaceThatNeverComes() throws Exception {
    int port = serve("header-timeout = \"500ms\"");
    Socket slow = dial(port);
    say(slow, "PRI * HT");
    othersAreServed(port);
    assertThat(rest(slow)).isEmpty();
    isTold("times.head");
    nobodyIsLeft();
  }

  /** What a client of HTTP/2 says again and again. */
  enum Flood {
    RAPID_RESET(
        2 * Limits.SERVER.multiplex().resets(),
        "multiplex.resets",
        (client, i) -> {
          client.asks(2 * i + 3, false, "POST", "/reads");
          client.frame(RawHttp2.RST_STREAM, 0, 2 * i + 3, new byte[] {0, 0, 0, 8});
        }),
    EMPTY_DATA(
        2 * Limits.SERVER.multiplex().control(),
        "multiplex.control",
        (client, _) -> client.frame(RawHttp2.DATA, 0, 1)),
    SETTINGS(
        2 * Limits.SERVER.multiplex().control(),
        "multiplex.control",
        (client, _) -> client.frame(RawHttp2.SETTINGS, 0, 0)),
    PINGS(
        2 * Limits.SERVER.multiplex().control(),
        "multiplex.control",
        (client, _) -> client.frame(RawHttp2.PING, 0, 0, new byte[8])),
    CONTINUATIONS(
        2 * Limits.SERVER.multiplex().continuations(),
        "multiplex.continuations",
        (client, i) ->
            client.frame(
                i == 0 ? RawHttp2.HEADERS : RawHttp2.CONTINUATION,
                0,
                3,
                RawHttp2.section("x", "y")));

    private final int times;
    private final String limit;
    private final Saying saying;

    interface Saying {
      void say(RawHttp2 client, int i);
    }

    Flood(int times, String limit, Saying saying) {
      this.times = times;
      this.limit = limit;
      this.saying = saying;
    }
  }

  @ParameterizedTest
  @EnumSource
  void floods(Flood flood) throws Exception {
    int port = serve("");
    try (var client = new RawHttp2(dial(port))) {
      client.asks(1, false, "POST", "/reads");
      IntConsumer once = i -> flood.saying.say(client, i);
      java.util.stream.IntStream.range(0, flood.times).forEach(once);
      client.flush();
      RawHttp2.Frame goAway = client.await(RawHttp2.GOAWAY).orElseThrow();
      assertThat(goAway.code()).isEqualTo(ENHANCE_YOUR_CALM);
      othersAreServed(port);
    }
    isTold(flood.limit);
    isTold("ENHANCE_YOUR_CALM");
    nobodyIsLeft();
  }

  /** A window that is never opened: the answer cannot go out. */
  @Test
  void aWindowThatStaysShut() throws Exception {
    int port = serve("body-timeout = \"500ms\"");
    try (var client = new RawHttp2(dial(port), RawHttp2.INITIAL_WINDOW_SIZE, 0)) {
      client.asks(1, true, "GET", "/large");
      client.flush();
      othersAreServed(port);
      RawHttp2.Frame reset = client.await(RawHttp2.RST_STREAM).orElseThrow();
      assertThat(reset.stream()).isEqualTo(1);
    }
    until(() ->
        recorder.journey().entries().stream()
            .anyMatch(entry -> entry.because().reason() == HttpReason.STALLED_SENDING));
    nobodyIsLeft();
  }

  /** A client that asks for much, and reads nothing of it. */
  @Test
  void anAnswerThatNobodyReads() throws Exception {
    int port = serve("body-timeout = \"500ms\"");
    Socket deaf = dial(port);
    say(deaf, "GET /large HTTP/1.1\r\nHost: a.test\r\n\r\n");
    othersAreServed(port);
    // Only then: the server may not have taken the connection yet, and then nobody is there either.
    until(() ->
        recorder.journey().entries().stream()
            .anyMatch(entry -> entry.because().reason() == HttpReason.STALLED_SENDING));
    nobodyIsLeft();
  }

  /** One address takes more connections than it may have. */
  @Test
  void connectionsOfOneAddress() throws Exception {
    int port = serve("connections-per-address = 4");
    for (int i = 0; i < 4; i++) {
      Socket held = dial(port);
      say(held, "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
      assertThat(held.getInputStream().read()).isEqualTo('H');
    }
    assertThat(rest(dial(port))).isEmpty();
    isTold("connections-per-address");
    try (var other = new Socket()) {
      other.bind(new InetSocketAddress("127.0.0.2", 0));
      other.connect(new InetSocketAddress("127.0.0.1", port));
      other.setSoTimeout(PATIENCE);
      say(other, "GET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n");
      assertThat(rest(other)).startsWith("HTTP/1.1 200").endsWith("here");
    }
  }

  /** Clients that say half of something, and that they will say no more. */
  @Test
  void halfOpenConnections() throws Exception {
    int port = serve("");
    List<Socket> half = new ArrayList<>();
    for (String said :
        List.of(
            "",
            "GET / HT",
            "POST /reads HTTP/1.1\r\nHost: a.test\r\nContent-Length: 9\r\n\r\nabc",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
      half.add(dial(port));
      say(half.getLast(), said);
      half.getLast().shutdownOutput();
    }
    othersAreServed(port);
    for (Socket each : half) {
      assertThat(rest(each)).doesNotContain(" 200 ");
    }
    nobodyIsLeft();
  }
}
