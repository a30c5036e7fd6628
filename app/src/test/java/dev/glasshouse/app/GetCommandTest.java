package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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
            request ->
                switch (request.path()) {
                  case "/moved" -> Response.of(new Status(301)).with("Location", "/end");
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
                },
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
    Path file = folder.resolve("x.png");
    assertThat(run(base + "/png", "-o", file.toString())).isZero();
    assertThat(Files.readString(file)).isEqualTo("x");
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
