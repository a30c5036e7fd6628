package dev.glasshouse.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Generated;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.LateAsking;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.OpenFile;
import dev.glasshouse.http.Prompt;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.ClientFixture;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Conversations of the server with clients that are raw sockets. */
@Timeout(60)
class ServerConversationTest {
  private static final String CLOSE = "Connection: close\r\n";

  private final OsNetwork network = OsNetwork.open(1);
  private final Recorder recorder = Recorder.start();
  private Optional<HttpServer> running = Optional.empty();

  @AfterEach
  void close() {
    running.ifPresent(HttpServer::close);
    network.close();
  }

  private void serve(Limits limits, Handler handler) throws IOException {
    running =
        Optional.of(
            HttpServer.listen(
                network,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.empty(),
                handler,
                limits,
                recorder.trail()));
  }

  private void serve(Handler handler) throws IOException {
    serve(Limits.SERVER, handler);
  }

  private Socket dial() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), running.orElseThrow().address().getPort());
  }

  /** Says all at once, and reads until the server closes. */
  private String talk(String bytes) throws IOException {
    try (Socket socket = dial()) {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static String undated(String answer) {
    return answer.replaceAll("Date: [^\r]+ GMT\r\n", "Date\r\n");
  }

  @Test
  void answersInTurnOnOneConnection() throws Exception {
    serve(request -> Response.text(Status.OK, request.method() + " " + request.target()));
    String answer =
        talk(
            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nHEAD /2 HTTP/1.1\r\nHost: a\r\n\r\n"
                + "GET http://b:81?q HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    String head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ";
    assertThat(undated(answer))
        .isEqualTo(
            head
                + "6\r\nDate\r\n\r\nGET /1"
                + head
                + "7\r\nDate\r\n\r\n"
                + head
                + "7\r\nDate\r\nConnection: close\r\n\r\nGET /?q");
    assertThat(
            recorder.journey().entries().stream()
                .map(e -> (HttpStep.RequestServed) e.step())
                .map(HttpStep.RequestServed::target))
        .containsExactly("/1", "/2", "/?q");
  }

  private static String asked(String target, String... fields) {
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + String.join("", fields) + "\r\n";
  }

  @Test
  void whatIsAnsweredAtOnceKeepsItsPlaceAmongTheOthers() throws Exception {
    var handler = new Prompt();
    serve(handler);
    String answer =
        talk(
            asked("/now1")
                + asked("/then1")
                + asked("/now2")
                + asked("/then2")
                + "HEAD /now3 HTTP/1.1\r\nHost: a\r\n\r\n"
                + "POST /now4 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxx"
                + asked("/now5", CLOSE));
    assertThat(answer.split("HTTP/1.1 200 OK", -1)).hasSize(8);
    assertThat(answer.replaceAll("(?s)HTTP/1.1 200.*?\r\n\r\n", " ").strip())
        .isEqualTo("/now1 /then1 /now2 /then2  /now4 /now5");
    assertThat(answer).contains("Connection: close");
    assertThat(handler.threads).startsWith("/now1 loop", "/then1 virtual").hasSize(7);
    assertThat(
            recorder.journey().entries().stream()
                .map(e -> (HttpStep.RequestServed) e.step())
                .map(HttpStep.RequestServed::target))
        .containsExactly("/now1", "/then1", "/now2", "/then2", "/now3", "/now4", "/now5");
  }

  /** What a thread has handed on to be sent is not overtaken by the event loop's own answers. */
  @Test
  void noAnswerOvertakesAnother() throws Exception {
    serve(new Prompt());
    var all = new StringBuilder();
    var expected = new ArrayList<String>();
    for (int i = 0; i < 300; i++) {
      String target = (i % 2 == 0 ? "/then" : "/now") + i;
      expected.add(target);
      all.append(asked(target));
    }
    expected.add("/now");
    String answer = talk(all + asked("/now", "Connection: close\r\n"));
    assertThat(answer.replaceAll("(?s)HTTP/1.1 200.*?\r\n\r\n", " ").strip().split(" "))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void aConnectionEndsAfterItsShareOfAnswersAtOnceToo() throws Exception {
    serve(new Prompt());
    int most = Limits.SERVER.pool().exchanges();
    String answer = talk(asked("/now").repeat(most));
    assertThat(answer.split("HTTP/1.1 200 OK", -1)).hasSize(most + 1);
    assertThat(answer.indexOf("Connection: close")).isGreaterThan(answer.length() - 100);
  }

  @Test
  void largeContentIsAnsweredAtOnceAsWell() throws Exception {
    byte[] large = new byte[100_000];
    Response response = Response.of(Status.OK).with(Body.of(large));
    serve(
        new Handler() {
          @Override
          public Response handle(Request request) {
            return Response.of(Status.OK).with("Connection", "close");
          }

          @Override
          public Optional<Response> atOnce(Request request, Trail trail) {
            return request.target().equals("/end") ? Optional.empty() : Optional.of(response);
          }
        });
    String answer = talk(asked("/1") + asked("/2") + asked("/3") + asked("/end"));
    assertThat(answer.chars().filter(c -> c == 0).count()).isEqualTo(300_000);
  }

  @Test
  void oldClientsGetWhatTheyUnderstand() throws Exception {
    serve(_ ->
        Response.of(Status.OK).with(Body.streaming(new ByteArrayInputStream(new byte[] {'s'}))));
    assertThat(undated(talk("GET / HTTP/1.0\r\n\r\n")))
        .isEqualTo("HTTP/1.1 200 OK\r\nDate\r\nConnection: close\r\n\r\ns");
    assertThat(undated(talk("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")))
        .isEqualTo(
            "HTTP/1.1 200 OK\r\nDate\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + "1\r\ns\r\n0\r\n\r\n");
  }

  @Test
  void bodilessAnswersHaveNoBody() throws Exception {
    serve(request -> Response.of(new Status(Integer.parseInt(request.target().substring(1)))));
    assertThat(undated(talk("GET /204 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")))
        .isEqualTo("HTTP/1.1 204 No Content\r\nDate\r\nConnection: close\r\n\r\n");
    assertThat(undated(talk("GET /304 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")))
        .isEqualTo("HTTP/1.1 304 Not Modified\r\nDate\r\nConnection: close\r\n\r\n");
  }

  @Test
  void bodiesAreReadWithTheirTrailers() throws Exception {
    serve(request -> {
      try (BodyStream body = request.body().open()) {
        String text = new String(body.readAllBytes(), StandardCharsets.US_ASCII);
        return Response.text(Status.OK, text + " " + body.trailers().first("T").orElse("-"));
      }
    });
    assertThat(
            talk(
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: x\r\n\r\n"
                    + "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\nde"))
        .contains("\r\n\r\nabc x")
        .endsWith("\r\n\r\nde -");
  }

  @Test
  void aBodyThatNobodyReadsIsSkipped() throws Exception {
    serve(_ -> Response.text(Status.OK, "."));
    assertThat(
            talk("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                    + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                .split("HTTP/1.1 200"))
        .hasSize(3);
  }

  @Test
  void whatIsTooLongToBeSkippedEndsTheConnectionAndTheAnswerSaysSo() throws Exception {
    serve(_ -> Response.text(Status.OK, "unread"));
    String post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ";
    int most = Limits.SERVER.content().skipped();
    String fits = talk(post + most + "\r\n\r\n" + "x".repeat(most) + asked("/2", CLOSE));
    assertThat(fits.split("HTTP/1.1 200 OK", -1)).hasSize(3);
    assertThat(fits).containsOnlyOnce("Connection: close");
    String over = talk(post + (most + 1) + "\r\n\r\n" + "x".repeat(most + 1) + asked("/2", CLOSE));
    assertThat(over.split("HTTP/1.1 200 OK", -1)).hasSize(2);
    assertThat(over).contains("Connection: close").endsWith("unread");
  }

  @Test
  void expectationsAreAnsweredWhenTheBodyIsWanted() throws Exception {
    serve(request ->
        request.target().equals("/want")
            ? Response.text(
                Status.OK,
                new String(request.body().open().readAllBytes(), StandardCharsets.US_ASCII))
            : Response.text(Status.CONTENT_TOO_LARGE, "no"));
    String head =
        " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n";
    assertThat(talk("POST /want" + head + "ok"))
        .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")
        .endsWith("\r\n\r\nok");
    assertThat(talk("POST /not" + head)).startsWith("HTTP/1.1 413 ");
    assertThat(talk("POST / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n"))
        .startsWith("HTTP/1.1 417 ");
  }

  /** RFC 9110 10.1.1: what comes behind the answer's head would be taken for its content. */
  @Test
  void whoAsksForTheBodyBehindTheAnswersHeadIsNotHeard() throws Exception {
    serve(LateAsking::answer);
    String head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
    assertThat(talk(head))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Connection: close")
        .doesNotContain("100 Continue")
        .endsWith("\r\n\r\n4\r\nlate\r\n0\r\n\r\n");
  }

  /** What lies in a file goes from there to the kernel; nothing of that is seen. */
  @Test
  void filesAndTheirPartsAreSentAsTheyLie(@TempDir Path folder) throws Exception {
    var text = new StringBuilder();
    while (text.length() < 3_000_000) {
      text.append("line ").append(text.length()).append('\n');
    }
    Path file = Files.writeString(folder.resolve("file"), text);
    Body whole = Body.of(file);
    serve(request ->
        Response.of(Status.OK)
            .with(request.target().equals("/part") ? whole.part(70_001, 2_000_003) : whole));
    String answers = talk(asked("/") + asked("/part") + asked("/", CLOSE));
    String head = "HTTP/1.1 200 OK\r\nContent-Length: ";
    int length = text.length();
    assertThat(
            undated(answers)
                .equals(
                    head
                        + length
                        + "\r\nDate\r\n\r\n"
                        + text
                        + head
                        + 1_930_002
                        + "\r\nDate\r\n\r\n"
                        + text.substring(70_001, 2_000_003)
                        + head
                        + length
                        + "\r\nDate\r\nConnection: close\r\n\r\n"
                        + text))
        .as("each byte in its place")
        .isTrue();
    // It has become shorter since its length was read: what is there is not said to be all.
    Files.writeString(file, text.substring(0, 500_000));
    String cut = talk(asked("/") + asked("/", CLOSE));
    assertThat(cut).startsWith(head + length).hasSizeLessThan(length);
    assertThat(cut.split("HTTP/1.1 200 OK", -1)).as("nothing behind it").hasSize(2);
  }

  /** File and bytes differ here, to tell which of them is sent. */
  @Test
  void whatAFileHoldsTooIsSentFromThereWhileItIsOpen(@TempDir Path folder) throws Exception {
    int length = 100_000;
    String there = "f".repeat(length);
    String here = "b".repeat(length);
    var file = OpenFile.at(Files.writeString(folder.resolve("file"), there));
    Body body = Body.of(ByteBuffer.wrap(here.getBytes(StandardCharsets.US_ASCII)), file);
    Response response = Response.of(Status.OK).with(body);
    serve(
        new Handler() {
          @Override
          public Response handle(Request request) {
            return response;
          }

          @Override
          public Optional<Response> atOnce(Request request, Trail trail) {
            return Optional.of(response);
          }
        });
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\nDate\r\n";
    String last = head + "Connection: close\r\n\r\n" + here;
    assertThat(
            undated(talk(asked("/") + asked("/") + asked("/", CLOSE)))
                .equals(head + "\r\n" + there + head + "\r\n" + there + last))
        .as("each byte in its place")
        .isTrue();
    file.close();
    assertThat(file.channel().isOpen()).as("held by nobody").isFalse();
    assertThat(undated(talk(asked("/") + asked("/", CLOSE))).equals(head + "\r\n" + here + last))
        .as("from memory")
        .isTrue();
  }

  @Test
  void refusalsHaveTheirStatusAndClause() throws Exception {
    Limits.Content content = Limits.SERVER.content();
    serve(
        Limits.SERVER.with(
            new Limits.Content(
                OptionalLong.of(10),
                content.decoded(),
                content.ratio(),
                content.ratioFrom(),
                content.codings(),
                content.buffer(),
                content.skipped())),
        request -> Response.text(Status.OK, "" + request.body().open().readAllBytes().length));
    assertThat(talk("GET / HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .endsWith("there is no Host (RFC 9112 3.2)\n");
    assertThat(talk("GET / HTTP/3.0\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 505 ");
    assertThat(talk("GET /" + "x".repeat(20_000))).startsWith("HTTP/1.1 414 ");
    assertThat(talk("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(90_000)))
        .startsWith("HTTP/1.1 431 ");
    assertThat(talk("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
    assertThat(
            talk(
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
    assertThat(talk("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .endsWith("a chunk size is malformed (RFC 9112 7.1)\n");
    assertThat(talk("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: br, chunked\r\n\r\n"))
        .startsWith("HTTP/1.1 501 ");
    assertThat(talk("\u0016\u0003\u0001hello")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void slowHeadsAreCutOffWith408() throws Exception {
    Duration usual = Duration.ofSeconds(20);
    serve(
        Limits.SERVER.with(
            new Limits.Times(usual, usual, usual, Duration.ofMillis(50), usual, usual, usual)),
        _ -> Response.of(Status.OK));
    assertThat(talk("GET / HTTP/1.1\r\nHost: a\r\nX: "))
        .startsWith("HTTP/1.1 408 Request Timeout\r\n");
  }

  @Test
  void slowBodiesAreCutOffWith408() throws Exception {
    Duration usual = Duration.ofSeconds(20);
    serve(
        Limits.SERVER.with(
            new Limits.Times(usual, usual, usual, usual, Duration.ofMillis(50), usual, usual)),
        request -> Response.text(Status.OK, "" + request.body().open().readAllBytes().length));
    assertThat(talk("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab"))
        .startsWith("HTTP/1.1 408 Request Timeout\r\n");
  }

  @Test
  void idleConnectionsAreClosed() throws Exception {
    Duration usual = Duration.ofSeconds(20);
    serve(
        Limits.SERVER.with(
            new Limits.Times(usual, usual, usual, usual, usual, usual, Duration.ofSeconds(2))),
        _ -> Response.text(Status.OK, "x"));
    // The limit holds before the first request too, which must not be late on a busy machine.
    assertThat(talk("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).endsWith("\r\n\r\nx");
  }

  @Test
  void aHandlerThatFailsIsA500() throws Exception {
    serve(request -> {
      if (request.target().equals("/io")) {
        throw new IOException("disk");
      }
      throw new IllegalStateException("bug");
    });
    assertThat(
            talk(
                "GET /io HTTP/1.1\r\nHost: a\r\n\r\nGET /bug HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
        .contains("HTTP/1.1 500 ")
        .doesNotContain("disk")
        .doesNotContain("bug");
  }

  /** Client and server of ours, ten gigabytes in between, and hardly any memory. */
  @Test
  @Timeout(300)
  void largeBodiesStreamInFlatMemory() throws Exception {
    long size = Long.getLong("glass.body", 1L << 30);
    serve(_ -> Response.of(Status.OK).with(Body.streaming(new Generated(size))));
    try (var our = new ClientFixture()) {
      var url =
          dev.glasshouse.url.Url.parse(
              "http://127.0.0.1:" + running.orElseThrow().address().getPort() + "/");
      Response response = our.send(Request.get(url));
      byte[] buffer = new byte[64 * 1024];
      long read = 0;
      // What other tests of this process have used stays in Netty's pool.
      long before = io.netty.util.internal.PlatformDependent.usedDirectMemory();
      long most = 0;
      try (BodyStream body = response.body().open()) {
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
          read += n;
          if ((read & 0xfffffff) < n) {
            most = Math.max(most, io.netty.util.internal.PlatformDependent.usedDirectMemory());
          }
        }
      }
      assertThat(read).isEqualTo(size);
      assertThat(most - before).isLessThan(64L << 20);
    }
  }

  @Test
  void aSlowReaderHoldsTheServerBack() throws Exception {
    var sent = new java.util.concurrent.atomic.AtomicLong();
    var counting =
        new Generated(1L << 30) {
          @Override
          public int read(byte[] into, int offset, int length) {
            int n = super.read(into, offset, length);
            sent.addAndGet(n);
            return n;
          }
        };
    serve(_ -> Response.of(Status.OK).with(Body.streaming(counting, 1L << 30)));
    try (Socket socket = dial()) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      int first = socket.getInputStream().read();
      assertThat(first).isEqualTo('H');
      long before = -1;
      while (sent.get() != before) {
        before = sent.get();
        Thread.sleep(100);
      }
      // What the kernel's buffers hold, and no more.
      assertThat(sent.get()).isLessThan(64L << 20);
    }
  }

  /**
   * What the event loop wrote is not cut off because nothing else was asked for meanwhile. On a
   * machine that is busy a server may close the connection before the request has come: then it is
   * tried again.
   */
  @Test
  void whoeverTakesItsTimeForAnAnswerGetsAllOfIt() throws Exception {
    Limits.Times times = Limits.SERVER.times();
    Duration soon = Duration.ofMillis(500);
    int size = 24 << 20;
    Response large = Response.of(Status.OK).with(Body.of(new byte[size]));
    serve(
        Limits.SERVER.with(
            new Limits.Times(
                times.slot(),
                times.continueWait(),
                times.firstByte(),
                times.head(),
                times.idle(),
                times.total(),
                soon)),
        new Handler() {
          @Override
          public Response handle(Request request) {
            return Response.of(Status.NOT_FOUND);
          }

          @Override
          public Optional<Response> atOnce(Request request, Trail trail) {
            return Optional.of(large);
          }
        });
    long most = 0;
    for (int i = 0; i < 5 && most < size; i++) {
      try (Socket socket = dial()) {
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(asked("/").getBytes(StandardCharsets.US_ASCII));
        int first = socket.getInputStream().read();
        // Long enough for the server to have closed what nobody uses.
        Thread.sleep(3 * soon.toMillis());
        byte[] rest = socket.getInputStream().readAllBytes();
        most = first < 0 ? 0 : rest.length;
      } catch (IOException e) {
        most = 0;
      }
    }
    assertThat(most).isGreaterThan(size);
  }
}
