package dev.glasshouse.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.BuiltIn;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a page shows and says when its time is up. */
@Timeout(120)
class GiveUpTest {
  /** A machine that is busy may need longer for what comes before the wait. */
  private static final int LONGEST = 32;

  private final CountDownLatch end = new CountDownLatch(1);
  private final OsNetwork network = OsNetwork.open();
  private HttpServer server;

  @BeforeEach
  void open() throws Exception {
    server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            request ->
                switch (request.path()) {
                  case "/silent" -> {
                    await();
                    yield Response.of(Status.OK);
                  }
                  case "/stops" -> html(repeated("<p>first</p>", 1, true));
                  case "/endless" -> html(repeated("<p>again</p>\n", Long.MAX_VALUE, false));
                  case "/part" ->
                      Response.html(Status.OK, "<link rel=stylesheet href=silent><p>seen");
                  default -> Response.of(Status.NOT_FOUND);
                },
            Trail.OFF);
  }

  @AfterEach
  void close() {
    end.countDown();
    server.close();
    network.close();
  }

  private void await() throws IOException {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  private static Response html(InputStream content) {
    return Response.of(Status.OK)
        .with("Content-Type", "text/html; charset=utf-8")
        .with(Body.streaming(content));
  }

  /** A text so many times; after that the end, or nothing until the test is over. */
  private InputStream repeated(String text, long times, boolean waits) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new InputStream() {
      private long left = times;

      @Override
      public int read() {
        throw new UnsupportedOperationException("pieces are read");
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0 && waits) {
          await();
        }
        if (left == 0 || end.getCount() == 0) {
          return -1;
        }
        left--;
        System.arraycopy(bytes, 0, into, offset, bytes.length);
        return bytes.length;
      }
    };
  }

  /** What came of a page whose time was up after so many seconds, with what it shows. */
  private record Seen(Outcome outcome, String text, int seconds) {
    String said() {
      return "no answer within " + seconds + " s";
    }
  }

  private Seen open(String path, int seconds) {
    try (Browser browser =
            Browser.open(
                Browser.Settings.DEFAULT
                    .on(network, BuiltIn.NONE)
                    .with(Browser.Rendering.OFF)
                    .with(Limits.DEFAULT.withLoad(Duration.ofSeconds(seconds))));
        Page page = browser.page()) {
      Outcome outcome = page.open("http://127.0.0.1:" + server.address().getPort() + path);
      return new Seen(outcome, outcome instanceof Outcome.Shown ? page.html() : "", seconds);
    }
  }

  /** Opens a page of which something can be shown, with more time until something is. */
  private Seen shown(String path, String text) {
    Seen seen = open(path, 1);
    while (!seen.text().contains(text) && seen.seconds() < LONGEST) {
      seen = open(path, seen.seconds() * 2);
    }
    assertThat(seen.text()).contains(text);
    return seen;
  }

  private static List<String> problems(Seen seen) {
    return ((Outcome.Shown) seen.outcome()).problems();
  }

  @Test
  void aServerThatSaysNothing() {
    Seen seen = open("/silent", 1);
    assertThat(seen.outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.why()).isEqualTo(seen.said()));
  }

  @Test
  void aDocumentThatStopsIsShownAsFarAsItCame() {
    Seen seen = shown("/stops", "first");
    assertThat(problems(seen)).anyMatch(line -> line.endsWith(seen.said()));
  }

  /** The reader of the document waits for the page, not for the network, when it is given up. */
  @Test
  void aDocumentThatDoesNotEndIsShownAsFarAsItCame() {
    Seen seen = shown("/endless", "again");
    assertThat(problems(seen))
        .as("a fast machine may come to the limit of a document's length before")
        .anyMatch(line -> line.endsWith(seen.said()) || line.contains("longer than the limit"))
        .noneMatch(line -> line.endsWith("given up"));
  }

  @Test
  void aPartThatDoesNotComeIsNamed() {
    Seen seen = shown("/part", "seen");
    assertThat(problems(seen)).anyMatch(line -> line.contains("/silent"));
    assertThat(problems(seen)).anyMatch(line -> line.endsWith(seen.said()));
  }
}
