package dev.glasshouse.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Stories;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.server.config.ConfigFile;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.kinds.ServerKinds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests, byte by byte, to a server with files, and the statuses of what it answers. What nginx's
 * own tests look at gave the ideas (docs/decisions/what-nginx-tests.md).
 */
@Timeout(60)
class RawRequestsTest {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

  @TempDir private static Path folder;
  private static final Network NETWORK = OsNetwork.open(1);
  private static WebServer server;
  private static int port;

  @BeforeAll
  static void open() throws Exception {
    Files.writeString(folder.resolve("t.txt"), "0123456789".repeat(100));
    Files.writeString(folder.resolve("empty.txt"), "");
    Files.writeString(folder.resolve("a b.txt"), "ab");
    Files.writeString(folder.resolve("50%.txt"), "half");
    Files.writeString(folder.resolve("index.html"), "home");
    Files.writeString(folder.resolve("gone.html"), "gone");
    Files.createDirectories(folder.resolve("dir"));
    Files.createDirectories(folder.resolve("put"));
    Files.writeString(folder.resolve("dir/index.html"), "dir");
    String text =
        """
        [[listen]]
        address = "127.0.0.1:0"
        [[site]]
        names = ["a.test"]
        default = true
        root = "."
        body-size = 128
        errors = { "404" = "/gone.html" }
        [[site.route]]
        kind = "files"
        path = "/put/*"
        root = "."
        write = true
        [[site.route]]
        kind = "redirect"
        path = "/red"
        to = "/t.txt"
        [[site]]
        names = ["*.b.test"]
        [[site.route]]
        kind = "respond"
        status = 202
        """;
    server =
        WebServer.open(
            ConfigFile.parse(text, "glass.toml", folder, OptionTable.of(ServerKinds.all())),
            new WebServer.Means(
                NETWORK,
                InstantSource.system(),
                Stories.into(Trail.OFF),
                problem -> {},
                CertificateMaker.Source.NOBODY));
    port = URI.create(server.urls().getFirst()).getPort();
  }

  @AfterAll
  static void close() {
    server.close();
    NETWORK.close();
  }

