package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(120)
class GetCommandTest {
  private final OsNetwork network = OsNetwork.open(1);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String base = "";

  @BeforeEach
  void serve() throws Exception {
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Handler.talkative((request, aside) -> {
              if (request.path().equals("/hints")) {
                aside.interim(Status.EARLY_HINTS, Fields.of("Link", "</a.css>; rel=preload"));
              }
              return switch (request.path()) {
                case "/moved" -> Response.of(new Status(301)).with("Location", "/end");
                case "/named" -> Response.text(Status.OK, request.authority());
                case "/png" -> Response.text(Status.OK, "x").with("Content-Type", "image/png");
                default ->
                    Response.text(
                        Status.OK,
                        request.method()
                            + " "
                            + request.fields().first("X").orElse("-")
                            + " "
                            + new String(
                                request.body().open().readAllBytes(), StandardCharsets.UTF_8));
              };
            }),
            Trail.OFF);
    base = "http://127.0.0.1:" + server.address().getPort();
  }

  @AfterEach
  void close() {
    network.close();
  }

  private int run(String... arguments) {
    return new CommandLine(new GetCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  void printsTheContentTheWireAndTheStory() {
    assertThat(run(base + "/moved", "-H", "X: y", "-H", "Authorization: Bearer abcdefghijkl"))
        .isZero();
    assertThat(out).hasToString("GET y ");
    assertThat(err.toString())
        .contains("> GET /moved HTTP/1.1\n")
        .contains("> X: y\n")
        .doesNotContain("abcdefghijkl")
        .contains("< HTTP/1.1 301 Moved Permanently\n")
        .contains("< Location: /end\n")
        .contains("> GET /end HTTP/1.1\n")
        .contains("301 is permanent, and the method stays GET (RFC 9110 15.4.2)");
  }

  @Test
  void showsEarlyHintsInTheVersionThatWasSpoken() {
    assertThat(run(base + "/hints")).isZero();
    assertThat(err.toString()).contains("< HTTP/1.1 103\n< Link: </a.css>; rel=preload\n");
    assertThat(run("--http2", base + "/hints")).isZero();
    assertThat(err.toString()).contains("< HTTP/2 103\n< link: </a.css>; rel=preload\n");
  }

  @Test
  void theServerIsToldTheHostThatIsGiven() {
    assertThat(run(base + "/named", "-H", "Host: other.test:81")).isZero();
    assertThat(run(base + "/named", "-H", "host: second.test", "--http2")).isZero();
    assertThat(out).hasToString("other.test:81second.test");
    assertThat(err.toString()).contains("> Host: other.test:81\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 3",
        "Transfer-Encoding: chunked",
        "Connection: upgrade",
        "Keep-Alive: 3",
        "Upgrade: x",
        "TE: gzip",
        "Host: a b",
        "Host: http://a.test/"
      })
  void whatAPersonCannotSayIsRefusedAndNotDropped(String header) {
    assertThat(run(base, "-H", header)).isEqualTo(2);
    assertThat(err.toString()).startsWith("-H " + header.substring(0, header.indexOf(':')));
  }

  @Test
  void anAnswerInHttp1WhereHttp2IsSpokenIsToldAsThat() throws Exception {
    try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuse(server));
      assertThat(run("--http2", "http://127.0.0.1:" + server.getLocalPort() + "/")).isEqualTo(1);
      assertThat(err.toString())
          .contains(
              "the server answered in HTTP/1 where HTTP/2 was spoken: HTTP/1.1 400 Bad Request");
    }
  }

  /** Answers whatever comes, and goes on listening until the client has gone. */
  private static void refuse(ServerSocket server) {
    while (true) {
      try (Socket client = server.accept()) {
        client
            .getOutputStream()
            .write(
                "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  @Test
  void http10IsToldAsThat() {
    assertThat(run("--http1.0", base)).isZero();
    assertThat(err.toString()).contains("but HTTP/1.0: HTTP/1.0 was asked for");
  }

  @Test
  void sendsData() {
    assertThat(run(base, "-d", "a=1", "-d", "b=2", "-i", "--no-follow")).isZero();
    assertThat(out.toString()).startsWith("HTTP/1.1 200 OK\n").endsWith("POST - a=1&b=2");
    assertThat(err.toString())
        .contains("> Content-Type: application/x-www-form-urlencoded\n")
        .contains("} [7 bytes of body]\n");
  }

  @Test
  void savesWhatIsNoText(@TempDir Path folder) throws Exception {
    assertThat(run(base + "/png", "-s")).isZero();
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("save them with -o FILE");
    assertThat(run(base + "/png")).isZero();
    assertThat(err.toString())
        .contains("the response is dropped")
        .contains("image/png is not printed, and nobody says where it is to be saved");
    Path file = folder.resolve("x.png");
    assertThat(run(base + "/png", "-o", file.toString())).isZero();
    assertThat(Files.readString(file)).isEqualTo("x");
    assertThat(err.toString())
        .as("the file that was named, and no other")
        .contains("the response is saved as " + file)
        .contains("who asks for it says where");
  }

  @Test
  void failuresAndWrongUseHaveTheirStatus() {
    assertThat(run("http://127.0.0.1:1/")).isEqualTo(1);
    assertThat(err.toString()).contains("port 1 belongs to another protocol");
    assertThat(run(base, "-H", "nonsense")).isEqualTo(2);
    assertThat(run(base, "-X", "NO SUCH")).isEqualTo(2);
    assertThat(run("http://")).isEqualTo(2);
  }

  @Test
  void theJourneyAsJson() {
    assertThat(run("--json", "data:,x")).isZero();
    assertThat(out.toString()).contains("AnsweredLocally");
  }

  @Test
  void oneVersionAloneCanBeAskedFor() {
    assertThat(run("--http1.0", "-v", base + "/")).isZero();
    assertThat(err.toString())
        .contains("GET / HTTP/1.0")
        .contains("HTTP/3 was not used for " + base);
    assertThat(run("--http1", "--http2", base + "/")).isEqualTo(2);
    assertThat(run("--http3", base + "/")).isEqualTo(1);
    assertThat(err.toString())
        .contains("HTTP/3 was asked for, and is spoken over TLS alone: the URL must be of https");
  }
}
