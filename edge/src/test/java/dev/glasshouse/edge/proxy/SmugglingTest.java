package dev.glasshouse.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.url.Url;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that an edge and a server behind it could cut at different places (RFC 9112 11.2), sent
 * through the edge: whatever comes, the server sees the requests that the edge saw, and none that
 * was hidden in another.
 */
@Timeout(180)
class SmugglingTest {
  private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";

  /** Behind what is framed as it should be, this ends the connection. */
  private static final String END = "GET /end HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  /** How long an edge is given that waits for more content, which does not come. */
  private static final int MORE = 5_000;

  private final Chain chain = new Chain();
  private final List<String> edgeSaw = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    chain.close();
  }

  /** A kind of attack: fields, and what follows the head before the hidden request. */
  private record Attack(String name, String line, String fields, String content) {}

  private static Attack attack(String name, String fields, String content) {
    return new Attack(name, "POST /take HTTP/1.1", "Host: a\r\n" + fields, content);
  }

  private static Attack line(String name, String line, String fields) {
    return new Attack(name, line, fields, "");
  }

  private static List<Attack> attacks() {
    String te = "Transfer-Encoding: chunked";
    String end = "0\r\n\r\n";
    String cl = "Content-Length: " + HIDDEN.length();
    return List.of(
        attack("CL.TE", "Content-Length: 5\r\n" + te, end),
        attack("TE.CL", te + "\r\nContent-Length: 3", end),
        attack("TE.TE, two fields", te + "\r\nTransfer-Encoding: identity", end),
        attack("TE.TE, two codings", "Transfer-Encoding: chunked, chunked", end),
        attack("TE.TE, an unknown coding", "Transfer-Encoding: xchunked", end),
        attack("TE.TE, quoted", "Transfer-Encoding: \"chunked\"", end),
        attack("TE.TE, with a parameter", "Transfer-Encoding: chunked;a=b", end),
        attack("TE.TE, behind a tab", "Transfer-Encoding:\tchunked\r\nContent-Length: 3", end),
        attack("TE.TE, a vertical tab", "Transfer-Encoding:\u000bchunked", end),
        attack("TE.TE, space before the colon", "Transfer-Encoding : chunked", end),
        attack("TE.TE, underscore", "Transfer_Encoding: chunked\r\n" + cl, ""),
        attack("TE.TE, folded", "X: y\r\n Transfer-Encoding: chunked", end),
        attack("TE.TE, behind a bare CR", "X: y\rTransfer-Encoding: chunked", end),
        attack("TE.TE, behind a bare LF", "X: y\nTransfer-Encoding: chunked", end),
        attack("0.CL", cl, ""),
        attack("0.CL, space before the colon", "Content-Length : " + HIDDEN.length(), ""),
        attack("0.CL, sign", "Content-Length: +" + HIDDEN.length(), ""),
        attack("0.CL, hexadecimal", "Content-Length: 0x10", ""),
        attack("0.CL, underscore", "Content_Length: " + HIDDEN.length(), ""),
        attack("CL.0, two lengths", "Content-Length: 0\r\n" + cl, ""),
        attack("CL.0, lengths in a list", "Content-Length: 0, " + HIDDEN.length(), ""),
        attack("CL.0, hidden by Connection", "Connection: Content-Length\r\n" + cl, ""),
        attack("TE hidden by Connection", "Connection: Transfer-Encoding\r\n" + te, end),
        attack("Expect, malformed", "Expect: 100-continu\r\n" + cl, ""),
        attack("Expect with content at once", "Expect: 100-continue\r\n" + cl, ""),
        attack("chunk size, bare LF", te, "0\n\n"),
        attack("chunk size, sign", te, "+0\r\n\r\n"),
        attack("chunk size, prefix", te, "0x0\r\n\r\n"),
        attack("chunk size, overflow", te, "10000000000000000\r\n\r\n"),
        attack("chunk size, spaces", te, "0 \r\n\r\n"),
        attack("chunk extension, bare LF", te, "0;a\n\r\n\r\n"),
        attack("chunk longer than it says", te, "1\r\nab\r\n0\r\n\r\n"),
        attack("chunk without its end", te, "1\r\na0\r\n\r\n"),
        attack("trailers that frame", te, "0\r\nContent-Length: 40\r\n\r\n"),
        attack("NUL in a value", "X: a\0b", ""),
        attack("no colon", "Xyz", ""),
        attack("empty name", ": x", ""),
        attack("space in a name", "X y: z", ""),
        attack(
            "a change to h2c",
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c"
                + "\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
            ""),
        line("GET with content", "GET /take HTTP/1.1", "Host: a\r\n" + cl),
        line("HTTP/1.0 with TE", "POST /take HTTP/1.0", "Host: a\r\n" + te),
        line("two hosts", "GET /take HTTP/1.1", "Host: a\r\nHost: b"),
        line("no host", "GET /take HTTP/1.1", "X: y"),
        line("bad authority", "GET /take HTTP/1.1", "Host: a@b/c"),
        line("absolute, other host", "GET http://x/take HTTP/1.1", "Host: a"),
        line("absolute, no authority", "GET http:///take HTTP/1.1", "Host: a"),
        line("space in the target", "GET /take HTTP/1.1\r\nX:/ HTTP/1.1", "Host: a"),
        line("fragment in the target", "GET /take#x HTTP/1.1", "Host: a"),
        line("two spaces", "GET  /take HTTP/1.1", "Host: a"),
        line("version with a suffix", "GET /take HTTP/1.1x", "Host: a"),
        line("HTTP/0.9", "GET /take", ""),
        line("connect", "CONNECT a:80 HTTP/1.1", "Host: a:80"));
  }

  /** An edge whose handler writes down what it is asked. */
  private Url edge(Url server, VersionDemand back) throws IOException {
    var proxy = new ReverseProxy(chain.origin(server, back), ProxyOptions.USUAL);
    Handler noting =
        Handler.talkative((request, aside) -> {
          edgeSaw.add(request.method() + " " + request.target());
          return proxy.handle(request, aside);
        });
    return chain.server(noting);
  }

  /** The sending side stays open: of a client that has gone, nothing would be passed on. */
  private static void send(Url edge, Attack attack) throws IOException {
    String bytes =
        attack.line() + "\r\n" + attack.fields() + "\r\n\r\n" + attack.content() + HIDDEN + END;
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), edge.effectivePort())) {
      socket.setSoTimeout(MORE);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      // Cut off by the edge, which is an answer too; or it waits for more.
    }
  }

  /** All of them, each on a connection of its own, and what is asked at the end. */
  private void sendAll(Url edge) throws Exception {
    for (Attack attack : attacks()) {
      send(edge, attack);
      last(edge, attack.name());
    }
  }

  /** A plain request between two attacks must have its own answer. */
  private void last(Url edge, String after) throws Exception {
    try (Response answer = chain.ask(VersionDemand.HTTP_1_1, Request.get(edge.resolve("/last")))) {
      assertThat(answer.status()).as("after %s", after).isEqualTo(Status.OK);
      Chain.text(answer);
    }
  }

  @Test
  void ourServerSeesWhatTheEdgeSaw() throws Exception {
    List<String> serverSaw = new CopyOnWriteArrayList<>();
    Url server =
        chain.server(request -> {
          serverSaw.add(request.method() + " " + request.target());
          try (BodyStream in = request.body().open()) {
            in.readAllBytes();
          }
          return Response.text(Status.OK, "taken");
        });
    Url edge = edge(server, VersionDemand.HTTP_1_1);
    sendAll(edge);
    assertThat(edgeSaw).contains("GET /last");
    // What is framed as it should be is passed on, the attack with what follows it.
    assertThat(serverSaw).contains("POST /take", "GET /hidden", "GET /end");
    assertThat(passedOn()).containsAll(serverSaw);
    assertThat(count(serverSaw)).isLessThanOrEqualTo(count(edgeSaw));
  }

  /** Whatever single byte stands in or beside the name and the value that frame. */
  @Test
  void noByteHidesTheFraming() throws Exception {
    List<String> serverSaw = new CopyOnWriteArrayList<>();
    Url server =
        chain.server(request -> {
          serverSaw.add(request.method() + " " + request.target());
          return Response.text(Status.OK, "taken");
        });
    Url edge = edge(server, VersionDemand.HTTP_1_1);
    for (int i = 0; i < 256; i++) {
      for (String fields :
          List.of(
              "%sTransfer-Encoding: chunked",
              "Transfer-Encoding%s: chunked",
              "Transfer-Encoding:%schunked",
              "Transfer-Encoding: chunked%s")) {
        // The content's length for who does not see the coding is another one.
        String all = "Content-Length: 4\r\n" + String.format(fields, (char) i);
        send(edge, attack("byte " + i, all, "0\r\n\r\n"));
      }
    }
    last(edge, "all bytes");
    assertThat(serverSaw).contains("GET /last").doesNotContain("GET /hidden");
    assertThat(edgeSaw).doesNotContain("GET /hidden").containsAll(serverSaw);
  }

  /** What the edge was asked and does pass on. */
  private List<String> passedOn() {
    return edgeSaw.stream().filter(text -> !text.startsWith("CONNECT")).toList();
  }

  private static long count(List<String> asked) {
    return asked.stream().filter(text -> text.endsWith(" /hidden")).count();
  }

  @Test
  void nginxSeesWhatTheEdgeSaw() throws Exception {
    Nginx nginx = Nginx.start(folder);
    open.add(nginx);
    Url edge = edge(nginx.url(), VersionDemand.HTTP_1_1);
    sendAll(edge);
    long lasts = attacks().size();
    Chain.await(() -> nginx.asked().stream().filter("GET /last"::equals).count() == lasts);
    assertThat(passedOn()).containsAll(nginx.asked());
    assertThat(count(nginx.asked())).isLessThanOrEqualTo(count(edgeSaw));
  }

  /**
   * A hidden request is one of its own only where every reader must see it so: behind a message
   * whose end is plain.
   */
  @Test
  void whatIsHiddenIsNoRequestOfItsOwn() throws Exception {
    Url server = chain.server(_ -> Response.text(Status.OK, "taken"));
    Url edge = edge(server, VersionDemand.HTTP_1_1);
    List<String> plain = new ArrayList<>();
    for (Attack attack : attacks()) {
      edgeSaw.clear();
      send(edge, attack);
      if (edgeSaw.contains("GET /hidden")) {
        plain.add(attack.name());
      }
    }
    assertThat(plain)
        .isNotEmpty()
        .isSubsetOf(
            "0.CL, underscore",
            "a change to h2c",
            "TE hidden by Connection",
            "connect",
            "absolute, other host",
            "space in the target",
            "trailers that frame");
  }

  /** HTTP/2 whose fields would frame another message in HTTP/1. */
  @Test
  void nothingOfHttp2FramesAMessageOfHttp1() throws Exception {
    List<String> serverSaw = new CopyOnWriteArrayList<>();
    Url server =
        chain.server(request -> {
          serverSaw.add(request.method() + " " + request.target());
          try (BodyStream in = request.body().open()) {
            in.readAllBytes();
          }
          return Response.text(Status.OK, "taken");
        });
    Url edge = edge(server, VersionDemand.HTTP_1_1);
    for (String[] extra :
        List.of(
            new String[] {"content-length", "0"},
            new String[] {"content-length", "3"},
            new String[] {"content-length", "1, 2"},
            new String[] {"transfer-encoding", "chunked"},
            new String[] {"connection", "close"},
            new String[] {"x", "a\r\nGET /hidden HTTP/1.1\r\nHost: a"},
            new String[] {"x\r\ntransfer-encoding", "chunked"},
            new String[] {"x: y\r\n\r\nGET /hidden HTTP/1.1\r\nhost", "a"},
            new String[] {"x y", "z"},
            new String[] {"X", "upper"},
            new String[] {":path", "/hidden"},
            new String[] {"host", "other"},
            new String[] {"te", "gzip"})) {
      http2(edge, "/take", "a", extra);
    }
    http2(edge, "/take HTTP/1.1\r\nHost: a\r\n\r\nGET /hidden", "a");
    http2(edge, "/take", "a\r\nX: y");
    http2(edge, "/take", "u@a/b");
    last(edge, "HTTP/2");
    assertThat(serverSaw).doesNotContain("GET /hidden").contains("GET /last");
    // One that hides nothing does arrive.
    http2(edge, "/take", "a", "content-length", Integer.toString(HIDDEN.length()));
    assertThat(serverSaw).contains("POST /take");
  }

  /** One request by hand: literal fields without an index (RFC 7541 6.2.2), and content. */
  private static void http2(Url edge, String path, String authority, String... extra)
      throws IOException {
    var block = new ByteArrayOutputStream();
    for (String[] field :
        new String[][] {
          {":method", "POST"}, {":scheme", "http"}, {":authority", authority}, {":path", path}
        }) {
      literal(block, field[0], field[1]);
    }
    for (int i = 0; i < extra.length; i += 2) {
      literal(block, extra[i], extra[i + 1]);
    }
    var out = new ByteArrayOutputStream();
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(out, 4, 0, 0, new byte[0]);
    frame(out, 1, 4, 1, block.toByteArray());
    frame(out, 0, 1, 1, HIDDEN.getBytes(StandardCharsets.US_ASCII));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), edge.effectivePort())) {
      socket.setSoTimeout(60_000);
      out.writeTo(socket.getOutputStream());
      untilAnswered(new DataInputStream(socket.getInputStream()));
    } catch (IOException e) {
      // Cut off by the edge, which is an answer too.
    }
  }

  /** The answer's last frame (RFC 9113 4.1), a reset, or the end of it all. */
  private static void untilAnswered(DataInputStream in) throws IOException {
    while (true) {
      int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      in.skipNBytes(length);
      boolean ends = stream == 1 && (type == 3 || (type <= 1 && (flags & 1) != 0));
      if (ends || type == 7) {
        return;
      }
    }
  }

  private static void literal(ByteArrayOutputStream out, String name, String value) {
    out.write(0);
    for (String text : new String[] {name, value}) {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      out.write(bytes.length);
      out.writeBytes(bytes);
    }
  }

  private static void frame(
      ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
    out.write(payload.length >> 16);
    out.write(payload.length >> 8);
    out.write(payload.length);
    out.write(type);
    out.write(flags);
    out.writeBytes(new byte[] {0, 0, 0, (byte) stream});
    out.writeBytes(payload);
  }
}
