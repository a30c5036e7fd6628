package dev.glasshouse.app;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything that can be wrong with what a person types and a peer sends, through the program. */
@Timeout(180)
class BadInputTest {
  private static final Duration SHORT = Duration.ofSeconds(3);

  @TempDir Path folder;

  /** What a run of the program gave. */
  record Run(int status, String out, String err) {
    String all() {
      return out + err;
    }
  }

  Run open(String... arguments) {
    String png = folder.resolve("page.png").toString();
    var all = new ArrayList<>(List.of("open", "--private", "--png", png));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  static Run run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status = Glass.run(out, err, arguments);
    Run run =
        new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    assertThat(run.all()).as("no stack trace").doesNotContain("\tat ").doesNotContain("Exception");
    return run;
  }

  private static void assertFails(Run run, String... saying) {
    assertThat(run.status()).as(run.all()).isEqualTo(Glass.FAILED);
    assertThat(run.out()).contains(saying);
  }

  @Test
  void wrongUse() {
    assertThat(run("open", "--nonsense").status()).isEqualTo(Glass.WRONG_USE);
    assertThat(run("open", "--lang", "xx").out()).isEmpty();
    assertThat(run("open", "--cacert", "/no/such/file").err()).contains("/no/such/file");
    assertThat(run("nonsense").status()).isEqualTo(Glass.WRONG_USE);
    assertThat(run("open", "--viewport", "wide", "http://127.0.0.1/").status())
        .isEqualTo(Glass.WRONG_USE);
    assertThat(run("name", "resolve", "--cache-size", "x").err().lines())
        .as("what is wrong, and where its use is explained")
        .containsExactly(
            "glass: --cache-size is a number of bytes, K, M or G, not x",
            "glass name resolve --help tells how it is used");
    assertThat(run("name", "serve", "--notifi", "a").err().lines())
        .contains("Possible solutions: --notify");
    assertThat(
            run("name", "serve", "--secondary", "a.test@127.0.0.1", "--sign", folder.toString())
                .err())
        .startsWith("glass: --sign is for zones out of files: a copy is answered as its primary");
    assertThat(run("name", "serve", "--zone", "x", "--secondary-dir", "d").err())
        .startsWith("glass: --secondary-dir is for the zones of --secondary");
    assertThat(run("name", "serve", "--secondary", "a..b@127.0.0.1").err())
        .startsWith("glass: --secondary: the name a..b has an empty label");
  }

