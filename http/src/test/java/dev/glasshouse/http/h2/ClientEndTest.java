package dev.glasshouse.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.IncompleteException;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.ResetException;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.client.ClientFixture;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.http.wire.StreamExchange;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.Target;
import dev.glasshouse.url.Url;
import io.netty.handler.codec.http2.Http2Error;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client's end, with servers that follow a script frame by frame, and with our own. */
@Timeout(60)
class ClientEndTest {
  private final OsNetwork network = OsNetwork.open(1);
  private final Recorder recorder = Recorder.start();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    network.close();
    threads.shutdownNow();
  }

  private Http2Session dial(int port, Limits limits) throws IOException {
    return Http2Session.over(
        ClientFixture.dialer(network)
            .dial(
                Target.plain("127.0.0.1", port),
                Deadline.in(Duration.ofSeconds(20)),
                recorder.trail()),
        limits);
  }

  private Http2Session dial(Scripted server) throws IOException {
    return dial(server.port(), Limits.CLIENT);
  }

  private static Request get(String path) {
    return Request.get(Url.parse("http://a.test" + path));
  }

  private Response send(Http2Session session, Request request) throws IOException {
    return session.exchange(request, Priority.MEDIUM, recorder.trail()).run(_ -> {});
  }

  private static String text(Response response) throws IOException {
    try (BodyStream body = response.body().open()) {
      return new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private <S extends Step> List<S> steps(Class<S> kind) {
    return recorder.journey().entries().stream()
        .map(Entry::step)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
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

  @Test
  void asksWithItsPriorityAndReadsAnswersWithTrailers() throws Exception {
    var asked = new ArrayList<String>();
    try (var server =
        new Scripted(peer -> {
          peer.decode(peer.await(RawEnd.HEADERS))
              .forEach(f -> asked.add(f.getKey() + ": " + f.getValue()));
          peer.headers(1, false, ":status", "103", "link", "</a.css>");
          peer.headers(1, false, ":status", "200", "x", "y");
          peer.data(1, false, "hello");
          peer.headers(1, true, "t", "u");
          peer.rest();
        })) {
      Http2Session session = dial(server);
      Response response = send(session, get("/a?b").with("Cookie", "a=secretsecret; b=2"));
      assertThat(response.fields()).isEqualTo(Fields.of("x", "y"));
      try (BodyStream body = response.body().open()) {
        assertThat(body.readAllBytes()).asString().isEqualTo("hello");
        assertThat(body.trailers()).isEqualTo(Fields.of("t", "u"));
      }
      session.close();
      server.well();
      assertThat(asked)
          .containsExactly(
              ":method: GET",
              ":scheme: http",
              ":authority: a.test",
              ":path: /a?b",
              "priority: u=2",
              "cookie: a=secretsecret",
              "cookie: b=2");
    }
    HttpStep.RequestSent sent = steps(HttpStep.RequestSent.class).getFirst();
    assertThat(sent.stream()).isEqualTo(1);
    assertThat(sent.version()).isEqualTo("HTTP/2");
    assertThat(sent.fields().toString()).doesNotContain("secretsecret");
    assertThat(steps(HttpStep.InterimResponse.class)).hasSize(1);
    assertThat(steps(HttpStep.ResponseEnded.class).getFirst().complete()).isTrue();
  }

  @Test
  void aHundredStreamsAndOneThatIsNeverRead() throws Exception {
    byte[] large = new byte[1_000_000];
    try (HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            _ -> Response.of(Status.OK).with(Body.of(large)),
            Trail.OFF)) {
      Http2Session session = dial(server.address().getPort(), Limits.CLIENT);
      Response never = send(session, get("/never"));
      var others = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 99; i++) {
        others.add(
            threads.submit(() -> {
              try (BodyStream body = send(session, get("/")).body().open()) {
                return body.readAllBytes().length;
              }
            }));
      }
      for (Future<Integer> one : others) {
        assertThat(one.get()).isEqualTo(large.length);
      }
      try (BodyStream body = never.body().open()) {
        assertThat(body.readAllBytes()).as("it was only waiting").hasSize(large.length);
      }
      session.close();
    }
  }

  @Test
  void manyThatAreNeverReadDoNotHoldTheOthersUp() throws Exception {
    byte[] large = new byte[3_000_000];
    try (HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            _ -> Response.of(Status.OK).with(Body.of(large)),
            Trail.OFF)) {
      Http2Session session = dial(server.address().getPort(), Limits.CLIENT);
      var never = new ArrayList<Response>();
      for (int i = 0; i < 99; i++) {
        never.add(send(session, get("/never")));
      }
      try (BodyStream body = send(session, get("/")).body().open()) {
        assertThat(body.readAllBytes()).hasSize(large.length);
      }
      never.forEach(Response::close);
      session.close();
    }
  }

  @Test
  void bodiesGoBothWaysAtOnce() throws Exception {
    try (HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            request -> Response.of(Status.OK).with(Body.streaming(request.body().open())),
            Trail.OFF)) {
      Http2Session session = dial(server.address().getPort(), Limits.CLIENT);
      byte[] large = new byte[20_000_000];
      new java.util.Random(7).nextBytes(large);
      Request echo =
          Request.to(Method.POST, Url.parse("http://a.test/echo"))
              .with(Body.streaming(new ByteArrayInputStream(large)));
      try (BodyStream body = send(session, echo).body().open()) {
        assertThat(body.readAllBytes()).isEqualTo(large);
      }
      session.close();
    }
  }

  @Test
  void whatWasNotProcessedIsKnown() throws Exception {
    try (var server =
        new Scripted(peer -> {
          peer.await(RawEnd.HEADERS, 1);
          peer.await(RawEnd.HEADERS, 3);
          peer.await(RawEnd.HEADERS, 5);
          peer.frame(RawEnd.RST_STREAM, 0, 5, RawEnd.number(7));
          peer.frame(RawEnd.GOAWAY, 0, 0, new byte[] {0, 0, 0, 1, 0, 0, 0, 0, 'b', 'y', 'e'});
          peer.headers(1, false, ":status", "200");
          peer.data(1, true, "still");
          assertThat(peer.rest().stream().filter(f -> f.type() == RawEnd.HEADERS)).isEmpty();
        })) {
      Http2Session session = dial(server);
      List<StreamExchange> exchanges = new ArrayList<>();
      List<Future<Response>> answers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        StreamExchange exchange = session.exchange(get("/" + i), Priority.LOW, recorder.trail());
        exchanges.add(exchange);
        answers.add(threads.submit(() -> exchange.run(_ -> {})));
        until(() -> exchange.mayBeProcessed() || answers.getLast().isDone());
      }
      assertThat(text(answers.get(0).get())).isEqualTo("still");
      for (int i = 1; i < 3; i++) {
        Future<Response> answer = answers.get(i);
        assertThatThrownBy(answer::get).hasCauseInstanceOf(LostException.class);
        assertThat(exchanges.get(i).mayBeProcessed()).isFalse();
        assertThat(exchanges.get(i).answered()).isFalse();
      }
      assertThat(session.room()).isZero();
      StreamExchange late = session.exchange(get("/late"), Priority.LOW, recorder.trail());
      assertThatThrownBy(() -> late.run(_ -> {})).isInstanceOf(LostException.class);
      assertThat(late.mayBeProcessed()).isFalse();
      server.well();
    }
    assertThat(steps(StreamStep.GoingAway.class))
        .anySatisfy(one -> assertThat(one.text()).isEqualTo("bye"));
  }

  @Test
  void whatWasNotProcessedIsSentAgainWhateverItIs() throws Exception {
    try (var server =
            new Scripted(peer -> {
              peer.await(RawEnd.HEADERS, 1);
              peer.frame(RawEnd.RST_STREAM, 0, 1, RawEnd.number(7));
              assertThat(peer.await(RawEnd.HEADERS, 3)).as("once more").isNotNull();
              peer.headers(3, true, ":status", "204");
              peer.await(RawEnd.HEADERS, 5);
              peer.frame(RawEnd.RST_STREAM, 0, 5, RawEnd.number(2));
              assertThat(peer.rest().stream().filter(f -> f.type() == RawEnd.HEADERS))
                  .as("that one may have been processed")
                  .isEmpty();
            });
        var client =
            HttpClient.over(
                ClientFixture.dialer(network),
                Limits.CLIENT,
                ClientOptions.DEFAULT.with(VersionDemand.HTTP_2))) {
      Url url = Url.parse("http://127.0.0.1:" + server.port() + "/");
      Request post = Request.to(Method.POST, url).with(Body.of("abc"));
      assertThat(client.send(post, Priority.HIGH, recorder.trail()).status())
          .isEqualTo(Status.NO_CONTENT);
      assertThat(steps(HttpStep.RequestRetried.class)).hasSize(1);
      assertThatThrownBy(() -> client.send(post, Priority.HIGH, recorder.trail()))
          .isInstanceOf(ResetException.class);
      client.close();
      server.well();
    }
  }

  @Test
  void whateverAServerSaysEndsInAnAnswerOrAClearProblem() throws Exception {
    for (int round = 0; round < 200; round++) {
      var random = new java.util.Random(round);
      try (var server =
          new Scripted(peer -> {
            peer.await(RawEnd.HEADERS, 1);
            for (int i = 0; i < 8; i++) {
              switch (random.nextInt(5)) {
                case 0 -> peer.headers(random.nextInt(4), random.nextBoolean(), ":status", "200");
                case 1 -> peer.data(random.nextInt(4), random.nextBoolean(), "abc");
                default -> {
                  byte[] payload = new byte[random.nextInt(24)];
                  random.nextBytes(payload);
                  peer.frame(random.nextInt(20), random.nextInt(64), random.nextInt(4), payload);
                }
              }
            }
          })) {
        Http2Session session = dial(server);
        try {
          text(send(session, get("/")));
        } catch (HttpException e) {
          assertThat(e).as("round " + round).hasMessageNotContaining("could not be read");
        }
        session.abort();
      }
    }
  }

  @Test
  void aResetAndABrokenConnectionAreToldApart() throws Exception {
    try (var server =
        new Scripted(peer -> {
          peer.await(RawEnd.HEADERS, 1);
          peer.frame(RawEnd.RST_STREAM, 0, 1, RawEnd.number(2));
          peer.await(RawEnd.HEADERS, 3);
          peer.headers(3, false, ":status", "200");
          peer.data(3, false, "par");
          peer.frame(RawEnd.RST_STREAM, 0, 3, RawEnd.number(2));
          peer.await(RawEnd.HEADERS, 5);
          peer.headers(5, false, ":status", "200");
          peer.data(5, false, "par");
        })) {
      Http2Session session = dial(server);
      assertThatThrownBy(() -> send(session, get("/1")))
          .isInstanceOfSatisfying(
              ResetException.class, e -> assertThat(e.code()).isEqualTo("INTERNAL_ERROR"));
      assertThatThrownBy(() -> text(send(session, get("/3")))).isInstanceOf(ResetException.class);
      assertThat(session.isOpen()).isTrue();
      assertThatThrownBy(() -> text(send(session, get("/5"))))
          .isInstanceOf(IncompleteException.class);
      server.well();
    }
  }

  @Test
  void whatIsNotWantedIsCancelled() throws Exception {
    var cancelled = new CountDownLatch(1);
    try (var server =
        new Scripted(peer -> {
          peer.await(RawEnd.HEADERS, 1);
          peer.headers(1, false, ":status", "200");
          peer.data(1, false, "x".repeat(1000));
          assertThat(peer.await(RawEnd.RST_STREAM, 1).code())
              .isEqualTo((int) Http2Error.CANCEL.code());
          // What was under way when it was cancelled is no mistake.
          peer.data(1, true, "late");
          peer.await(RawEnd.HEADERS, 3);
          cancelled.countDown();
          assertThat(peer.await(RawEnd.RST_STREAM, 3).code())
              .isEqualTo((int) Http2Error.CANCEL.code());
          peer.await(RawEnd.HEADERS, 5);
          peer.headers(5, true, ":status", "204");
          peer.rest();
        })) {
      Http2Session session = dial(server);
      try (BodyStream body = send(session, get("/1")).body().open()) {
        assertThat(body.read()).isEqualTo('x');
      }
      Thread waiting =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  send(session, get("/3")).close();
                } catch (IOException _) {
                  // That is what interrupting is for.
                }
              });
      cancelled.await();
      waiting.interrupt();
      waiting.join();
      assertThat(send(session, get("/5")).status()).isEqualTo(Status.NO_CONTENT);
      session.close();
      server.well();
    }
  }

  @Test
  void noMoreExchangesThanTheServerAllows() throws Exception {
    var most = new AtomicInteger();
    try (var server =
        new Scripted(
            peer -> {
              for (int stream = 1; stream < 22; stream += 2) {
                most.set(Math.max(most.get(), peer.await(RawEnd.HEADERS).stream() - stream));
                peer.headers(stream, false, ":status", "200");
                peer.frame(RawEnd.PING, 0, 0, new byte[8]);
                peer.await(RawEnd.PING);
                peer.data(stream, true, "x");
              }
              peer.rest();
            },
            3,
            1)) {
      Http2Session session = dial(server);
      assertThat(text(send(session, get("/")))).as("now the settings are known").isEqualTo("x");
      var all = new ArrayList<Future<String>>();
      for (int i = 0; i < 10; i++) {
        all.add(threads.submit(() -> text(send(session, get("/")))));
      }
      for (Future<String> one : all) {
        assertThat(one.get()).isEqualTo("x");
      }
      assertThat(most).as("one after the other").hasValue(0);
      until(() -> session.room() == 1);
      session.close();
      server.well();
    }
  }

  @Test
  void sendsNoMoreThanTheWindowsAllow() throws Exception {
    var came = new AtomicInteger();
    try (var server =
        new Scripted(
            peer -> {
              peer.await(RawEnd.HEADERS, 1);
              while (came.get() < 10_000) {
                came.addAndGet(peer.await(RawEnd.DATA, 1).payload().length);
              }
              assertThat(came).hasValue(10_000);
              peer.frame(RawEnd.PING, 0, 0, new byte[8]);
              assertThat(peer.read().orElseThrow().type()).isEqualTo(RawEnd.PING);
              peer.frame(RawEnd.WINDOW_UPDATE, 0, 1, RawEnd.number(1 << 20));
              peer.frame(RawEnd.WINDOW_UPDATE, 0, 0, RawEnd.number(1 << 20));
              RawEnd.Frame data = peer.await(RawEnd.DATA, 1);
              for (; !data.ends(); data = peer.await(RawEnd.DATA, 1)) {
                came.addAndGet(data.payload().length);
              }
              came.addAndGet(data.payload().length);
              peer.headers(1, true, ":status", "204");
              peer.rest();
            },
            4,
            10_000)) {
      Http2Session session = dial(server);
      Request post =
          Request.to(Method.POST, Url.parse("http://a.test/"))
              .with(Body.streaming(slowly(new byte[300_000])));
      assertThat(send(session, post).status()).isEqualTo(Status.NO_CONTENT);
      session.close();
      server.well();
      assertThat(came).hasValue(300_000);
    }
  }

  /** A body that does not begin before the server's settings are there. */
  private InputStream slowly(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        until(() -> !steps(StreamStep.PeerSettings.class).isEmpty());
        return super.read(into, offset, length);
      }
    };
  }

  private static Limits pushing(int pushes) {
    return Limits.CLIENT.with(Limits.CLIENT.multiplex().pushing(pushes));
  }

  private static void promises(RawEnd peer, int on, int promised, String url) throws IOException {
    Url pushed = Url.parse(url);
    byte[] section =
        RawEnd.section(
            ":method",
            "GET",
            ":scheme",
            "http",
            ":authority",
            pushed.hostAndPort(),
            ":path",
            pushed.requestTarget());
    byte[] payload = java.util.Arrays.copyOf(RawEnd.number(promised), 4 + section.length);
    System.arraycopy(section, 0, payload, 4, section.length);
    peer.frame(RawEnd.PUSH_PROMISE, RawEnd.END_HEADERS, on, payload);
  }

  @Test
  void aPushIsKeptForWhoAsks() throws Exception {
    try (var server =
        new Scripted(peer -> {
          peer.await(RawEnd.HEADERS, 1);
          promises(peer, 1, 2, "http://a.test/a.css");
          promises(peer, 1, 4, "http://b.test/evil.js");
          promises(peer, 1, 6, "http://a.test/b.css");
          peer.headers(2, false, ":status", "200", "content-type", "text/css");
          peer.data(2, true, "p {}");
          peer.headers(1, true, ":status", "204");
          assertThat(peer.await(RawEnd.RST_STREAM, 4).code())
              .as("not its to push")
              .isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
          assertThat(peer.await(RawEnd.RST_STREAM, 6).code())
              .as("no room")
              .isEqualTo((int) Http2Error.REFUSED_STREAM.code());
          assertThat(peer.await(RawEnd.HEADERS).stream()).isEqualTo(3);
          peer.headers(3, true, ":status", "204");
          peer.rest();
        })) {
      Http2Session session = dial(server.port(), pushing(1));
      assertThat(send(session, get("/")).status()).isEqualTo(Status.NO_CONTENT);
      assertThat(session.pushed()).isEqualTo(1);
      assertThat(text(send(session, get("/a.css")))).isEqualTo("p {}");
      assertThat(session.pushed()).isZero();
      assertThat(send(session, get("/a.css")).status())
          .as("asked for again")
          .isEqualTo(Status.NO_CONTENT);
      session.close();
      server.well();
      assertThat(session.room()).isZero();
    }
    assertThat(steps(StreamStep.Pushed.class))
        .extracting(StreamStep.Pushed::kept)
        .containsExactly(true, false, false);
    assertThat(steps(StreamStep.PushUsed.class)).hasSize(1);
  }

  @Test
  void aPushThatNobodyAllowedEndsTheConnection() throws Exception {
    try (var server =
        new Scripted(peer -> {
          RawEnd.Frame settings = peer.await(RawEnd.SETTINGS);
          assertThat(settings.payload()).startsWith(0, 2, 0, 0, 0, 0);
          peer.await(RawEnd.HEADERS, 1);
          promises(peer, 1, 2, "http://a.test/a.css");
          assertThat(peer.goAway().goAwayCode()).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
        })) {
      Http2Session session = dial(server);
      assertThatThrownBy(() -> send(session, get("/"))).isInstanceOf(ViolationException.class);
      server.well();
    }
  }

  @Test
  void aServerThatIsGoneIsNoticed() throws Exception {
    Limits quick =
        Limits.CLIENT.with(
            Limits.CLIENT.multiplex().asking(Duration.ofMillis(100), Duration.ofMillis(200)));
    try (var server =
        new Scripted(peer -> {
          peer.await(RawEnd.HEADERS, 1);
          peer.await(RawEnd.PING);
          peer.rest();
        })) {
      Http2Session session = dial(server.port(), quick);
      assertThatThrownBy(() -> send(session, get("/")))
          .isInstanceOf(LostException.class)
          .hasMessageContaining("200 ms");
      assertThat(session.isOpen()).isFalse();
      server.well();
    }
    assertThat(steps(StreamStep.LivenessAsked.class).getLast().answered()).isFalse();
  }

  @Test
  void anAnswerThatDoesNotComeIsGivenUp() throws Exception {
    try (var server = new Scripted(RawEnd::rest)) {
      Http2Session session = dial(server.port(), ClientFixture.impatient(Duration.ofMillis(200)));
      assertThatThrownBy(() -> send(session, get("/"))).isInstanceOf(StalledException.class);
      assertThat(session.isOpen()).as("the others go on").isTrue();
      session.abort();
      server.well();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":status=abc",
        ":status=101",
        "x=y",
        ":status=200|:status=200",
        ":status=200|connection=close",
        ":status=200|transfer-encoding=chunked",
        ":status=200|X=y",
        ":status=200|x=a\r\nset-cookie: b",
        ":status=200|x=a\0b",
        ":status=200|content-length=1|content-length=2",
        ":status=200|:path=/"
      })
  void malformedAnswersEndTheirStreamAlone(String fields) throws Exception {
    try (var server =
        new Scripted(peer -> {
          peer.await(RawEnd.HEADERS, 1);
          peer.headers(1, false, fields.split("[|=]"));
          assertThat(peer.await(RawEnd.RST_STREAM, 1).code())
              .isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
          peer.await(RawEnd.HEADERS, 3);
          peer.headers(3, true, ":status", "204");
          peer.rest();
        })) {
      Http2Session session = dial(server);
      assertThatThrownBy(() -> send(session, get("/"))).isInstanceOf(ViolationException.class);
      assertThat(send(session, get("/")).status()).isEqualTo(Status.NO_CONTENT);
      session.close();
      server.well();
    }
    assertThat(steps(HttpStep.ProtocolViolated.class)).hasSize(1);
  }

  @Test
  void lengthsThatDoNotHoldAreSeen() throws Exception {
    try (var server =
        new Scripted(peer -> {
          peer.await(RawEnd.HEADERS, 1);
          peer.headers(1, false, ":status", "200", "content-length", "5");
          peer.data(1, true, "four");
          peer.await(RawEnd.HEADERS, 3);
          peer.headers(3, false, ":status", "200", "content-length", "3");
          peer.data(3, false, "four");
          peer.await(RawEnd.HEADERS, 5);
          peer.headers(5, true, ":status", "200", "content-length", "3");
          peer.await(RawEnd.HEADERS, 7);
          peer.headers(7, true, ":status", "200", "content-length", "3");
          peer.rest();
        })) {
      Http2Session session = dial(server);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> text(send(session, get("/"))))
            .isInstanceOf(ViolationException.class)
            .hasMessageContaining("RFC 9113 8.1.1");
      }
      Response head = send(session, Request.to(Method.HEAD, Url.parse("http://a.test/")));
      assertThat(head.fields().first("content-length")).as("what a GET would bring").contains("3");
      session.close();
      server.well();
    }
  }

  @Test
  void serversCannotFloodEither() throws Exception {
    try (var server =
        new Scripted(peer -> {
          peer.await(RawEnd.HEADERS, 1);
          for (int i = 0; i < 30; i++) {
            peer.headers(1, false, ":status", "103");
          }
          assertThat(peer.await(RawEnd.RST_STREAM, 1).code())
              .isEqualTo((int) Http2Error.ENHANCE_YOUR_CALM.code());
          peer.await(RawEnd.HEADERS, 3);
          var many = new ArrayList<>(List.of(":status", "200"));
          for (int i = 0; i < 600; i++) {
            many.addAll(List.of("a", "b"));
          }
          peer.headers(3, true, many.toArray(String[]::new));
          assertThat(peer.await(RawEnd.RST_STREAM, 3).code())
              .isEqualTo((int) Http2Error.ENHANCE_YOUR_CALM.code());
          Thread sender =
              Thread.ofVirtual()
                  .start(() -> {
                    try {
                      for (int i = 0; i < 20_000; i++) {
                        peer.frame(RawEnd.PING, 0, 0, new byte[8]);
                      }
                    } catch (IOException _) {
                      // It hung up.
                    }
                  });
          assertThat(peer.goAway().goAwayCode())
              .isEqualTo((int) Http2Error.ENHANCE_YOUR_CALM.code());
          peer.close();
          sender.join();
        })) {
      Http2Session session = dial(server);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> send(session, get("/"))).isInstanceOf(LimitException.class);
      }
      server.well();
    }
  }

  @Test
  void moreThanTheWindowIsRefused() throws Exception {
    try (var server =
        new Scripted(peer -> {
          peer.await(RawEnd.HEADERS, 1);
          peer.headers(1, false, ":status", "200");
          for (int i = 0; i < 17; i++) {
            peer.frame(RawEnd.DATA, 0, 1, new byte[16_384]);
          }
          assertThat(peer.await(RawEnd.RST_STREAM, 1).code())
              .isEqualTo((int) Http2Error.FLOW_CONTROL_ERROR.code());
          peer.rest();
        })) {
      Http2Session session = dial(server);
      Response response = send(session, get("/"));
      until(() -> !steps(HttpStep.ProtocolViolated.class).isEmpty());
      assertThatThrownBy(() -> text(response)).isInstanceOf(ViolationException.class);
      session.close();
      server.well();
    }
  }

  @Test
  void nothingIsLeftWhenTheSessionIsClosed() throws Exception {
    try (var server =
        new Scripted(peer -> {
          peer.await(RawEnd.HEADERS, 1);
          peer.headers(1, false, ":status", "200");
          peer.goAway();
          peer.data(1, true, "the rest");
          assertThat(peer.rest()).isEmpty();
        })) {
      Http2Session session = dial(server);
      Response response = send(session, get("/"));
      session.close();
      assertThat(session.room()).isZero();
      assertThat(text(response)).isEqualTo("the rest");
      server.well();
    }
  }

  @Test
  void framesOfAlternativesAreHandedOn() throws Exception {
    String origin = "https://a.example";
    var listened = new CountDownLatch(1);
    try (var server =
        new Scripted(script -> {
          assertThat(listened.await(30, TimeUnit.SECONDS)).isTrue();
          script.frame(10, 0, 0, altSvc(origin, "h3=\":443\""));
          script.frame(10, 0, 1, altSvc("", "clear"));
          // What is malformed, or stands where it must not, is ignored.
          script.frame(10, 0, 0, altSvc("", "h3=\":1\""));
          script.frame(10, 0, 1, altSvc(origin, "h3=\":2\""));
          script.frame(10, 0, 0, new byte[] {0});
          script.frame(10, 0, 0, new byte[] {1, 0, 'x'});
          script.frame(10, 0, 0, altSvc(origin, "last"));
        })) {
      Http2Session session = dial(server.port(), Limits.CLIENT);
      var told = new java.util.concurrent.LinkedBlockingQueue<String>();
      session.onAltSvc((about, value) -> told.add(about + " " + value));
      listened.countDown();
      assertThat(told.take()).isEqualTo(origin + " h3=\":443\"");
      assertThat(told.take()).isEqualTo(" clear");
      assertThat(told.take()).isEqualTo(origin + " last");
      session.abort();
    }
  }

  private static byte[] altSvc(String origin, String value) {
    var bytes = new java.io.ByteArrayOutputStream();
    bytes.write(origin.length() >> 8);
    bytes.write(origin.length());
    bytes.writeBytes(origin.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    bytes.writeBytes(value.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }
}
