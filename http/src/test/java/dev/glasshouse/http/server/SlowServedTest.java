package dev.glasshouse.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Generated;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.Trickle;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.net.OsNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients of HTTP/1 that send, or take, a byte now and then. */
@Timeout(60)
class SlowServedTest {
  private static final Limits LEAST =
      Limits.SERVER.with(new Limits.Pace(100_000_000, Duration.ofMillis(200)));

  private final OsNetwork network = OsNetwork.open(1);
  private final Recorder recorder = Recorder.start();
  private Optional<HttpServer> running = Optional.empty();

  @AfterEach
  void close() {
    running.ifPresent(HttpServer::close);
    network.close();
  }

  private Socket dial(Limits limits, Handler handler) throws IOException {
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            handler,
            limits,
            recorder.trail());
    running = Optional.of(server);
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
    socket.setSoTimeout(50_000);
    return socket;
  }

  private void awaitReason(HttpReason reason) throws InterruptedException {
    while (recorder.journey().entries().stream()
        .map(Entry::because)
        .noneMatch(because -> because.reason() == reason)) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  @Test
  void aBodyThatTricklesIs408() throws Exception {
    try (Socket socket =
        dial(
            LEAST,
            request ->
                Response.text(Status.OK, "" + request.body().open().readAllBytes().length))) {
      say(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
      try (var _ = Trickle.begin(() -> say(socket, "x"))) {
        byte[] line = socket.getInputStream().readNBytes(12);
        assertThat(new String(line, StandardCharsets.ISO_8859_1)).isEqualTo("HTTP/1.1 408");
      }
      awaitReason(HttpReason.SLOW_BODY);
    }
  }

  /** The handler is slow, not the client. */
  @Test
  void aHandlerThatReadsSlowlyIsNotHeldAgainstTheClient() throws Exception {
    try (Socket socket =
        dial(
            LEAST,
            request -> {
              int sum = 0;
              try (InputStream body = request.body().open()) {
                while (body.read() >= 0) {
                  sum++;
                  TimeUnit.MILLISECONDS.sleep(50);
                }
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              return Response.text(Status.OK, "" + sum);
            })) {
      say(
          socket,
          "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 8\r\n\r\n12345678");
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 200 ")
          .endsWith("\r\n\r\n8");
    }
  }

  @Test
  void anAnswerThatIsTakenSlowlyIsCutOff() throws Exception {
    try (Socket socket =
        dial(LEAST, _ -> Response.of(Status.OK).with(Body.streaming(new Generated(1L << 40))))) {
      say(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      try (var _ =
          Trickle.begin(
              () -> assertThat(socket.getInputStream().readNBytes(1 << 16)).isNotEmpty())) {
        awaitReason(HttpReason.SLOW_READER);
      }
    }
  }

  /** Content without end, of which more is always there. */
  private static final class Flowing extends BodyStream {
    private boolean cancelled;

    @Override
    public boolean isPrompt() {
      return true;
    }

    @Override
    public int readNow(byte[] into, int offset, int length) {
      return cancelled ? -1 : length;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      throw new AssertionError("a thread waits for it");
    }

    @Override
    public Fields trailers() {
      return Fields.EMPTY;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  @Test
  void anAnswerThatNoThreadWaitsForAndThatIsTakenSlowlyIsCutOff() throws Exception {
    var flowing = new Flowing();
    var relaying =
        new Handler() {
          @Override
          public Response handle(Request request) {
            throw new AssertionError("a thread answers");
          }

          @Override
          public boolean begin(
              Request request, Aside aside, Executor loop, Consumer<Response> then) {
            loop.execute(() ->
                then.accept(Response.of(Status.OK).with(Body.streaming((InputStream) flowing))));
            return true;
          }
        };
    try (Socket socket = dial(LEAST, relaying)) {
      say(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      try (var _ =
          Trickle.begin(
              () -> assertThat(socket.getInputStream().readNBytes(1 << 16)).isNotEmpty())) {
        awaitReason(HttpReason.SLOW_READER);
      }
      assertThat(flowing.cancelled).isTrue();
    }
  }
}