  @Test
  void aFolderForCopiesThatIsNone() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (String place : List.of(file.toString(), file + "/below")) {
      Run run = run("name", "serve", "--secondary", "a.test@127.0.0.1", "--secondary-dir", place);
      assertThat(run.status()).isEqualTo(Glass.FAILED);
      assertThat(run.err()).startsWith("glass: --secondary-dir: " + place).hasLineCount(1);
    }
  }

  @Test
  void whatIsNoUrl() {
    Run run = open("http://[::1");
    assertThat(run.status()).isEqualTo(Glass.WRONG_USE);
    assertThat(run.err()).contains("http://[::1");
  }

  @Test
  void aNameThatDoesNotExist() {
    assertFails(open("http://nobody.invalid/"), "nobody.invalid");
  }

  @Test
  void aServerThatRefuses() throws Exception {
    // Bound, so that nobody else can have the port, but not listening.
    try (var taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      int port = taken.getLocalPort();
      assertFails(open("http://127.0.0.1:" + port + "/"), "refused", "127.0.0.1:" + port);
    }
  }

  /** Each line that begins with {@code glass:} follows --lang, in every command that has it. */
  @Test
  void whatWentWrongIsToldInTheLanguageOfTheStory(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("profile"));
    Files.writeString(
        folder.resolve("profile").resolve("cookies"), "# glasshouse cookies 1\nnonsense\n");
    String profile = folder.resolve("profile").toString();
    try (var taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      String refused = "http://127.0.0.1:" + taken.getLocalPort() + "/";
      for (List<String> arguments :
          List.of(
              List.of("open", "--private", refused),
              List.of("open", "--private", "http://127.0.0.1:25/"),
              List.of("open", "--private", "http://"),
              List.of("open", "--private", "--png", folder + "/none/x.png"),
              List.of("open", "--private", "--no-png", "--har", folder + "/none/x.har"),
              List.of("get", refused),
              List.of("get", "foo:bar"),
              List.of("get", "-o", folder + "/none/x", "http://glasshouse.test/"),
              List.of("name", "nobody.invalid"),
              List.of("cookies", "--profile", profile))) {
        var all = new ArrayList<>(arguments);
        all.addAll(List.of("--lang", "zh"));
        Run run = run(all.toArray(String[]::new));
        assertThat(run.status()).as(run.all()).isNotZero();
        assertThat(run.err().lines().filter(line -> line.startsWith("glass: ")).toList())
            .as(run.all())
            .isNotEmpty()
            .allMatch(line -> line.codePoints().anyMatch(c -> c >= 0x4e00 && c < 0xa000));
      }
    }
  }

  @Test
  void aServerThatStalls() throws Exception {
    try (var server = BadServer.playing((_, _, socket) -> socket.getInputStream().read())) {
      assertFails(
          open("--timeout", String.valueOf(SHORT.toSeconds()), server.url("/")), "no answer");
    }
  }

  @Test
  void aServerThatStallsInTheMiddle() throws Exception {
    try (var server =
        BadServer.playing((_, out, socket) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"));
          out.write(ascii("Content-Length: 1000\r\n\r\n<p>Half a page"));
          out.flush();
          socket.getInputStream().read();
        })) {
      Run run = open("--timeout", String.valueOf(SHORT.toSeconds()), server.url("/"));
      assertFails(run, "limit");
      assertThat(run.err()).contains("no answer within 3 s");
    }
  }

  @Test
  void aServerThatResets() throws Exception {
    try (var server =
        BadServer.playing((_, _, socket) -> {
          socket.setSoLinger(true, 0);
          socket.close();
        })) {
      assertFails(open(server.url("/")), "reset");
    }
  }

  @Test
  void aServerThatLiesAboutItsLength() throws Exception {
    try (var server =
        BadServer.saying(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>short")) {
      assertFails(open(server.url("/")), "5000");
    }
  }

  @Test
  void aServerThatSendsTenGigabytes() throws Exception {
    byte[] block = "<p>And so on, and so on. ".repeat(3000).getBytes(StandardCharsets.US_ASCII);
    try (var server =
        BadServer.playing((_, out, _) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"));
          out.write(ascii("Content-Length: 10000000000\r\n\r\n"));
          for (long sent = 0; sent < 10_000_000_000L; sent += block.length) {
            out.write(block);
          }
        })) {
      assertFails(run("open", "--private", "--no-png", server.url("/")), "limit");
    }
  }

  @Test
  void aServerThatSendsGarbage() throws Exception {
    try (var server = BadServer.saying("\u0001\u0002\u00ff what is this\r\n\r\n")) {
      assertFails(open(server.url("/")), "HTTP");
    }
  }

  @Test
  void aCircleOfRedirects() throws Exception {
    try (var server =
        BadServer.saying("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")) {
      assertFails(open(server.url("/")), "redirect");
    }
  }

  @Test
  void aHundredThousandNestedElements() throws Exception {
    byte[] page = "<div>".repeat(100_000).concat("deep").getBytes(StandardCharsets.US_ASCII);
    try (var server = BadServer.serving("text/html", page)) {
      Run run = open(server.url("/"));
      assertFails(run, "a limit was reached", "depth");
      assertThat(run.err()).contains("glass: ", "a limit was reached: depth allows 512 levels");
    }
  }

  @Test
  void cssThatNeverEnds() throws Exception {
    String page = "<style>" + "a{b:(".repeat(50_000) + "</style><p>Here";
    try (var server = BadServer.serving("text/html", ascii(page))) {
      Run run = open(server.url("/"));
      assertFails(run, "a limit was reached");
      assertThat(run.err()).contains("glass: ", "a limit was reached: nesting allows 128 levels");
    }
  }

  @Test
  void aStyleSheetThatIsStillComing() throws Exception {
    try (var server =
        BadServer.playing((line, out, socket) -> {
          if (line.startsWith("GET / ")) {
            respond(out, "text/html", "<link rel=stylesheet href=endless.css><p>Here");
          } else {
            out.write(ascii("HTTP/1.1 200 OK\r\nContent-Type: text/css\r\n\r\n"));
            out.flush();
            socket.getInputStream().read();
          }
        })) {
      Run run = open("--timeout", String.valueOf(SHORT.toSeconds()), server.url("/"));
      assertFails(run, "endless.css");
    }
  }

  @Test
  void aBrokenPicture() throws Exception {
    try (var server =
        BadServer.playing((line, out, _) -> {
          if (line.startsWith("GET / ")) {
            respond(out, "text/html", "<img src=broken.png alt=broken><p>Here");
          } else {
            respond(out, "image/png", "\u0089PNG\r\n\u001a\n and nothing else");
          }
        })) {
      Run run = open(server.url("/"));
      assertFails(run, "broken.png", "is broken");
      assertThat(run.err()).contains("glass: " + server.url("/broken.png: the picture is broken"));
    }
  }

  @Test
  void picturesThatCannotBeHad() throws Exception {
    String pictures =
        IntStream.range(0, 30).mapToObj("<img src=p%d.png>"::formatted).collect(joining());
    try (var server =
        BadServer.playing((line, out, socket) -> {
          if (line.startsWith("GET / ")) {
            respond(out, "text/html", pictures + "<p>Here");
          } else {
            socket.setSoLinger(true, 0);
            socket.close();
          }
        })) {
      Run run = open(server.url("/"));
      assertFails(run, "p7.png");
      List<String> told = run.err().lines().filter(line -> line.startsWith("glass: ")).toList();
      assertThat(told).hasSize(11).last().isEqualTo("glass: and 20 more");
      assertThat(told.getFirst()).contains("http://127.0.0.1", ".png: ", "reset");
    }
  }

  @Test
  void aPictureThatIsNotThereIsAnAnswer() throws Exception {
    try (var server =
        BadServer.playing((line, out, _) -> {
          if (line.startsWith("GET / ")) {
            respond(out, "text/html", "<img src=gone.png alt=gone><p>Here");
          } else {
            out.write(ascii("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
          }
        })) {
      Run run = open(server.url("/"));
      assertThat(run.status()).as(run.all()).isEqualTo(Glass.OK);
      assertThat(run.out()).contains("gone.png", "404");
      assertThat(run.err()).doesNotContain("glass: ");
    }
  }

  @Test
  void statusOfAnErrorPage() throws Exception {
    try (var server =
        BadServer.saying(
            "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n<p>Not here.")) {
      Run run = open(server.url("/"));
      assertThat(run.out()).contains("404");
    }
  }

  private static void respond(OutputStream out, String type, String body) throws Exception {
    out.write(
        ascii(
            "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(type, body.length(), body)));
    out.flush();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
