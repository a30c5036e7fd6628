package dev.glasshouse.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.OriginException;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.journey.EdgeStep;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requests that are passed on without a thread: what bytes the server says, and what comes of it.
 */
@Timeout(180)
class EventLoopTest {
  private final Chain chain = new Chain(loops());
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Counted counted = new Counted();

  /** How many event loops there are. */
  int loops() {
    return 1;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    chain.close();
  }

  /** Counts what went without a thread. */
  private static final class Counted {
    final AtomicInteger begun = new AtomicInteger();

    Origin around(Origin origin) {
      return new Origin() {
        @Override
        public Response send(Request request, Aside aside) throws OriginException {
          return origin.send(request, aside);
        }

        @Override
        public boolean isPrompt() {
          return origin.isPrompt();
        }

        @Override
        public boolean begin(Request request, Aside aside, Executor loop, Taker then) {
          boolean its = origin.begin(request, aside, loop, then);
          begun.addAndGet(its ? 1 : 0);
          return its;
        }
      };
    }
  }

  private Url server(ByteServer.Doing doing) throws IOException {
    var its = ByteServer.open(doing);
    open.add(its);
    return its.url();
  }

  private static final String WELL = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwell";

  private Url edge(Url server, Limits limits) throws IOException {
    var origin =
        new HttpOrigin(chain.client(VersionDemand.HTTP_1_1, limits), server, ServerOptions.USUAL);
    return chain.edge(counted.around(origin), ProxyOptions.USUAL);
  }

