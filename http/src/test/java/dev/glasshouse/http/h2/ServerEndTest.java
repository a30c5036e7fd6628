package dev.glasshouse.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.LateAsking;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.url.Url;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our server's end, as clients see it that say each frame themselves. */
@Timeout(60)
class ServerEndTest {
  private final OsNetwork network = OsNetwork.open(1);
  private final Recorder recorder = Recorder.start();
  private Optional<HttpServer> running = Optional.empty();

  @AfterEach
  void close() {
    running.ifPresent(HttpServer::close);
    network.close();
  }

  private int serve(Limits limits, Handler handler) throws IOException {
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            handler,
            limits,
            recorder.trail());
    running = Optional.of(server);
    return server.address().getPort();
  }

  private int serve(Handler handler) throws IOException {
    return serve(Limits.SERVER, handler);
  }

  private static Limits impatient(Duration wait) {
    Limits.Times times = Limits.SERVER.times();
    return Limits.SERVER.with(
        new Limits.Times(
            times.slot(), wait, wait, wait, wait, Duration.ofSeconds(20), times.keepAlive()));
  }

  private <S extends Step> List<S> steps(Class<S> kind) {
    return recorder.journey().entries().stream()
        .map(Entry::step)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  private static void isCut(RawEnd.Frame goAway, Http2Error code) {
    assertThat(goAway.goAwayCode()).isEqualTo((int) code.code());
  }

  private static Body endless(byte what) {
    return Body.streaming(
        new InputStream() {
          @Override
          public int read() {
            return what;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            java.util.Arrays.fill(into, offset, offset + length, what);
            return length;
          }
        });
  }

  @Test
  void answersSideBySide() throws Exception {
    var slow = new CountDownLatch(1);
    int port =
        serve(request -> {
          if (request.target().equals("/slow")) {
            await(slow);
          }
          return Response.text(Status.OK, request.method() + " " + request.url());
        });
    try (RawEnd client = RawEnd.dial(port)) {
      client.asks(1, true, "GET", "/slow");
      client.asks(3, true, "GET", "/fast?x");
      Http2Headers head = client.decode(client.await(RawEnd.HEADERS));
      assertThat(head.status()).hasToString("200");
      assertThat(head.get("content-length")).hasToString("24");
      assertThat(head.contains("date")).isTrue();
      RawEnd.Frame body = client.await(RawEnd.DATA);
      assertThat(body.stream()).isEqualTo(3);
      assertThat(body.text()).isEqualTo("GET http://a.test/fast?x");
      assertThat(body.ends()).isTrue();
      slow.countDown();
      assertThat(client.await(RawEnd.DATA, 1).text()).isEqualTo("GET http://a.test/slow");
    }
    // Told once the answer is handed over, which the client may have seen by then.
    until(() -> steps(HttpStep.RequestServed.class).size() == 2);
    assertThat(steps(HttpStep.RequestServed.class))
        .extracting(HttpStep.RequestServed::target)
        .containsExactlyInAnyOrder("/fast?x", "/slow");
  }

  /** Waits until something is so; not after the test was given up. */
  private static void until(BooleanSupplier so) {
    while (!so.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new AssertionError("it never came to be so");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void readsBodiesWithTheirTrailers() throws Exception {
    int port =
        serve(request -> {
          try (BodyStream body = request.body().open()) {
            String text = new String(body.readAllBytes(), StandardCharsets.US_ASCII);
            return Response.text(Status.OK, text + " " + body.trailers().first("T").orElse("-"));
          }
        });
    try (RawEnd client = RawEnd.dial(port)) {
      client.asks(1, false, "POST", "/", "te", "trailers");
      client.data(1, false, "ab");
      client.frame(RawEnd.DATA, 8, 1, new byte[] {3, 'c', 0, 0, 0});
      client.headers(1, true, "t", "u");
      assertThat(client.await(RawEnd.DATA, 1).text()).isEqualTo("abc u");
      client.asks(3, false, "POST", "/", "content-length", "2");
      client.data(3, true, "de");
      assertThat(client.await(RawEnd.DATA, 3).text()).isEqualTo("de -");
    }
  }

  @Test
  void writesTrailersAndStreamsOfUnknownLength() throws Exception {
    int port =
        serve(_ ->
            Response.of(Status.OK)
                .with(
                    Body.streaming(
                        new BodyStream() {
                          private final InputStream in =
                              new ByteArrayInputStream("piece".getBytes(StandardCharsets.US_ASCII));

                          @Override
                          public Fields trailers() {
                            return Fields.of("Checksum", "5");
                          }

                          @Override
                          public int read(byte[] into, int offset, int length) throws IOException {
                            return in.read(into, offset, length);
                          }
                        })));
    try (RawEnd client = RawEnd.dial(port)) {
      client.asks(1, true, "GET", "/");
      assertThat(client.decode(client.await(RawEnd.HEADERS)).contains("content-length")).isFalse();
      assertThat(client.await(RawEnd.DATA).text()).isEqualTo("piece");
      RawEnd.Frame trailers = client.await(RawEnd.HEADERS);
      assertThat(client.decode(trailers).get("checksum")).hasToString("5");
      assertThat(trailers.ends()).isTrue();
    }
  }

  @Test
  void bodilessAnswersEndWithTheirHead() throws Exception {
    int port =
        serve(request ->
            request.target().equals("/head")
                ? Response.text(Status.OK, "abc")
                : Response.of(new Status(Integer.parseInt(request.target().substring(1)))));
    try (RawEnd client = RawEnd.dial(port)) {
      client.asks(1, true, "HEAD", "/head");
      client.asks(3, true, "GET", "/204");
      client.asks(5, true, "GET", "/304");
      for (int i = 0; i < 3; i++) {
        RawEnd.Frame head = client.await(RawEnd.HEADERS);
        Http2Headers fields = client.decode(head);
        assertThat(head.ends()).isTrue();
        assertThat(fields.contains("content-length")).isEqualTo(head.stream() == 1);
      }
    }
  }

  @Test
  void saysThingsAsideAndPushesWhereThatIsOn() throws Exception {
    Limits pushing = Limits.SERVER.with(Limits.SERVER.multiplex().pushing(4));
    int port =
        serve(
            pushing,
            Handler.talkative((request, aside) -> {
              if (request.target().equals("/")) {
                aside.interim(Status.EARLY_HINTS, Fields.of("Link", "</a.css>; rel=preload"));
                assertThat(aside.push(Request.get(Url.parse("http://a.test/a.css")))).isTrue();
                assertThat(aside.push(Request.get(Url.parse("http://b.test/")))).isFalse();
              }
              return Response.text(Status.OK, "this is " + request.target());
            }));
    try (RawEnd client = RawEnd.dial(port)) {
      client.asks(1, true, "GET", "/");
      Http2Headers hints = client.decode(client.await(RawEnd.HEADERS, 1));
      assertThat(hints.status()).hasToString("103");
      assertThat(hints.get("link")).hasToString("</a.css>; rel=preload");
      RawEnd.Frame promise = client.await(RawEnd.PUSH_PROMISE);
      assertThat(promise.stream()).isEqualTo(1);
      assertThat(promise.lastStream()).isEqualTo(2);
      var texts = new ArrayList<String>();
      texts.add(client.await(RawEnd.DATA).text());
      texts.add(client.await(RawEnd.DATA).text());
      assertThat(texts).containsExactlyInAnyOrder("this is /", "this is /a.css");
    }
  }

  @Test
  void aBodyIsAskedForWhenItIsWanted() throws Exception {
    int port =
        serve(request ->
            request.target().equals("/want")
                ? Response.text(
                    Status.OK,
                    new String(request.body().open().readAllBytes(), StandardCharsets.US_ASCII))
                : Response.text(Status.OK, "no need"));
    try (RawEnd client = RawEnd.dial(port)) {
      client.asks(1, false, "POST", "/want", "expect", "100-continue");
      assertThat(client.status(1)).isEqualTo("100");
      client.data(1, true, "body");
      assertThat(client.status(1)).isEqualTo("200");
      assertThat(client.await(RawEnd.DATA, 1).text()).isEqualTo("body");
      client.asks(3, false, "POST", "/", "expect", "100-continue");
      assertThat(client.status(3)).isEqualTo("200");
      assertThat(client.await(RawEnd.RST_STREAM, 3).code())
          .as("the rest is not needed")
          .isEqualTo((int) Http2Error.NO_ERROR.code());
      client.asks(5, true, "GET", "/", "expect", "a miracle");
      assertThat(client.status(5)).isEqualTo("417");
    }
  }

  @Test
  void whoAsksForTheBodyBehindTheAnswersHeadIsNotHeard() throws Exception {
    try (RawEnd client = RawEnd.dial(serve(LateAsking::answer))) {
      client.asks(1, false, "POST", "/", "expect", "100-continue");
      assertThat(client.status(1)).isEqualTo("200");
      client.data(1, true, "content");
      RawEnd.Frame next = client.read().orElseThrow();
      while (next.stream() != 1) {
        next = client.read().orElseThrow();
      }
      assertThat(next.type()).as("no interim response").isEqualTo(RawEnd.DATA);
      assertThat(next.text()).isEqualTo("late");
    }
  }

  @Test
  void malformedMessagesEndTheirStreamAlone() throws Exception {
    int port =
        serve(request -> {
          // Not answered before the content has shown what is wrong with it.
          request.body().open().readAllBytes();
          return Response.text(Status.OK, "well");
        });
    try (RawEnd client = RawEnd.dial(port)) {
      client.headers(1, true, ":method", "GET", ":scheme", "http", ":authority", "a.test");
      client.asks(3, true, "GET", "/", "x", "a\r\nevil: 1");
      client.asks(5, true, "GET", "/", "x\0", "a");
      client.asks(7, true, "GET", "/ HTTP/1.1\r\nevil: 1");
      client.asks(9, true, "GET", "/", "transfer-encoding", "chunked");
      client.asks(11, true, "GET", "/", "connection", "close");
      client.asks(13, true, "GET", "/", "host", "b.test");
      client.asks(15, false, "POST", "/", "content-length", "3");
      client.data(15, true, "ab");
      client.asks(17, true, "POST", "/", "content-length", "3");
      client.asks(19, true, "GET", "/well");
      for (int stream = 1; stream < 19; stream += 2) {
        assertThat(client.await(RawEnd.RST_STREAM, stream).code())
            .isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
      }
      assertThat(client.await(RawEnd.DATA, 19).text()).isEqualTo("well");
    }
    assertThat(steps(HttpStep.ProtocolViolated.class))
        .hasSize(9)
        .allSatisfy(one -> assertThat(one.problem()).contains("(RFC 911"));
    assertThat(steps(HttpStep.RequestServed.class)).as("none was answered").hasSizeLessThan(3);
  }

  @Test
  void theUrgentGoesFirstAndAnUpdateCounts() throws Exception {
    int port = serve(_ -> Response.text(Status.OK, "x".repeat(40_000)));
    try (RawEnd client = RawEnd.dial(port, 4, 0)) {
      // PRIORITY_UPDATE for a stream that is still to come.
      client.frame(0x10, 0, 0, concat(RawEnd.number(5), "u=0".getBytes(StandardCharsets.US_ASCII)));
      client.asks(1, true, "GET", "/1", "priority", "u=6");
      client.asks(3, true, "GET", "/3", "priority", "u=2");
      client.asks(5, true, "GET", "/5", "priority", "u=7");
      for (int stream = 1; stream <= 5; stream += 2) {
        client.await(RawEnd.HEADERS);
      }
      // All three bodies are handed over, and the event loop has them, before the window opens.
      until(() -> steps(HttpStep.RequestServed.class).size() == 3);
      client.frame(RawEnd.PING, 0, 0, new byte[8]);
      client.await(RawEnd.PING);
      client.frame(0x10, 0, 0, concat(RawEnd.number(1), "u=1".getBytes(StandardCharsets.US_ASCII)));
      client.frame(RawEnd.WINDOW_UPDATE, 0, 0, RawEnd.number(1 << 20));
      client.settings(4, 1 << 20);
      var order = new ArrayList<Integer>();
      for (int ended = 0; ended < 3; ) {
        RawEnd.Frame data = client.await(RawEnd.DATA);
        if (!order.contains(data.stream())) {
          order.add(data.stream());
        }
        ended += data.ends() ? 1 : 0;
      }
      assertThat(order).containsExactly(5, 1, 3);
    }
  }

  private static byte[] concat(byte[] one, byte[] two) {
    byte[] both = java.util.Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }

  @Test
  void goesAwayWithoutLosingARequest() throws Exception {
    var go = new CountDownLatch(1);
    int port =
        serve(request -> {
          await(go);
          return Response.text(Status.OK, request.target());
        });
    try (RawEnd client = RawEnd.dial(port)) {
      client.asks(1, true, "GET", "/1");
      client.frame(RawEnd.PING, 0, 0, new byte[8]);
      client.await(RawEnd.PING);
      running.orElseThrow().close();
      RawEnd.Frame first = client.goAway();
      assertThat(first.lastStream()).isEqualTo(Integer.MAX_VALUE);
      RawEnd.Frame ping = client.await(RawEnd.PING);
      client.asks(3, true, "GET", "/3");
      client.frame(RawEnd.PING, RawEnd.ACK, 0, ping.payload());
      RawEnd.Frame second = client.goAway();
      assertThat(second.lastStream()).as("what was under way is taken").isEqualTo(3);
      client.asks(5, true, "GET", "/5");
      go.countDown();
      List<RawEnd.Frame> rest = client.rest();
      assertThat(rest.stream().filter(f -> f.type() == RawEnd.DATA).map(RawEnd.Frame::text))
          .containsExactlyInAnyOrder("/1", "/3");
    }
  }

  @Test
  void aHandlerIsToldThatItsClientHasGone() throws Exception {
    var asked = new CountDownLatch(2);
    var told = new CountDownLatch(2);
    int port =
        serve(
            Handler.talkative((request, aside) -> {
              aside.whenGone(told::countDown);
              asked.countDown();
              await(told);
              return Response.text(Status.OK, "nobody wants it");
            }));
    try (RawEnd client = RawEnd.dial(port)) {
      client.asks(1, true, "GET", "/reset");
      client.asks(3, true, "GET", "/lost");
      await(asked);
      client.frame(RawEnd.RST_STREAM, 0, 1, RawEnd.number(8));
      until(() -> told.getCount() == 1);
    }
    await(told);
  }

  @Test
  void bothVersionsShareAPort() throws Exception {
    int port = serve(request -> Response.text(Status.OK, request.version().toString()));
    try (var old = new Socket(InetAddress.getLoopbackAddress(), port)) {
      old.getOutputStream()
          .write(
              "PRI / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(old.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .endsWith("\r\n\r\nHTTP/1.1");
    }
    try (RawEnd client = RawEnd.dial(port)) {
      client.asks(1, true, "GET", "/");
      assertThat(client.await(RawEnd.DATA).text()).isEqualTo("HTTP/2");
    }
  }

  // ---- attacks ----

  private void limitFired(String name) {
    assertThat(steps(JourneyStep.LimitReached.class))
        .extracting(JourneyStep.LimitReached::limit)
        .contains(name);
  }

  /** Sends until the server has hung up. */
  private interface Sending {
    void send(int round) throws IOException;
  }

  private static void flood(int rounds, Sending sending) {
    try {
      for (int i = 0; i < rounds; i++) {
        sending.send(i);
      }
    } catch (IOException _) {
      // It hung up on us: that is what is to be seen.
    }
  }

  private RawEnd.Frame afterFlood(int rounds, RawEnd client, Sending sending) throws Exception {
    Thread sender = Thread.ofVirtual().start(() -> flood(rounds, sending));
    RawEnd.Frame goAway = client.goAway();
    client.close();
    sender.join();
    return goAway;
  }

  @Test
  void rapidReset() throws Exception {
    var asked = new AtomicInteger();
    int port =
        serve(_ -> {
          asked.incrementAndGet();
          return Response.text(Status.OK, "x");
        });
    try (RawEnd client = RawEnd.dial(port)) {
      RawEnd.Frame goAway =
          afterFlood(
              5000,
              client,
              i ->
                  client.atOnce(() -> {
                    client.asks(2 * i + 1, false, "POST", "/");
                    client.frame(RawEnd.RST_STREAM, 0, 2 * i + 1, RawEnd.number(8));
                  }));
      isCut(goAway, Http2Error.ENHANCE_YOUR_CALM);
      assertThat(asked.get()).isLessThanOrEqualTo(Limits.SERVER.multiplex().resets() + 1);
    }
    limitFired("multiplex.resets");
  }

  @Test
  void madeYouReset() throws Exception {
    int port =
        serve(request -> {
          request.body().open().readAllBytes();
          return Response.text(Status.OK, "x");
        });
    try (RawEnd client = RawEnd.dial(port)) {
      RawEnd.Frame goAway =
          afterFlood(
              5000,
              client,
              i -> {
                client.asks(2 * i + 1, false, "POST", "/");
                // The window overflows: the server has to reset the stream.
                client.frame(RawEnd.WINDOW_UPDATE, 0, 2 * i + 1, RawEnd.number(0x7fffffff));
              });
      isCut(goAway, Http2Error.ENHANCE_YOUR_CALM);
    }
    limitFired("multiplex.faults");
  }

  @Test
  void continuationFlood() throws Exception {
    int port = serve(_ -> Response.text(Status.OK, "x"));
    try (RawEnd client = RawEnd.dial(port)) {
      client.frame(RawEnd.HEADERS, RawEnd.END_STREAM, 1, RawEnd.section(":method", "GET"));
      RawEnd.Frame goAway =
          afterFlood(
              100_000,
              client,
              _ -> client.frame(RawEnd.CONTINUATION, 0, 1, RawEnd.section("x", "y")));
      isCut(goAway, Http2Error.ENHANCE_YOUR_CALM);
    }
    limitFired("multiplex.continuations");
    try (RawEnd client = RawEnd.dial(running.orElseThrow().address().getPort())) {
      client.frame(RawEnd.HEADERS, RawEnd.END_STREAM, 1, RawEnd.section(":method", "GET"));
      byte[] large = RawEnd.section("x", "y".repeat(16_000));
      RawEnd.Frame goAway =
          afterFlood(1000, client, _ -> client.frame(RawEnd.CONTINUATION, 0, 1, large));
      assertThat(goAway.goAwayCode()).isNotZero();
    }
  }

  @Test
  void compressionBombs() throws Exception {
    int port = serve(_ -> Response.text(Status.OK, "x"));
    try (RawEnd client = RawEnd.dial(port)) {
      // One entry of 4 KB goes into the table, and is named two thousand times.
      var block = new java.io.ByteArrayOutputStream();
      block.writeBytes(
          RawEnd.section(
              ":method", "GET", ":scheme", "http", ":authority", "a.test", ":path", "/"));
      byte[] entry = RawEnd.section("x", "y".repeat(3900));
      entry[0] = 0x40;
      block.writeBytes(entry);
      for (int i = 0; i < 2000; i++) {
        block.write(0x80 | 62);
      }
      client.frame(RawEnd.HEADERS, 5, 1, block.toByteArray());
      assertThat(client.status(1)).isEqualTo("431");
      var crumbs = new ArrayList<String>();
      for (int i = 0; i < 300; i++) {
        crumbs.addAll(List.of("cookie", "a"));
      }
      client.asks(3, true, "GET", "/", crumbs.toArray(String[]::new));
      assertThat(client.status(3)).as("each crumb is a field").isEqualTo("431");
      client.asks(5, true, "GET", "/");
      assertThat(client.status(5)).as("the connection is well").isEqualTo("200");
    }
    limitFired("head.section");
    limitFired("head.fields");
  }

  @Test
  void controlFloods() throws Exception {
    int port =
        serve(request -> {
          request.body().open().readAllBytes();
          return Response.text(Status.OK, "x");
        });
    for (int kind = 0; kind < 7; kind++) {
      try (RawEnd client = RawEnd.dial(port)) {
        client.asks(1, false, "POST", "/");
        int which = kind;
        Sending one =
            i -> {
              switch (which) {
                case 0 -> client.settings();
                case 1 -> client.frame(RawEnd.PING, 0, 0, new byte[8]);
                case 2 -> client.frame(RawEnd.DATA, 0, 1, new byte[0]);
                case 3 -> client.frame(RawEnd.PRIORITY, 0, 2 * i + 1, new byte[5]);
                case 4 -> client.frame(RawEnd.WINDOW_UPDATE, 0, 0, RawEnd.number(1));
                case 5 -> client.frame(0xbb, 0, 0, new byte[8]);
                default -> client.frame(0x10, 0, 0, concat(RawEnd.number(1001), new byte[] {'i'}));
              }
            };
        isCut(afterFlood(20_000, client, one), Http2Error.ENHANCE_YOUR_CALM);
      }
    }
    limitFired("multiplex.control");
  }

  @Test
  void slowReadersDoNotHoldAnAnswerForEver() throws Exception {
    int port =
        serve(
            impatient(Duration.ofMillis(300)),
            _ -> Response.of(Status.OK).with(endless((byte) 'x')));
    try (RawEnd client = RawEnd.dial(port)) {
      client.asks(1, true, "GET", "/");
      assertThat(client.await(RawEnd.RST_STREAM, 1).code())
          .as("the window was never opened")
          .isEqualTo((int) Http2Error.CANCEL.code());
    }
  }

  @Test
  void slowBodiesAreGivenUp() throws Exception {
    var failed = new CountDownLatch(1);
    int port =
        serve(
            impatient(Duration.ofMillis(300)),
            request -> {
              try (BodyStream body = request.body().open()) {
                body.readAllBytes();
              } catch (IOException e) {
                failed.countDown();
                throw e;
              }
              return Response.text(Status.OK, "x");
            });
    try (RawEnd client = RawEnd.dial(port)) {
      client.asks(1, false, "POST", "/");
      client.data(1, false, "x");
      assertThat(client.await(RawEnd.RST_STREAM, 1)).isNotNull();
      await(failed);
    }
  }

  @Test
  void tooManyStreamsAreRefused() throws Exception {
    var go = new CountDownLatch(1);
    int port =
        serve(_ -> {
          await(go);
          return Response.text(Status.OK, "x");
        });
    try (RawEnd client = RawEnd.dial(port)) {
      int most = Limits.SERVER.multiplex().streams();
      for (int i = 0; i <= most; i++) {
        client.asks(2 * i + 1, true, "GET", "/");
      }
      RawEnd.Frame refused = client.await(RawEnd.RST_STREAM);
      assertThat(refused.stream()).isEqualTo(2 * most + 1);
      assertThat(refused.code()).isEqualTo((int) Http2Error.REFUSED_STREAM.code());
      go.countDown();
      for (int i = 0; i < most; i++) {
        client.await(RawEnd.DATA);
      }
    }
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    Limits.Content c = Limits.SERVER.content();
    Limits small =
        Limits.SERVER.with(
            new Limits.Content(
                OptionalLong.of(1000),
                c.decoded(),
                c.ratio(),
                c.ratioFrom(),
                c.codings(),
                c.buffer(),
                c.skipped()));
    int port =
        serve(
            small,
            request -> {
              request.body().open().readAllBytes();
              return Response.text(Status.OK, "x");
            });
    try (RawEnd client = RawEnd.dial(port)) {
      client.asks(1, false, "POST", "/", "content-length", "1001");
      assertThat(client.status(1)).isEqualTo("413");
      client.asks(3, false, "POST", "/");
      client.data(3, false, "x".repeat(1001));
      assertThat(client.await(RawEnd.RST_STREAM, 3)).isNotNull();
    }
  }

  @Test
  void manySmallPiecesTakeLittleRoom() throws Exception {
    var go = new CountDownLatch(1);
    int port =
        serve(request -> {
          await(go);
          return Response.text(Status.OK, "" + request.body().open().readAllBytes().length);
        });
    try (RawEnd client = RawEnd.dial(port)) {
      client.asks(1, false, "POST", "/");
      for (int i = 0; i < 50_000; i++) {
        client.data(1, false, "x");
      }
      client.data(1, true, "");
      go.countDown();
      assertThat(client.await(RawEnd.DATA, 1).text()).isEqualTo("50000");
    }
  }

  /** A server whose only answer is never ready. */
  private int silent(CountDownLatch never, Duration silence, Duration patience) throws IOException {
    return serve(
        Limits.SERVER.with(Limits.SERVER.multiplex().asking(silence, patience)),
        _ -> {
          await(never);
          return Response.text(Status.OK, "x");
        });
  }

  @Test
  void aPeerThatIsSilentIsAskedAgainAndAgain() throws Exception {
    var never = new CountDownLatch(1);
    int port = silent(never, Duration.ofMillis(100), Duration.ofSeconds(30));
    try (RawEnd client = RawEnd.dial(port)) {
      client.asks(1, true, "GET", "/");
      for (int i = 0; i < 3; i++) {
        RawEnd.Frame ping = client.await(RawEnd.PING);
        assertThat(ping.flags()).isZero();
        client.frame(RawEnd.PING, RawEnd.ACK, 0, ping.payload());
      }
      until(() -> steps(StreamStep.LivenessAsked.class).size() == 3);
      assertThat(steps(StreamStep.LivenessAsked.class))
          .allMatch(StreamStep.LivenessAsked::answered);
    } finally {
      never.countDown();
    }
  }

  @Test
  void aPeerThatDoesNotAnswerIsGivenUp() throws Exception {
    var never = new CountDownLatch(1);
    int port = silent(never, Duration.ofMillis(100), Duration.ofMillis(200));
    try (RawEnd client = RawEnd.dial(port)) {
      client.asks(1, true, "GET", "/");
      assertThat(client.await(RawEnd.PING).flags()).isZero();
      assertThat(client.rest()).isEmpty();
      assertThat(steps(StreamStep.LivenessAsked.class))
          .singleElement()
          .matches(asked -> !asked.answered());
    } finally {
      never.countDown();
    }
  }
}
