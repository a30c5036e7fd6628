package dev.glasshouse.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How client and server of HTTP/1 take leave of each other, and what nobody loses then. */
@Timeout(60)
class FarewellTest {
  private static final int PATIENCE = 40_000;

  private final OsNetwork network = OsNetwork.open(1);
  private Optional<HttpServer> running = Optional.empty();

  @AfterEach
  void close() {
    running.ifPresent(HttpServer::close);
    network.close();
  }

  private HttpServer serve(Duration linger, Handler handler) throws IOException {
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            handler,
            Limits.SERVER.with(new Limits.Linger(linger, 1L << 20)),
            Trail.OFF);
    running = Optional.of(server);
    return server;
  }

  private Socket dial() throws IOException {
    var socket =
        new Socket(InetAddress.getLoopbackAddress(), running.orElseThrow().address().getPort());
    socket.setSoTimeout(PATIENCE);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** One answer whose content is its target. */
  private static String answer(Socket socket, String target) throws IOException {
    InputStream in = socket.getInputStream();
    var text = new StringBuilder();
    while (!text.toString().endsWith("\r\n\r\n" + target)) {
      int c = in.read();
      assertThat(c).as("after %s", text).isNotNegative();
      text.append((char) c);
    }
    return text.toString();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      assertThat(latch.await(PATIENCE, TimeUnit.MILLISECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Answers on the event loop. */
  private static final class Prompt implements Handler {
    @Override
    public Response handle(Request request) {
      return Response.text(Status.OK, request.target());
    }

    @Override
    public Optional<Response> atOnce(Request request, Trail trail) {
      return Optional.of(handle(request));
    }
  }

  // ---- clients that end their direction ----

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoSaysNoMoreIsAnsweredAllThatItAsked(boolean prompt) throws Exception {
    serve(
        Duration.ofSeconds(2),
        prompt ? new Prompt() : request -> Response.text(Status.OK, request.target()));
    try (Socket socket = dial()) {
      say(socket, get("/1") + get("/2"));
      socket.shutdownOutput();
      String all = rest(socket);
      assertThat(all.split("HTTP/1.1 200 OK", -1)).hasSize(3);
      assertThat(all).contains("\r\n\r\n/1HTTP").endsWith("\r\n\r\n/2");
    }
    awaitNoConnections();
  }

  @Test
  void anAnswerMayTakeItsTimeThoughTheClientSaysNoMore() throws Exception {
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    serve(
        Duration.ofSeconds(2),
        request -> {
          asked.countDown();
          await(go);
          return Response.text(Status.OK, request.target());
        });
    try (Socket socket = dial()) {
      say(socket, get("/slow"));
      await(asked);
      socket.shutdownOutput();
      go.countDown();
      assertThat(rest(socket)).endsWith("\r\n\r\n/slow");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HT",
        "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc",
        "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
      })
  void whatIsNotWholeIsNotAnswered(String broken) throws Exception {
    serve(
        Duration.ofSeconds(2),
        request -> {
          try (InputStream body = request.body().open()) {
            body.readAllBytes();
          }
          return Response.text(Status.OK, "whole");
        });
    try (Socket socket = dial()) {
      say(socket, broken);
      socket.shutdownOutput();
      assertThat(rest(socket)).isEmpty();
    }
    awaitNoConnections();
  }

  @Test
  void aHandlerIsToldThatItsClientHasGone() throws Exception {
    var asked = new CountDownLatch(1);
    var told = new CountDownLatch(1);
    serve(
        Duration.ofSeconds(2),
        Handler.talkative((Request request, Aside aside) -> {
          aside.whenGone(told::countDown);
          asked.countDown();
          await(told);
          return Response.text(Status.OK, "nobody wants it");
        }));
    try (Socket socket = dial()) {
      say(socket, get("/"));
      await(asked);
    }
    await(told);
    awaitNoConnections();
  }

  /** What was asked to be told of one request is not told because of the next. */
  @Test
  void nobodyIsToldOfAClientThatGoesLater() throws Exception {
    var told = new CountDownLatch(1);
    var next = new CountDownLatch(1);
    var asked = new CountDownLatch(1);
    serve(
        Duration.ofSeconds(2),
        Handler.talkative((Request request, Aside aside) -> {
          if (request.target().equals("/1")) {
            aside.whenGone(told::countDown);
          } else {
            aside.whenGone(next::countDown);
            asked.countDown();
            await(next);
          }
          return Response.text(Status.OK, request.target());
        }));
    try (Socket socket = dial()) {
      say(socket, get("/1"));
      assertThat(answer(socket, "/1")).startsWith("HTTP/1.1 200 ");
      say(socket, get("/2"));
      // Only then is it sure that the server is through with the first.
      await(asked);
    }
    await(next);
    awaitNoConnections();
    assertThat(told.getCount()).isOne();
  }

  // ---- a server that drains ----

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRequestThatWasOnItsWayIsTheLast(boolean prompt) throws Exception {
    HttpServer server =
        serve(
            Duration.ofMillis(PATIENCE),
            prompt ? new Prompt() : request -> Response.text(Status.OK, request.target()));
    try (Socket used = dial();
        Socket fresh = dial()) {
      say(used, get("/1"));
      assertThat(answer(used, "/1")).doesNotContainIgnoringCase("connection: close");
      awaitConnections(2);
      server.drain();
      for (Socket each : new Socket[] {used, fresh}) {
        say(each, get("/2") + get("/3"));
        assertThat(rest(each))
            .startsWith("HTTP/1.1 200 ")
            .containsIgnoringCase("connection: close")
            .endsWith("\r\n\r\n/2");
      }
    }
    awaitNoConnections();
  }

  @Test
  void whoStandsUnusedIsClosedAfterAMoment() throws Exception {
    HttpServer server =
        serve(Duration.ofMillis(50), request -> Response.text(Status.OK, request.target()));
    try (Socket used = dial();
        Socket fresh = dial()) {
      say(used, get("/1"));
      assertThat(answer(used, "/1")).startsWith("HTTP/1.1 200 ");
      awaitConnections(2);
      server.drain();
      assertThat(rest(used)).isEmpty();
      assertThat(rest(fresh)).isEmpty();
    }
    awaitNoConnections();
  }

  private void awaitConnections(int most) {
    while (running.orElseThrow().connections() != most) {
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  private void awaitNoConnections() {
    awaitConnections(0);
  }
}