  private Socket connected(Url edge) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), edge.effectivePort());
    socket.setSoTimeout(60_000);
    open.add(socket);
    return socket;
  }

  /** Asks once over a connection of its own, so that one to the server stands. */
  private void warm(Url edge) throws IOException {
    String come = "";
    // On a machine with much to do a server that is well may seem to be late.
    for (int i = 0; i < 30 && !come.startsWith("HTTP/1.1 200 "); i++) {
      try (Socket its = connected(edge)) {
        come = all(its, last("/warm"));
      }
    }
    assertThat(come).startsWith("HTTP/1.1 200 ");
    assertThat(counted.begun.get()).isZero();
  }

  /** The whole of what comes on a connection whose last request closes it. */
  private static String all(Socket its, String requests) throws IOException {
    ByteServer.say(its, requests);
    return new String(its.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  private static String last(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  }

  /** Forms that an answer may have. */
  enum Form {
    LENGTH("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst", "200", "first"),
    IN_PIECES("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n|first|other", "200", "firstother"),
    CHUNKS(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfi|rst\r\n0\r\n|X-Sum: 1\r\n\r\n",
        "200",
        "first"),
    UNTIL_CLOSE("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n|first", "200", "first"),
    EMPTY("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "200", ""),
    BODILESS("HTTP/1.1 204 No Content\r\n\r\n", "204", ""),
    INTERIM(
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n|HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
        "103",
        "x");

    private final String said;
    private final String status;
    private final String content;

    Form(String said, String status, String content) {
      this.said = said;
      this.status = status;
      this.content = content;
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void eachFormOfAnAnswerGoesThrough(Form form) throws Exception {
    var goOn = new LinkedBlockingQueue<String>();
    Url edge =
        edge(
            server((its, head, _) -> {
              if (head.startsWith("GET /warm ")) {
                ByteServer.say(its, WELL);
                return true;
              }
              for (String part : form.said.split("\\|")) {
                if (!part.equals(form.said.split("\\|")[0])) {
                  goOn.take();
                }
                ByteServer.say(its, part);
              }
              return form != Form.UNTIL_CLOSE;
            }),
            Limits.CLIENT);
    warm(edge);
    try (Socket its = connected(edge)) {
      ByteServer.say(its, last("/"));
      var come = new StringBuilder(ByteServer.head(its.getInputStream()));
      // The head was there before the rest: nothing waits for the whole.
      goOn.addAll(List.of("", "", ""));
      come.append(new String(its.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
      assertThat(come.toString()).startsWith("HTTP/1.1 " + form.status + " ");
      assertThat(content(come.toString())).isEqualTo(form.content);
    }
    assertThat(counted.begun.get()).isEqualTo(1);
  }

  /** The content of the last message of several. */
  private static String content(String messages) {
    String text = messages;
    if (text.startsWith("HTTP/1.1 103")) {
      text = text.substring(text.indexOf("\r\n\r\n") + 4);
    }
    int end = text.indexOf("\r\n\r\n");
    String head = text.substring(0, end).toLowerCase(java.util.Locale.ROOT);
    String rest = text.substring(end + 4);
    if (!head.contains("transfer-encoding: chunked")) {
      return rest;
    }
    var content = new StringBuilder();
    int at = 0;
    while (true) {
      int line = rest.indexOf("\r\n", at);
      int size = Integer.parseInt(rest.substring(at, line), 16);
      if (size == 0) {
        return content.toString();
      }
      content.append(rest, line + 2, line + 2 + size);
      at = line + 2 + size + 2;
    }
  }

  @Test
  void requestsThatWereSentAheadAreAnsweredInTurn() throws Exception {
    Url edge =
        edge(
            server((its, head, _) -> {
              String path = head.split(" ", 3)[1];
              ByteServer.say(
                  its, "HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
              return true;
            }),
            Limits.CLIENT);
    warm(edge);
    String come =
        all(
            connected(edge),
            get("/one")
                + get("/two")
                + "POST /three HTTP/1.1\r\nHost: a\r\n"
                + "Content-Length: 2\r\n\r\nab"
                + get("/four")
                + last("/five"));
    assertThat(come.split("HTTP/1.1 200 OK")).hasSize(6);
    assertThat(come).containsSubsequence("/one", "/two", "/three", "/four", "/five");
    assertThat(counted.begun.get()).isPositive();
  }

  @Test
  void aClientOfHttp10GetsWhatItKnows() throws Exception {
    Url edge =
        edge(
            server((its, head, _) -> {
              ByteServer.say(
                  its,
                  head.startsWith("GET /warm ")
                      ? WELL
                      : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n");
              return true;
            }),
            Limits.CLIENT);
    warm(edge);
    String come = all(connected(edge), "GET / HTTP/1.0\r\nHost: a\r\n\r\n");
    assertThat(come.toLowerCase(java.util.Locale.ROOT)).doesNotContain("chunked");
    assertThat(come).endsWith("\r\n\r\nab");
  }

  @Test
  void aConnectionThatWasStaleIsNotTheRequestsEnd() throws Exception {
    Url edge =
        edge(
            server((its, _, number) -> {
              if (number == 2) {
                return false;
              }
              ByteServer.say(its, WELL);
              return true;
            }),
            Limits.CLIENT);
    warm(edge);
    assertThat(all(connected(edge), last("/"))).endsWith("well");
    assertThat(counted.begun.get()).isEqualTo(1);
    assertThat(chain.steps(HttpStep.RequestRetried.class)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 504, http_response_timeout",
    "'HTTP/1.1 200 OK', 504, http_response_timeout",
    "'HELO\r\n\r\n', 502, http_protocol_error",
    "'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n', 502, http_protocol_error"
  })
  void aServerThatAnswersNotAsItShouldIsTold(String said, int status, String error)
      throws Exception {
    Limits.Times usual = Limits.CLIENT.times();
    Duration patience = Duration.ofSeconds(status == 504 ? 1 : 60);
    var times =
        new Limits.Times(
            usual.slot(),
            usual.continueWait(),
            patience,
            patience,
            usual.idle(),
            usual.total(),
            usual.keepAlive());
    var held = new CountDownLatch(1);
    Url edge =
        edge(
            server((its, head, _) -> {
              ByteServer.say(its, head.startsWith("GET /warm ") ? WELL : said);
              if (!head.startsWith("GET /warm ")) {
                held.await(120, TimeUnit.SECONDS);
              }
              return true;
            }),
            Limits.CLIENT.with(times));
    warm(edge);
    String come = all(connected(edge), last("/"));
    assertThat(come).startsWith("HTTP/1.1 " + status + " ");
    assertThat(come).contains("Proxy-Status: glass-edge; error=" + error);
    held.countDown();
  }

  @Test
  void contentThatBreaksOffBreaksOff() throws Exception {
    Url edge =
        edge(
            server((its, head, _) -> {
              if (head.startsWith("GET /warm ")) {
                ByteServer.say(its, WELL);
                return true;
              }
              ByteServer.say(its, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
              return false;
            }),
            Limits.CLIENT);
    warm(edge);
    Socket its = connected(edge);
    String come;
    try {
      come = all(its, get("/"));
    } catch (IOException e) {
      // A reset says as much.
      return;
    }
    assertThat(come).contains("Content-Length: 10").endsWith("first");
  }

  /** A client that reads nothing holds the server up: what it does not take is nowhere kept. */
  @Test
  void aClientThatIsSlowHoldsTheServerBack() throws Exception {
    long whole = 48L * 1024 * 1024;
    var written = new AtomicLong();
    Url edge =
        edge(
            server((its, head, _) -> {
              if (head.startsWith("GET /warm ")) {
                ByteServer.say(its, WELL);
                return true;
              }
              ByteServer.say(its, "HTTP/1.1 200 OK\r\nContent-Length: " + whole + "\r\n\r\n");
              OutputStream out = its.getOutputStream();
              byte[] piece = new byte[64 * 1024];
              for (long left = whole; left > 0; left -= piece.length) {
                out.write(piece);
                written.addAndGet(piece.length);
              }
              return true;
            }),
            Limits.CLIENT);
    warm(edge);
    Socket its = connected(edge);
    ByteServer.say(its, last("/"));
    String head = ByteServer.head(its.getInputStream());
    long before = -1;
    while (written.get() != before) {
      before = written.get();
      Thread.sleep(200);
    }
    // The buffers of the kernel on both ways, and ours.
    assertThat(before).isLessThan(whole * 3 / 4);
    assertThat(its.getInputStream().readAllBytes()).hasSize((int) whole);
    assertThat(head).startsWith("HTTP/1.1 200 ");
    assertThat(counted.begun.get()).isEqualTo(1);
  }

  /** How a client asks that goes away while its answer is awaited. */
  enum Gone {
    PROMPT,
    WITH_CONTENT,
    STREAM
  }

  @ParameterizedTest
  @EnumSource(Gone.class)
  void aClientThatGoesAwayTakesItsRequestWithIt(Gone gone) throws Exception {
    BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    var asked = new CountDownLatch(1);
    Url edge =
        edge(
            server((its, head, _) -> {
              if (head.startsWith("GET /warm ")) {
                ByteServer.say(its, WELL);
                return true;
              }
              its.getInputStream().skipNBytes(head.startsWith("POST") ? 2 : 0);
              asked.countDown();
              try {
                ends.add("read " + its.getInputStream().read());
              } catch (IOException e) {
                ends.add("reset");
              }
              return false;
            }),
            Limits.CLIENT);
    warm(edge);
    Runnable go = ask(gone, edge);
    assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(ends).isEmpty();
    go.run();
    assertThat(ends.poll(60, TimeUnit.SECONDS)).isIn("read -1", "reset");
  }

  /** Asks; what comes back goes away. */
  private Runnable ask(Gone gone, Url edge) throws IOException {
    if (gone == Gone.STREAM) {
      HttpClient client = chain.client(VersionDemand.HTTP_2, Limits.CLIENT);
      Thread asking =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.send(Request.get(edge), Priority.HIGH, Trail.OFF).close();
                } catch (IOException e) {
                  // It was given up.
                }
              });
      return asking::interrupt;
    }
    Socket its = connected(edge);
    ByteServer.say(
        its,
        gone == Gone.PROMPT
            ? get("/")
            : "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab");
    return () -> {
      try {
        its.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  /** Whether a thread waited or not, the story is the same. */
  @Test
  void theStoryIsThatOfAThread() throws Exception {
    Url edge =
        edge(
            server((its, _, _) -> {
              ByteServer.say(its, WELL);
              return true;
            }),
            Limits.CLIENT);
    warm(edge);
    int before = told().size();
    assertThat(all(connected(edge), last("/"))).endsWith("well");
    Chain.await(
        () -> told().stream().filter(HttpStep.RequestServed.class::isInstance).count() == 2);
    List<String> kinds =
        told().stream().skip(before).map(step -> step.getClass().getSimpleName()).toList();
    assertThat(kinds)
        .contains(
            "FieldsPassed",
            "ConnectionReused",
            "RequestSent",
            "ResponseBegun",
            "ResponseEnded",
            "RequestServed");
    assertThat(chain.steps(EdgeStep.FieldsPassed.class)).hasSize(4);
    assertThat(chain.steps(HttpStep.RequestSent.class)).hasSize(2);
    assertThat(counted.begun.get()).isEqualTo(1);
  }

  private List<Step> told() {
    return chain.steps(Step.class);
  }
}
