package dev.glasshouse.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.net.OsNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests that two readers could take for different ones (RFC 9112 11.2): each is answered with an
 * error, the connection ends, and what was hidden in it is never asked of a handler.
 */
@Timeout(60)
class SmugglingTest {
  private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";

  private final OsNetwork network = OsNetwork.open(1);
  private final Recorder recorder = Recorder.start();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Optional<HttpServer> running = Optional.empty();

  @AfterEach
  void close() {
    running.ifPresent(HttpServer::close);
    network.close();
  }

  private int serve(Limits limits) throws IOException {
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            request -> {
              asked.add(request.target());
              return Response.text(Status.OK, "answer");
            },
            limits,
            recorder.trail());
    running = Optional.of(server);
    return server.address().getPort();
  }

  private String talk(String bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), serve(Limits.SERVER))) {
      socket.setSoTimeout(40_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static int answers(String said) {
    return said.split("HTTP/1.1 ", -1).length - 1;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "CL.TE | Content-Length: 6\\r\\nTransfer-Encoding: chunked | 0\\r\\n\\r\\n",
        "TE.CL | Transfer-Encoding: chunked\\r\\nContent-Length: 4 | 5c\\r\\n",
        "TE.TE, a second one | Transfer-Encoding: chunked\\r\\nTransfer-Encoding: x | 0\\r\\n\\r\\n",
        "TE.TE, a strange one | Transfer-Encoding: xchunked | 0\\r\\n\\r\\n",
        "TE.TE, a control character | Transfer-Encoding: \\x0bchunked | 0\\r\\n\\r\\n",
        "TE.TE, a space before the colon | Transfer-Encoding : chunked | 0\\r\\n\\r\\n",
        "TE.TE, folded | Transfer-Encoding:\\r\\n chunked | 0\\r\\n\\r\\n",
        "TE.TE, chunked in the middle | Transfer-Encoding: chunked, identity | 0\\r\\n\\r\\n",
        "CL.CL | Content-Length: 0\\r\\nContent-Length: 37 | ''",
        "CL.CL in one | Content-Length: 0, 37 | ''",
        "CL with a sign | Content-Length: +0 | ''",
        "0.CL, a space before the colon | Content-Length : 37 | ''",
        "0.CL, folded | X: y\\r\\n Content-Length: 37 | ''",
        "0.CL behind a bare LF | X: y\\nContent-Length: 37 | ''",
        "0.CL behind a bare CR | X: y\\rContent-Length: 37 | ''",
        "0.CL behind a NUL | X: y\\x00\\r\\nContent-Length: 37 | ''",
        "a bare LF ends the head | X: y\\n | ''",
        "a chunk size with a bare LF | Transfer-Encoding: chunked | 0\\n\\r\\n",
        "a chunk size that overflows | Transfer-Encoding: chunked | 10000000000000000\\r\\n\\r\\n",
        "a chunk extension with a bare CR | Transfer-Encoding: chunked | 0;a\\rX\\r\\n\\r\\n",
      })
  void whatCouldBeReadInTwoWaysIsRefused(String name, String fields, String content)
      throws Exception {
    String bytes =
        "POST /seen HTTP/1.1\r\nHost: a\r\n" + real(fields) + "\r\n\r\n" + real(content) + HIDDEN;
    String said = talk(bytes);
    assertThat(said).as(name).startsWith("HTTP/1.1 ");
    // A head that is well may have its answer; content that is not ends the connection all the
    // same.
    assertThat(said.substring(0, 12)).as(name).isIn("HTTP/1.1 400", "HTTP/1.1 501", "HTTP/1.1 200");
    assertThat(answers(said)).as(name).isEqualTo(1);
    assertThat(asked).as(name).doesNotContain("/hidden");
    while (recorder.journey().entries().stream()
        .noneMatch(e -> e.step() instanceof HttpStep.ProtocolViolated)) {
      Thread.sleep(2);
    }
  }

  private static String real(String written) {
    return written
        .replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\x0b", "\u000b")
        .replace("\\x00", "\0");
  }

  /** A handler answers and leaves the body: what is in the body is no request. */
  @Test
  void aBodyThatNobodyReadsIsNoRequest() throws Exception {
    String said =
        talk(
            "GET /seen HTTP/1.1\r\nHost: a\r\nContent-Length: "
                + HIDDEN.length()
                + "\r\n\r\n"
                + HIDDEN
                + "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(answers(said)).isEqualTo(2);
    assertThat(asked).containsExactly("/seen", "/last");
  }

  @Test
  void noMoreConnectionsThanTheLimit() throws Exception {
    Limits.Pool usual = Limits.SERVER.pool();
    int port =
        serve(
            Limits.SERVER.with(
                new Limits.Pool(
                    usual.perOrigin(),
                    usual.overtakes(),
                    usual.attempts(),
                    usual.exchanges(),
                    2,
                    usual.total(),
                    usual.origins())));
    String request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    try (Socket first = ask(port, request);
        Socket second = ask(port, request);
        Socket third = new Socket(InetAddress.getLoopbackAddress(), port)) {
      third.setSoTimeout(40_000);
      assertThat(end(third)).isEqualTo(-1);
      assertThat(recorder.journey().entries())
          .anySatisfy(e ->
              assertThat(e.step())
                  .isInstanceOfSatisfying(
                      JourneyStep.LimitReached.class,
                      limit -> assertThat(limit.limit()).isEqualTo("pool.accepted")));
      first.close();
      while (running.orElseThrow().connections() > 1) {
        Thread.sleep(2);
      }
      ask(port, request).close();
      assertThat(second.isClosed()).isFalse();
    }
  }

  /** Asks, and has the first byte of an answer: by then the connection stands. */
  private static Socket ask(int port, String request) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(40_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    assertThat(socket.getInputStream().read()).isEqualTo('H');
    return socket;
  }

  private static int end(Socket socket) {
    try (InputStream in = socket.getInputStream()) {
      return in.read();
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("it stands", e);
    } catch (IOException _) {
      return -1;
    }
  }
}
