package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Credentials, forms, ranges and broken downloads of {@code glass get}. */
@Timeout(120)
class GetRulesTest {
  private static final byte[] WHOLE = "0123456789".repeat(20_000).getBytes(StandardCharsets.UTF_8);

  private final OsNetwork network = OsNetwork.open(1);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Request> seen = new CopyOnWriteArrayList<>();
  private String base = "";

  @BeforeEach
  void serve() throws Exception {
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            this::answer,
            Trail.OFF);
    base = "http://127.0.0.1:" + server.address().getPort();
  }

  private Response answer(Request request) throws IOException {
    seen.add(request);
    byte[] content = request.body().open().readAllBytes();
    return switch (request.path()) {
      case "/in" ->
          request.fields().has("Authorization")
              ? Response.text(Status.OK, "in")
              : Response.of(new Status(401)).with("WWW-Authenticate", "Basic realm=\"place\"");
      case "/broken", "/changed" -> file(request);
      default -> Response.text(Status.OK, new String(content, StandardCharsets.UTF_8));
    };
  }

  /** Breaks off in the middle, and gives the rest to who asks for it. */
  private static Response file(Request request) {
    Response response =
        Response.of(Status.OK)
            .with("Content-Type", "application/octet-stream")
            .with("ETag", "\"v\"");
    String range = request.fields().first("Range").orElse("");
    if (range.isEmpty()) {
      return response.with(Body.streaming(new Breaking(), WHOLE.length));
    }
    if (request.path().equals("/changed")) {
      return response.with("ETag", "\"w\"").with(Body.of("new"));
    }
    int from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
    byte[] rest = java.util.Arrays.copyOfRange(WHOLE, from, WHOLE.length);
    return new Response(
            Status.PARTIAL_CONTENT, "", response.version(), response.fields(), Body.of(rest))
        .with("Content-Range", "bytes " + from + "-" + (WHOLE.length - 1) + "/" + WHOLE.length);
  }

  private static final class Breaking extends InputStream {
    private int at;

    @Override
    public int read() throws IOException {
      if (at == WHOLE.length / 2) {
        throw new IOException("broken on purpose");
      }
      return WHOLE[at++];
    }
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
  void credentialsAreSentWhenAskedForAndNeverShown() {
    assertThat(run(base + "/in", "-u", "somebody:topsecret", "-v")).isZero();
    assertThat(out).hasToString("in");
    assertThat(seen).hasSize(2);
    assertThat(seen.getFirst().fields().has("Authorization")).isFalse();
    assertThat(err.toString())
        .contains("asks for credentials")
        .contains("sent credentials of")
        .doesNotContain("topsecret")
        .doesNotContain("c29tZWJvZHk6dG9wc2VjcmV0");
    assertThat(run(base.replace("//", "//somebody:topsecret@") + "/in", "--json")).isZero();
    assertThat(out.toString()).doesNotContain("topsecret");
  }

  @Test
  void formsAreSent(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "file's content");
    assertThat(run(base, "-F", "a=1", "-F", "f=@" + file + ";type=text/plain", "-s")).isZero();
    assertThat(seen.getFirst().method().name()).isEqualTo("POST");
    assertThat(seen.getFirst().fields().first("Content-Type"))
        .get()
        .asString()
        .startsWith("multipart/form-data; boundary=");
    assertThat(seen.getFirst().fields().has("Content-Length")).isTrue();
    assertThat(out.toString())
        .contains("name=\"a\"\r\n\r\n1\r\n")
        .contains("name=\"f\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nfile's");
    assertThat(run(base, "-F", "a=1", "-d", "b")).isEqualTo(2);
    assertThat(run(base, "-F", "f=@" + folder + "/none")).isEqualTo(2);
  }

  @Test
  void dataIsEncoded() {
    assertThat(run(base, "--data-urlencode", "a=1 & 2", "--data-urlencode", "ü", "-s")).isZero();
    assertThat(out.toString()).isEqualTo("a=1+%26+2&%C3%BC");
  }

  @Test
  void aRangeIsAsked() {
    assertThat(run(base, "-r", "0-99", "-s")).isZero();
    assertThat(seen.getFirst().fields().first("Range")).contains("bytes=0-99");
    assertThat(seen.getFirst().fields().first("Accept-Encoding")).contains("identity");
    assertThat(run(base, "-r", "1\r\nX: y")).isEqualTo(2);
  }

  @Test
  void aBrokenDownloadGoesOn(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("x");
    assertThat(run(base + "/broken", "-o", file.toString())).isZero();
    assertThat(Files.readAllBytes(file)).isEqualTo(WHOLE);
    assertThat(seen).hasSize(2);
    assertThat(seen.getLast().fields().first("If-Range")).contains("\"v\"");
    assertThat(err.toString()).contains("the file is continued where it ended");
    assertThat(run(base + "/changed", "-o", file.toString())).isZero();
    assertThat(Files.readString(file)).as("it is another file by now").isEqualTo("new");
  }

  @Test
  void aHostOfANamedListIsAskedOverHttps(@TempDir Path folder) throws Exception {
    Path list = Files.writeString(folder.resolve("hsts"), "localhost \"unlimited\"\n");
    String url = base.replace("127.0.0.1", "localhost") + "/in";
    assertThat(run("--hsts-preload", list.toString(), url)).isEqualTo(1);
    assertThat(seen).as("nothing goes out in the clear").isEmpty();
    assertThat(err.toString()).contains(list + " has localhost");
    Path missing = folder.resolve("missing");
    assertThat(run("--hsts-preload", missing.toString(), "http://x.test/")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no file " + missing);
    Path wrong = Files.writeString(folder.resolve("wrong"), "<html>");
    assertThat(run("--hsts-preload", wrong.toString(), "http://x.test/")).isEqualTo(2);
    assertThat(err.toString()).contains("is no list of hosts");
  }
}
