package dev.glasshouse.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Stories;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoorwayTest {
  private static final int PATIENCE = 60_000;
  private static final String ASKED = "GET /who HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  private static final AddressRange LOOPBACK = AddressRange.of("127.0.0.0/8");

  private final Network network = OsNetwork.open(2);
  private Trail trail = Trail.OFF;
  private Optional<HttpServer> running = Optional.empty();

  @AfterEach
  void close() {
    running.ifPresent(HttpServer::close);
    network.close();
  }

  private HttpServer serve(Doorway doorway, Handler handler) throws IOException {
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
            Optional.empty(),
            doorway,
            handler,
            Limits.SERVER,
            trail,
            Stories.into(Trail.OFF));
    running = Optional.of(server);
    return server;
  }

  private HttpServer believing(AddressRange... whom) throws IOException {
    return serve(
        new Doorway(true, List.of(whom), 0),
        request -> Response.text(Status.OK, "from " + request.peer()));
  }

  private static Socket dial(HttpServer server) throws IOException {
    var socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setSoTimeout(PATIENCE);
    return socket;
  }

  private static String said(HttpServer server, byte[]... pieces) throws IOException {
    try (Socket socket = dial(server)) {
      for (byte[] piece : pieces) {
        socket.getOutputStream().write(piece);
        socket.getOutputStream().flush();
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void theFirstVersionSaysWhoTheClientIs() throws Exception {
    HttpServer server = believing(LOOPBACK);
    assertThat(said(server, bytes("PROXY TCP4 192.0.2.7 192.0.2.1 4711 80\r\n" + ASKED)))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("from /192.0.2.7:4711");
  }

  @Test
  void theHeaderMayComeInPieces() throws Exception {
    HttpServer server = believing(LOOPBACK);
    assertThat(
            said(
                server,
                bytes("PROXY TC"),
                bytes("P6 2001:db8::7 2001:db8::1 4711 80\r"),
                bytes("\nGET /who HTTP/1.1\r\nHo"),
                bytes("st: a\r\nConnection: close\r\n\r\n")))
        .startsWith("HTTP/1.1 200 ")
        .contains("2001:db8:0:0:0:0:0:7");
  }

  @Test
  void theSecondVersionSaysItToo() throws Exception {
    HttpServer server = believing(LOOPBACK);
    // 12 bytes of signature, version 2 PROXY, TCP over IPv4, 12 bytes: two addresses, two ports.
    byte[] header =
        HexFormat.of()
            .parseHex("0d0a0d0a000d0a515549540a" + "2111000c" + "c0000207c0000201" + "12670050");
    assertThat(said(server, header, bytes(ASKED))).endsWith("from /192.0.2.7:4711");
  }

  @Test
  void aBalancerSpeaksForItselfToo() throws Exception {
    HttpServer server = believing(LOOPBACK);
    byte[] local = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + "20000000");
    assertThat(said(server, local, bytes(ASKED))).contains("from /127.0.0.1:");
    assertThat(said(server, bytes("PROXY UNKNOWN\r\n" + ASKED))).contains("from /127.0.0.1:");
  }

  @Test
  void whoIsBelievedHasToSendIt() throws Exception {
    assertThat(ending(believing(LOOPBACK))).isEmpty();
  }

  /** As where a balancer was not told to send it: nobody would find out why nothing is answered. */
  @Test
  void whoDoesNotSendItIsTold() throws Exception {
    Recorder recorder = Recorder.start();
    trail = recorder.trail();
    assertThat(ending(believing(LOOPBACK))).isEmpty();
    // Told a moment after the connection is closed.
    close();
    assertThat(recorder.journey().entries())
        .filteredOn(entry -> entry.because().reason() == HttpReason.PROXY_HEADER)
        .singleElement()
        .satisfies(entry ->
            assertThat(entry.step())
                .isInstanceOfSatisfying(
                    HttpStep.ProtocolViolated.class,
                    its -> assertThat(its.peer()).startsWith("127.0.0.1:")));
  }

  @Test
  void whoIsNotBelievedIsServedAsHimself() throws Exception {
    HttpServer server = believing(AddressRange.of("192.0.2.0/24"));
    assertThat(said(server, bytes(ASKED))).contains("from /127.0.0.1:");
    assertThat(said(server, bytes("PROXY TCP4 192.0.2.7 192.0.2.1 4711 80\r\n" + ASKED)))
        .startsWith("HTTP/1.1 400 ")
        .doesNotContain("192.0.2.7");
  }

  @Test
  void anAddressHasSoManyConnections() throws Exception {
    HttpServer server =
        serve(new Doorway(true, List.of(), 1), _ -> Response.text(Status.OK, "yes"));
    try (Socket first = dial(server)) {
      first.getOutputStream().write(bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
      assertThat(first.getInputStream().read()).isEqualTo('H');
      assertThat(ending(server)).isEmpty();
    }
    // The end of the first is noticed a little later than we have closed it.
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE);
    String again = ending(server);
    while (again.isEmpty() && System.nanoTime() - end < 0) {
      again = ending(server);
    }
    assertThat(again).startsWith("HTTP/1.1 200 ");
  }

  /** What a connection says that is closed at once, by FIN or by reset. */
  private static String ending(HttpServer server) {
    try {
      return said(server, bytes(ASKED));
    } catch (IOException e) {
      return "";
    }
  }

  private static void awaitNoConnections(HttpServer server) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE);
    while (server.connections() > 0 && System.nanoTime() - end < 0) {
      Thread.sleep(5);
    }
    assertThat(server.connections()).isZero();
  }

  @Test
  void plainHttp2CanBeOff() throws Exception {
    HttpServer server =
        serve(new Doorway(false, List.of(), 0), _ -> Response.text(Status.OK, "yes"));
    assertThat(said(server, bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void whatIsUnderWayIsAnsweredWhenTheServerDrains() throws Exception {
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    HttpServer server =
        serve(
            Doorway.OPEN,
            _ -> {
              asked.countDown();
              try {
                assertThat(go.await(PATIENCE, TimeUnit.MILLISECONDS)).isTrue();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              return Response.text(Status.OK, "whole");
            });
    try (Socket busy = dial(server);
        Socket idle = dial(server)) {
      busy.getOutputStream().write(bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
      assertThat(asked.await(PATIENCE, TimeUnit.MILLISECONDS)).isTrue();
      server.drain();
      assertThat(idle.getInputStream().read()).isEqualTo(-1);
      go.countDown();
      InputStream in = busy.getInputStream();
      assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200 ")
          .containsIgnoringCase("connection: close")
          .endsWith("whole");
    }
    awaitNoConnections(server);
  }
}
