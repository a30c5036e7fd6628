package dev.glasshouse.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.cache.CacheOptions;
import dev.glasshouse.edge.cache.SharedCache;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What servers say, byte by byte, and what a client gets of it through the edge. The ideas are of
 * nginx's public tests ({@code docs/decisions/what-nginx-tests.md}); none of their text is here.
 */
@Timeout(180)
class RawAnswersTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String WELL = OK + "Content-Length: 4\r\n\r\nwell";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

  /** The content breaks off, so that the client sees that. */
  private static final String BROKEN = "broken";

  private final Chain chain = new Chain();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    chain.close();
  }

  /** What a server says, whether it hangs up then, and what the client gets. */
  private record Said(String method, String bytes, boolean ends, String got) {
    static Said stays(String bytes, String got) {
      return new Said("GET", bytes, false, got);
    }

    static Said ends(String bytes, String got) {
      return new Said("GET", bytes, true, got);
    }

    Said toHead() {
      return new Said("HEAD", bytes, ends, got);
    }
  }

  private static final Map<String, Said> TABLE = new LinkedHashMap<>();

  static {
    Map<String, Said> t = TABLE;
    // Lengths that are not the content's.
    t.put(
        "more than it said", Said.stays(OK + "Content-Length: 4\r\n\r\nwell-and-more", "200 well"));
    t.put("less than it said", Said.ends(OK + "Content-Length: 100\r\n\r\nwell", BROKEN));
    t.put("nothing of what it said", Said.ends(OK + "Content-Length: 100\r\n\r\n", BROKEN));
    t.put("more than none", Said.stays(OK + "Content-Length: 0\r\n\r\nmore", "200 "));
    t.put(
        "an answer behind an answer",
        Said.stays(WELL + OK + "Content-Length: 4\r\n\r\nevil", "200 well"));
    t.put("content for HEAD", Said.stays(WELL, "200 ").toHead());
    t.put(
        "more content for HEAD than it said",
        Said.stays(OK + "Content-Length: 4\r\n\r\nwell-and-more", "200 ").toHead());
    t.put(
        "less for HEAD than it said",
        Said.ends(OK + "Content-Length: 100\r\n\r\nx", "200 ").toHead());
    t.put("none for HEAD", Said.stays(OK + "Content-Length: 4\r\n\r\n", "200 ").toHead());
    t.put("chunks for HEAD", Said.stays(CHUNKED + "4\r\nwell\r\n0\r\n\r\n", "200 ").toHead());
    t.put("204 with content", Said.stays("HTTP/1.1 204 No\r\n\r\nwell", "204 "));
    t.put("304 with a length", Said.stays("HTTP/1.1 304 No\r\nContent-Length: 9\r\n\r\n", "304 "));
    t.put(
        "205 with content", Said.stays("HTTP/1.1 205 R\r\nContent-Length: 4\r\n\r\nwell", "205 "));
    // Lengths and codings that say two things, or nothing.
    t.put("a length in words", Said.stays(OK + "Content-Length: four\r\n\r\nwell", "502"));
    t.put("a signed length", Said.stays(OK + "Content-Length: +4\r\n\r\nwell", "502"));
    t.put(
        "two lengths",
        Said.stays(OK + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nwell!", "502"));
    t.put(
        "a coding that nobody ever registered",
        Said.ends(OK + "Transfer-Encoding: foo\r\n\r\nwell", "200 well"));
    t.put(
        "a coding that nobody asked for",
        Said.stays(OK + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "502"));
    t.put(
        "chunked twice",
        Said.stays(
            OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "502"));
    t.put(
        "length, then chunked",
        Said.stays(
            OK + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwell\r\n0\r\n\r\n",
            "502"));
    t.put(
        "chunked, then length",
        Said.stays(
            OK + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n4\r\nwell\r\n0\r\n\r\n",
            "502"));
    t.put(
        "chunked in an answer of HTTP/1.0",
        Said.ends(
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwell\r\n0\r\n\r\n", "502"));
    // Chunks.
    t.put("chunks", Said.stays(CHUNKED + "2\r\nwe\r\n2\r\nll\r\n0\r\n\r\n", "200 well"));
    t.put("the last chunk alone", Said.stays(CHUNKED + "0\r\n\r\n", "200 "));
    t.put("zeros before a size", Said.stays(CHUNKED + "0004\r\nwell\r\n000\r\n\r\n", "200 well"));
    t.put("more behind the chunks", Said.stays(CHUNKED + "4\r\nwell\r\n0\r\n\r\nzzz", "200 well"));
    t.put("no last chunk", Said.ends(CHUNKED + "4\r\nwell\r\n", BROKEN));
    t.put("half a last chunk", Said.ends(CHUNKED + "4\r\nwell\r\n0\r\n", BROKEN));
    t.put("no chunk at all", Said.ends(CHUNKED, BROKEN));
    t.put("a size in words", Said.ends(CHUNKED + "4\r\nwell\r\nfour\r\n", BROKEN));
    t.put(
        "a size that is too large",
        Said.ends(CHUNKED + "4\r\nwell\r\nfffffffffffffffff\r\n", BROKEN));
    // Heads.
    t.put("until it hangs up", Said.ends(OK + "\r\nwell", "200 well"));
    t.put("HTTP/1.0", Said.ends("HTTP/1.0 200 OK\r\n\r\nwell", "200 well"));
    t.put("no head at all", Said.ends("well", "502"));
    t.put("no reason", Said.stays("HTTP/1.1 200 \r\nContent-Length: 4\r\n\r\nwell", "200 well"));
    t.put(
        "a status of two digits", Said.stays("HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n", "502"));
    t.put("a status past all", Said.stays("HTTP/1.1 1200 OK\r\nContent-Length: 0\r\n\r\n", "502"));
    t.put("another protocol", Said.stays("ICY 200 OK\r\nContent-Length: 0\r\n\r\n", "502"));
    t.put("a line without a colon", Said.stays(OK + "Content\r\nContent-Length: 0\r\n\r\n", "502"));
    t.put("a folded line", Said.stays(OK + "A: b\r\n c\r\nContent-Length: 0\r\n\r\n", "502"));
    t.put("a NUL", Said.stays(OK + "A: b\0c\r\nContent-Length: 0\r\n\r\n", "502"));
    t.put("half a head", Said.ends(OK + "Content-Le", "502"));
    t.put("an unknown status", Said.stays("HTTP/1.1 299 X\r\nContent-Length: 1\r\n\r\nx", "299 x"));
    // Interim answers.
    t.put("a hint and no answer", Said.ends("HTTP/1.1 103 Hints\r\nLink: </a>\r\n\r\n", "502"));
    t.put("100 unasked", Said.stays("HTTP/1.1 100 Continue\r\n\r\n" + WELL, "200 well"));
    t.put("an unknown interim one", Said.stays("HTTP/1.1 199 X\r\n\r\n" + WELL, "200 well"));
    t.put(
        "a switch that nobody asked for",
        Said.stays("HTTP/1.1 101 S\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nwell", "502"));
    t.put(
        "an upgrade with 200",
        Said.stays(
            OK + "Upgrade: x\r\nConnection: upgrade\r\nContent-Length: 4\r\n\r\nwell", "200 well"));
  }

  /** How a client asks. */
  enum Way {
    /** On a connection that has to be made. */
    COLD,
    /** On the event loop, over a connection that stands. */
    WARM,
    /** By HTTP/2. */
    H2,
    /** Through a cache. */
    CACHED
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatAServerSays(Way way) throws Exception {
    Map<String, String> expected = new LinkedHashMap<>();
    Map<String, String> came = new LinkedHashMap<>();
    List<Said> rows = List.copyOf(TABLE.values());
    var server =
        ByteServer.open((its, head, _) -> {
          String path = head.split(" ", 3)[1];
          if (!path.startsWith("/row/")) {
            ByteServer.say(its, WELL);
            return true;
          }
          Said said = rows.get(Integer.parseInt(path.substring(5)));
          ByteServer.say(its, said.bytes());
          return !said.ends();
        });
    open.add(server);
    Url edge = edge(server.url(), way);
    int row = 0;
    for (Map.Entry<String, Said> each : TABLE.entrySet()) {
      if (way == Way.WARM) {
        assertThat(asked(edge, way, "GET", "/warm")).isEqualTo("200 well");
      }
      expected.put(each.getKey(), each.getValue().got() + ", then 200 well");
      came.put(
          each.getKey(),
          asked(edge, way, each.getValue().method(), "/row/" + row++)
              + ", then "
              // Nothing that a server said amiss becomes another request's answer.
              + asked(edge, way, "GET", "/after"));
    }
    assertThat(came).containsExactlyEntriesOf(expected);
  }

  private Url edge(Url server, Way way) throws IOException {
    Origin origin = chain.origin(server, VersionDemand.HTTP_1_1);
    if (way == Way.CACHED) {
      SharedCache cache =
          SharedCache.before(origin, CacheOptions.named("node"), InstantSource.system());
      open.add(cache);
      origin = cache;
    }
    return chain.edge(origin, ProxyOptions.USUAL);
  }

  /** The status and the content of an answer; of an error its status alone. */
  private String asked(Url edge, Way way, String method, String path) throws IOException {
    String came;
    try {
      came = way == Way.H2 ? byClient(edge, method, path) : byBytes(edge, method, path);
    } catch (IOException e) {
      return BROKEN;
    }
    return came.startsWith("502 ") ? "502" : came;
  }

  private String byClient(Url edge, String method, String path) throws IOException {
    Request request = Request.to(new Method(method), edge.resolve(path));
    try (Response answer = chain.ask(VersionDemand.HTTP_2, request)) {
      return answer.status().code() + " " + Chain.text(answer);
    }
  }

  private static String byBytes(Url edge, String method, String path) throws IOException {
    try (var its = new Socket(InetAddress.getLoopbackAddress(), edge.effectivePort())) {
      its.setSoTimeout(60_000);
      ByteServer.say(
          its, method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      String all = new String(its.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      while (all.startsWith("HTTP/1.1 1")) {
        all = all.substring(all.indexOf("\r\n\r\n") + 4);
      }
      int end = all.indexOf("\r\n\r\n") + 4;
      if (end < 4) {
        throw new IOException("no answer");
      }
      return all.substring(9, 12)
          + " "
          + content(all.substring(0, end), all.substring(end), method);
    }
  }

  /** The content of a message, and everything behind it. */
  private static String content(String head, String rest, String method) throws IOException {
    if (head.contains("Transfer-Encoding: chunked") && !method.equals("HEAD")) {
      return unchunked(rest);
    }
    Matcher length = Pattern.compile("Content-Length: (\\d+)\r\n").matcher(head);
    boolean bodiless = method.equals("HEAD") || head.startsWith("HTTP/1.1 304 ");
    if (!bodiless && length.find() && Integer.parseInt(length.group(1)) > rest.length()) {
      throw new IOException("less than it said");
    }
    return rest;
  }

  private static String unchunked(String coded) throws IOException {
    var content = new StringBuilder();
    String left = coded;
    while (true) {
      int line = left.indexOf("\r\n");
      if (line < 0) {
        throw new IOException("no last chunk");
      }
      int size = Integer.parseInt(left.substring(0, line), 16);
      if (size == 0) {
        return content + left.substring(left.indexOf("\r\n\r\n") + 4);
      }
      content.append(left, line + 2, line + 2 + size);
      left = left.substring(line + 4 + size);
    }
  }

  /** Requests that are sent ahead, each with content: whose content it is stays clear. */
  @Test
  void contentsThatAreSentAheadStayApart() throws Exception {
    Handler echo =
        request -> {
          try (BodyStream in = request.body().open()) {
            return Response.text(
                Status.OK,
                request.target() + "=" + new String(in.readAllBytes(), StandardCharsets.UTF_8));
          }
        };
    Url edge = edge(chain.server(echo), Way.COLD);
    try (var its = new Socket(InetAddress.getLoopbackAddress(), edge.effectivePort())) {
      its.setSoTimeout(60_000);
      ByteServer.say(
          its,
          "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nfirst"
              + "POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "3\r\nsec\r\n3\r\nond\r\n0\r\n\r\n"
              + "GET /c HTTP/1.1\r\nHost: a\r\n\r\n"
              + "PUT /d HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      String all = new String(its.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(Pattern.compile("\r\n\r\n(/\\w=(first|second)?)").matcher(all).results())
          .extracting(result -> result.group(1))
          .containsExactly("/a=first", "/b=second", "/c=", "/d=");
    }
  }

  @Test
  void whatIsNotWholeIsNotKept() throws Exception {
    String fresh = "Cache-Control: max-age=1000\r\n";
    Map<String, Said> heads = new LinkedHashMap<>();
    heads.put("length", Said.ends(OK + fresh + "Content-Length: 100\r\n\r\nwell", BROKEN));
    heads.put(
        "chunks",
        Said.ends(OK + fresh + "Transfer-Encoding: chunked\r\n\r\n4\r\nwell\r\n", BROKEN));
    for (Map.Entry<String, Said> each : heads.entrySet()) {
      var server =
          ByteServer.open((its, _, number) -> {
            boolean first = number == 1;
            ByteServer.say(its, first ? each.getValue().bytes() : WELL);
            return !first;
          });
      open.add(server);
      Url edge = edge(server.url(), Way.CACHED);
      assertThat(asked(edge, Way.CACHED, "GET", "/x")).as(each.getKey()).isEqualTo(BROKEN);
      assertThat(asked(edge, Way.CACHED, "GET", "/x")).as(each.getKey()).isEqualTo("200 well");
    }
  }
}
