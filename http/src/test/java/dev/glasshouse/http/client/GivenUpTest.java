package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.BothPorts;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An exchange is given up while the server does not go on, in each version: the thread ends, the
 * server is told, and what carries other exchanges is left to them.
 */
@Timeout(180)
class GivenUpTest {
  private static final int PATIENCE = 60;

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  @TempDir private Path folder;
  private Site site;

  /** What the exchange waits for. */
  enum Stage {
    UPLOAD,
    HEAD,
    BODY
  }

  @BeforeEach
  void open() throws Exception {
    site = new Site(folder);
  }

  @AfterEach
  void close() {
    release.countDown();
    site.close();
  }

  private Response answer(Request request, Aside aside) throws IOException {
    if (request.path().equals("/again")) {
      return Response.text(Status.OK, "again");
    }
    aside.whenGone(gone::countDown);
    return switch (Stage.valueOf(request.path().substring(1))) {
      case UPLOAD, HEAD -> {
        reached.countDown();
        hold();
        yield Response.of(Status.NO_CONTENT);
      }
      case BODY -> Response.of(Status.OK).with(Body.streaming(new Begun()));
    };
  }

  private void hold() throws IOException {
    try {
      boolean _ = release.await(3 * PATIENCE, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Content that begins, and goes on when the test is over. */
  private final class Begun extends InputStream {
    private int given;

    @Override
    public int read() throws IOException {
      if (given++ < 3000) {
        return 'x';
      }
      hold();
      return -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int c = read();
      if (c < 0) {
        return -1;
      }
      into[offset] = (byte) c;
      return 1;
    }
  }

  /** Content without an end, which nobody takes. */
  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return 'y';
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return length;
    }
  }

  private HttpServer server(VersionDemand version) throws Exception {
    List<String> alpn = version == VersionDemand.HTTP_1_1 ? List.of("http/1.1") : List.of("h2");
    TlsServer tls = site.secure(alpn, "a.test");
    return BothPorts.listen(
        () ->
            HttpServer.listen(
                site.network,
                new InetSocketAddress("127.0.0.1", 0),
                tls,
                Handler.talkative(this::answer),
                Limits.SERVER,
                Trail.OFF),
        bound -> bound.alsoQuic(site.network, tls, QuicOptions.DEFAULT));
  }

  /** Reads to the end, which does not come. */
  private Thread exchange(
      HttpClient client, Request request, Stage stage, AtomicReference<Throwable> problem) {
    return Thread.ofVirtual()
        .start(() -> {
          try (Response response = client.send(request, Priority.HIGH, site.recorder.trail());
              BodyStream body = response.body().open()) {
            byte[] piece = new byte[100];
            for (int n = body.read(piece); n >= 0; n = body.read(piece)) {
              reached.countDown();
            }
          } catch (IOException e) {
            problem.set(e);
          }
        });
  }

  private static void awaitWaiting(Thread thread) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(System.nanoTime()).as("it waits").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private void awaitConnections(int count) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (site.network.connections().live().size() != count) {
      assertThat(System.nanoTime()).as("connections that are left").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /**
   * Whether the server notices while it does nothing: over HTTP/1 not where it neither reads nor
   * writes, and over HTTP/3 not where only its answer is not wanted any more
   * (docs/decisions/http3-what-the-codec-leaves-out.md).
   */
  private static boolean isNoticed(VersionDemand version, Stage stage) {
    return switch (version) {
      case HTTP_2 -> true;
      case HTTP_3 -> stage == Stage.UPLOAD;
      default -> stage == Stage.HEAD;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1, UPLOAD",
    "HTTP_1_1, HEAD",
    "HTTP_1_1, BODY",
    "HTTP_2,   UPLOAD",
    "HTTP_2,   HEAD",
    "HTTP_2,   BODY",
    "HTTP_3,   UPLOAD",
    "HTTP_3,   HEAD",
    "HTTP_3,   BODY"
  })
  void theServerIsToldAndTheConnectionIsLeftToOthers(VersionDemand version, Stage stage)
      throws Exception {
    try (HttpServer server = server(version);
        HttpClient client =
            HttpClient.over(site.dialer, Limits.CLIENT, ClientOptions.DEFAULT.with(version))) {
      String base = "https://a.test:" + server.address().getPort() + "/";
      Request request = Request.get(Url.parse(base + stage));
      if (stage == Stage.UPLOAD) {
        request =
            Request.to(Method.POST, Url.parse(base + stage))
                .with(Body.streaming(new Endless(), 1L << 30));
      }
      var problem = new AtomicReference<Throwable>();
      Thread thread = exchange(client, request, stage, problem);
      assertThat(reached.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
      awaitWaiting(thread);
      thread.interrupt();
      assertThat(thread.join(Duration.ofSeconds(PATIENCE))).as("the thread ends").isTrue();
      assertThat(problem.get()).isInstanceOf(IOException.class);
      boolean shared = version != VersionDemand.HTTP_1_1;
      if (version != VersionDemand.HTTP_3) {
        awaitConnections(shared ? 1 : 0);
      }
      if (isNoticed(version, stage)) {
        assertThat(gone.await(PATIENCE, TimeUnit.SECONDS)).as("the server is told").isTrue();
      }
      assertThat(site.get(client, base + "again")).isEqualTo("again");
      if (shared) {
        assertThat(server.connections()).as("one carries both").isEqualTo(1);
      } else {
        assertThat(site.steps(ConnectionStep.Dialed.class)).as("each has its own").hasSize(2);
      }
      assertThat(site.steps(StreamStep.StreamReset.class))
          .as("told as a step")
          .extracting(StreamStep.StreamReset::by)
          .isEqualTo(shared ? List.of("us") : List.of());
      release.countDown();
    }
  }
}