  /** Everything that comes back until the server closes. */
  private static String said(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(40_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static String statuses(String answers) {
    var all = new StringBuilder();
    for (Matcher each = STATUS.matcher(answers); each.find(); ) {
      all.append(all.isEmpty() ? "" : " ").append(each.group(1));
    }
    return all.toString();
  }

  /** A row's request: commas part lines, and a bar stands before the content. */
  private static String request(String first, String lines) {
    int bar = lines.indexOf('|');
    String fields = bar < 0 ? lines : lines.substring(0, bar);
    String body = bar < 0 ? "" : lines.substring(bar + 1).replace("~", "\r\n");
    String last = fields.isEmpty() ? "" : fields.replace(";; ", "\r\n") + "\r\n";
    return first
        + "\r\n"
        + (fields.contains("Host:") ? "" : "Host: a.test\r\n")
        + last
        + "Connection: close\r\n\r\n"
        + body;
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "/t.txt -> 200",
        "/%74.txt -> 200",
        "//t.txt -> 200",
        "/./t.txt -> 200",
        "/t.txt/ -> 404",
        "/t.txt/x -> 404",
        "/a%20b.txt -> 200",
        "/50%25.txt -> 200",
        "/50%.txt -> 400",
        "/%zz -> 400",
        "/dir -> 301",
        "/dir?a -> 301",
        "/dir/ -> 200",
        "/dir// -> 200",
        "/dir/%69ndex.html -> 200",
        "/dir%2findex.html -> 400",
        "/dir/..%2ft.txt -> 400",
        "/../t.txt -> 400",
        "/%2e%2e/t.txt -> 400",
        "/dir/..\\t.txt -> 400",
        "/t.txt%00 -> 400",
        "/t.txt#x -> 400",
        "t.txt -> 400",
        "? -> 400",
        "* -> 400",
        "http://a.test/t.txt -> 200",
        "http://a.test -> 200",
        "http://a.test?x -> 200",
        "HTTP://A.test:80/t.txt -> 200",
        "http://x.b.test/t.txt -> 202",
        "http:///t.txt -> 400",
        "http://u@a.test/t.txt -> 400",
        "ftp://a.test/t.txt -> 400",
        "/red -> 302",
        "/%72ed -> 302",
      })
  void targets(String target, String expected) throws Exception {
    assertThat(statuses(said(request("GET " + target + " HTTP/1.1", "")))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "a.test: -> 200",
        "A.TEST:80 -> 200",
        "a.test. -> 200",
        "x.b.test -> 202",
        "y.X.b.test.:8080 -> 202",
        "b.test -> 200",
        "127.0.0.1 -> 200",
        "[::1]:80 -> 200",
        "a.test:80:80 -> 400",
        "a.test:port -> 400",
        "a.test:99999 -> 400",
        "[::1 -> 400",
        "[::1]. -> 400",
        "a[::1] -> 400",
        "a/b -> 400",
        "a\\b -> 400",
        "a b -> 400",
        "u@a.test -> 400",
        "a.test# -> 400",
        "a.test?x -> 400",
      })
  void hosts(String host, String expected) throws Exception {
    String request = request("GET /t.txt HTTP/1.1", "Host: " + host);
    assertThat(statuses(said(request))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "bytes=0-8 -> 206 0-8",
        "bytes=-10 -> 206 990-999",
        "bytes=990- -> 206 990-999",
        "bytes=990-1990 -> 206 990-999",
        "bytes=-4294967295 -> 206 0-999",
        "bytes=,0-1 -> 206 0-1",
        "Bytes=0-1 -> 206 0-1",
        "bytes=0-0,-0 -> 206 0-0",
        "bytes=0-99,0-99 -> 206 0-99",
        "bytes=1000- -> 416 *",
        "bytes=-0 -> 416 *",
        "bytes=x- -> 200",
        "bytes=1-x -> 200",
        "bytes=1 -> 200",
        "bytes=5-2 -> 200",
        "bytes=1-2 3- -> 200",
        "bytes=-3-4 -> 200",
        "lines=0-1 -> 200",
      })
  void ranges(String range, String expected) throws Exception {
    String answer = said(request("GET /t.txt HTTP/1.1", "Range: " + range));
    Matcher part = Pattern.compile("(?i)content-range: bytes (.*?)/1000\r").matcher(answer);
    assertThat(statuses(answer) + (part.find() ? " " + part.group(1) : "")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "GET /t.txt HTTP/1.1 -> If-Modified-Since: Wed, 08 Jul 2037 22:53:52 GMT -> 304",
        "GET /t.txt HTTP/1.1 -> If-Modified-Since: nonsense -> 200",
        "GET /t.txt HTTP/1.1 -> If-None-Match: * -> 304",
        "GET /t.txt HTTP/1.1 -> If-Match: * -> 200",
        "GET /t.txt HTTP/1.1 -> If-Match: \"x\" -> 412",
        "GET /none HTTP/1.1 -> If-Match: \"x\" -> 404",
        "GET /none HTTP/1.1 -> If-None-Match: * -> 404",
        "GET /none HTTP/1.1 -> Range: bytes=0-1 -> 404",
        "HEAD /t.txt HTTP/1.1 -> Range: bytes=0-1 -> 200",
        "GET /empty.txt HTTP/1.1 -> Range: bytes=0-1 -> 416",
        "GET /t.txt HTTP/1.1 -> Expect: 200-ok -> 417",
        "GET /t.txt HTTP/1.1 -> x y: 1 -> 400",
        "GET /t.txt HTTP/1.1 -> : 1 -> 400",
        "GET /t.txt HTTP/1.1 -> x : 1 -> 400",
        "GET /t.txt HTTP/1.1 -> nothing -> 400",
        "GET /t.txt HTTP/1.1 -> x_y: 1 -> 200",
        "GET /t.txt HTTP/1.1 -> Host: a.test;; Host: a.test -> 400",
        "GET /t.txt HTTP/1.1 -> Upgrade: h2c -> 200",
        "GET /t.txt HTTP/1.0 -> x: 1 -> 200",
        "GET /t.txt HTTP/1.2 -> x: 1 -> 200",
        "GET /t.txt HTTP/2.0 -> x: 1 -> 505",
        "GET /t.txt HTTP/1. -> x: 1 -> 400",
        "GET /t.txt HTTP/11.1 -> x: 1 -> 400",
        "POST /t.txt HTTP/1.1 -> Content-Length: 1|a -> 405",
        "TRACE /t.txt HTTP/1.1 -> x: 1 -> 405",
        "get /t.txt HTTP/1.1 -> x: 1 -> 405",
        "CONNECT b.test:80 HTTP/1.1 -> x: 1 -> 405",
        "CONNECT / HTTP/1.1 -> x: 1 -> 400",
        "OPTIONS * HTTP/1.1 -> x: 1 -> 204",
        "OPTIONS /dir HTTP/1.1 -> x: 1 -> 204",
        "PUT /put/a HTTP/1.1 -> Content-Length: 3;; Content-Range: bytes 0-2/3|abc -> 400",
        "PUT /put/a HTTP/1.1 -> Content-Length: 3;; Content-Encoding: gzip|abc -> 415",
        "PUT /put/ HTTP/1.1 -> Content-Length: 0 -> 409",
        "PUT /put/a/b HTTP/1.1 -> Content-Length: 1|x -> 409",
        "PUT /put/.a HTTP/1.1 -> Content-Length: 1|x -> 404",
        "PUT /put/a HTTP/1.1 -> Expect: 100-continue;; Content-Length: 300 -> 413",
        "PUT /put/a HTTP/1.1 -> Content-Length: -1 -> 400",
        "PUT /put/a HTTP/1.1 -> Content-Length: +1|a -> 400",
        "PUT /put/a HTTP/1.1 -> Content-Length: 1;; Content-Length: 1|a -> 400",
        "PUT /put/a HTTP/1.1 -> Content-Length: 1;; Transfer-Encoding: chunked|0~~ -> 400",
        "PUT /put/a HTTP/1.1 -> Transfer-Encoding: identity -> 501",
        "PUT /put/a HTTP/1.1 -> Transfer-Encoding: chunked, chunked|0~~ -> 400",
        "PUT /put/a HTTP/1.0 -> Transfer-Encoding: chunked|0~~ -> 400",
        "DELETE /put/none HTTP/1.1 -> x: 1 -> 404",
        "DELETE /t.txt HTTP/1.1 -> x: 1 -> 405",
      })
  void requests(String first, String lines, String expected) throws Exception {
    assertThat(statuses(said(request(first, lines)))).isEqualTo(expected);
  }

  /** RFC 9110 13.1.3 and 13.1.5: of two, neither counts. */
  @Test
  void whatIsSaidTwiceIsNotSaid() throws Exception {
    String future = "If-Modified-Since: Wed, 08 Jul 2037 22:53:52 GMT";
    assertThat(statuses(said(request("GET /t.txt HTTP/1.1", future + ";; " + future))))
        .isEqualTo("200");
    String answer = said(request("HEAD /t.txt HTTP/1.1", ""));
    Matcher tag = Pattern.compile("(?i)etag: (.*?)\r").matcher(answer);
    assertThat(tag.find()).isTrue();
    String holds = "Range: bytes=0-1;; If-Range: " + tag.group(1);
    assertThat(statuses(said(request("GET /t.txt HTTP/1.1", holds)))).isEqualTo("206");
    assertThat(
            statuses(said(request("GET /t.txt HTTP/1.1", holds + ";; If-Range: " + tag.group(1)))))
        .isEqualTo("200");
  }

  @Test
  void aBodyThatNobodyWantsIsNoRequest() throws Exception {
    String unread = "GET /t.txt HTTP/1.1\r\nHost: a.test\r\nContent-Length: 3\r\n\r\nabc";
    String next = request("GET /red HTTP/1.1", "");
    assertThat(statuses(said(unread + next))).isEqualTo("200 302");
    assertThat(statuses(said(unread.replace("/t.txt", "/none") + next))).isEqualTo("404 302");
    assertThat(statuses(said(next + next))).as("closed behind the first").isEqualTo("302");
  }

  @Test
  void noMoreIsTakenThanTheSiteTakes() throws Exception {
    String first = "PUT /put/big HTTP/1.1";
    String content = "a".repeat(129);
    String chunks = "Transfer-Encoding: chunked|81~" + content + "~0~~";
    assertThat(statuses(said(request(first, "Content-Length: 129|" + content)))).isEqualTo("413");
    assertThat(statuses(said(request(first, chunks)))).isEqualTo("413");
    assertThat(Files.exists(folder.resolve("put/big"))).isFalse();
  }

  @Test
  void filesComeAndGo() throws Exception {
    String body = "Content-Length: 3|abc";
    assertThat(statuses(said(request("PUT /put/new HTTP/1.1", body)))).isEqualTo("201");
    assertThat(statuses(said(request("PUT /put/new HTTP/1.1", body)))).isEqualTo("204");
    String chunks = "Transfer-Encoding: CHUNKED|3~abc~1~d~0~~";
    assertThat(statuses(said(request("PUT /put/n%65w HTTP/1.1", chunks)))).isEqualTo("204");
    assertThat(Files.readString(folder.resolve("put/new"))).isEqualTo("abcd");
    String asked = "Expect: 100-Continue;; Content-Length: 1|x";
    assertThat(statuses(said(request("PUT /put/%C3%BC HTTP/1.1", asked)))).isEqualTo("100 201");
    assertThat(statuses(said(request("PUT /put/%C3%BC HTTP/1.0", asked)))).isEqualTo("204");
    for (String name : List.of("new", "%C3%BC")) {
      String delete = "DELETE /put/" + name + " HTTP/1.1";
      assertThat(statuses(said(request(delete, "")))).isEqualTo("204");
      assertThat(statuses(said(request(delete, "")))).isEqualTo("404");
    }
  }
}
