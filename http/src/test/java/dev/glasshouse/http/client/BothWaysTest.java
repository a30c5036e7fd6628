package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.BothPorts;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.url.Url;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Answers that begin before their requests are whole: neither end may wait for the other to be
 * done.
 */
@Timeout(120)
class BothWaysTest {
  private static final int MUCH = 4_000_000;

  private final CountDownLatch goOn = new CountDownLatch(1);
  @TempDir private Path folder;
  private Site site;

  @BeforeEach
  void open() throws Exception {
    site = new Site(folder);
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** Says something, and the rest when it is told to. */
  private final class Waiting extends InputStream {
    private final ByteArrayInputStream first;
    private final ByteArrayInputStream then = new ByteArrayInputStream(bytesOf("and more"));

    Waiting(String first) {
      this.first = new ByteArrayInputStream(bytesOf(first));
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (first.available() > 0) {
        return first.read(into, offset, length);
      }
      try {
        if (!goOn.await(30, TimeUnit.SECONDS)) {
          throw new IOException("nobody said to go on");
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return then.read(into, offset, length);
    }
  }

  private static byte[] bytesOf(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private Response answer(Request request) {
    return switch (request.target()) {
      case "/later" -> Response.of(Status.OK).with(Body.streaming(new Waiting("")));
      case "/later-8" -> Response.of(Status.OK).with(Body.streaming(new Waiting(""), 8));
      case "/some" -> Response.of(Status.OK).with(Body.streaming(new Waiting("some ")));
      case "/some-13" -> Response.of(Status.OK).with(Body.streaming(new Waiting("some "), 13));
      // Made of the request while that comes.
      case "/echo" -> {
        try {
          yield Response.of(Status.OK).with(Body.streaming(request.body().open()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      // Nothing of the request is read.
      case "/deaf" -> Response.of(Status.OK).with(Body.of(new byte[MUCH]));
      default -> Response.of(Status.CONTENT_TOO_LARGE).with(Body.of(new byte[MUCH]));
    };
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
                this::answer,
                Limits.SERVER,
                Trail.OFF),
        bound -> bound.alsoQuic(site.network, tls, QuicOptions.DEFAULT));
  }

  /** A client that speaks no other version. */
  private HttpClient client(VersionDemand version) {
    return HttpClient.over(site.dialer, Limits.CLIENT, ClientOptions.DEFAULT.with(version));
  }

  private Request post(HttpServer server, String path, Body body) {
    String url = "https://a.test:" + server.address().getPort() + path;
    return Request.to(Method.POST, Url.parse(url)).with(body);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** Content that is said word by word. */
  private static final class Said extends BodyStream {
    private final Queue<byte[]> words = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Runnable> told = new AtomicReference<>(() -> {});
    private volatile boolean over;

    void say(String word) {
      words.add(bytesOf(word));
      told.getAndSet(() -> {}).run();
    }

    void end() {
      over = true;
      told.getAndSet(() -> {}).run();
    }

    @Override
    public Fields trailers() {
      return Fields.EMPTY;
    }

    @Override
    public boolean tellsMore() {
      return true;
    }

    @Override
    public int readNow(byte[] into, int offset, int length) {
      boolean last = over;
      byte[] word = words.poll();
      if (word == null) {
        return last ? -1 : 0;
      }
      System.arraycopy(word, 0, into, offset, word.length);
      return word.length;
    }

    @Override
    public void whenMore(Runnable then) {
      told.set(then);
      if (over || !words.isEmpty()) {
        told.getAndSet(() -> {}).run();
      }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      while (true) {
        int n = readNow(into, offset, length);
        if (n != 0) {
          return n;
        }
        var more = new CountDownLatch(1);
        whenMore(more::countDown);
        try {
          if (!more.await(30, TimeUnit.SECONDS)) {
            throw new IOException("nobody says anything");
          }
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
    }
  }

  /** What is said next hangs on what was answered. */
  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2", "HTTP_3"})
  void twoTalkWithEachOther(VersionDemand version) throws Exception {
    var said = new Said();
    try (HttpServer server = server(version);
        HttpClient client = client(version);
        Response response =
            client.send(post(server, "/echo", Body.streaming(said)), Priority.MEDIUM, Trail.OFF);
        BodyStream body = response.body().open()) {
      for (String word : List.of("one", "two", "three")) {
        said.say(word);
        assertThat(body.readNBytes(word.length())).asString().isEqualTo(word);
      }
      said.end();
      assertThat(body.readAllBytes()).isEmpty();
    }
  }

  /** A server that says no is heard though the client has more to say. */
  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2", "HTTP_3"})
  void whoSaysNoIsHeard(VersionDemand version) throws Exception {
    var said = new Said();
    said.say("one");
    try (HttpServer server = server(version);
        HttpClient client = client(version);
        Response response =
            client.send(
                post(server, "/refused", Body.streaming(said)), Priority.MEDIUM, Trail.OFF);
        BodyStream body = response.body().open()) {
      assertThat(response.status()).isEqualTo(Status.CONTENT_TOO_LARGE);
      assertThat(body.readAllBytes()).hasSize(MUCH);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2", "HTTP_3"})
  void anAnswerIsReadWhileTheServerReadsNothing(VersionDemand version) throws Exception {
    try (HttpServer server = server(version);
        HttpClient client = client(version)) {
      for (String path : List.of("/deaf", "/refused")) {
        Request request = post(server, path, Body.of(bytes(300_000)));
        try (Response response = client.send(request, Priority.MEDIUM, Trail.OFF);
            BodyStream body = response.body().open()) {
          assertThat(response.status().isOk()).isEqualTo(path.equals("/deaf"));
          assertThat(body.readAllBytes()).as(path).hasSize(MUCH);
        }
      }
    }
  }

  /** A head is of use before its content is there, and so is the beginning of that. */
  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1, /later, ''",
    "HTTP_1_1, /later-8, ''",
    "HTTP_1_1, /some, 'some '",
    "HTTP_1_1, /some-13, 'some '",
    "HTTP_2, /later, ''",
    "HTTP_2, /later-8, ''",
    "HTTP_2, /some, 'some '",
    "HTTP_2, /some-13, 'some '",
    "HTTP_3, /later, ''",
    "HTTP_3, /later-8, ''",
    "HTTP_3, /some, 'some '",
    "HTTP_3, /some-13, 'some '"
  })
  void whatIsThereIsSentBeforeTheRestIs(VersionDemand version, String path, String some)
      throws Exception {
    try (HttpServer server = server(version);
        HttpClient client = client(version);
        Response response = client.send(post(server, path, Body.NONE), Priority.MEDIUM, Trail.OFF);
        BodyStream body = response.body().open()) {
      assertThat(body.readNBytes(some.length())).asString().isEqualTo(some);
      goOn.countDown();
      assertThat(body.readAllBytes()).asString().isEqualTo("and more");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2", "HTTP_3"})
  void whatIsSentComesBackWhileItIsSent(VersionDemand version) throws Exception {
    byte[] much = bytes(MUCH);
    try (HttpServer server = server(version);
        HttpClient client = client(version)) {
      for (Body sent :
          List.of(Body.of(much), Body.streaming(new ByteArrayInputStream(much), MUCH))) {
        Request request = post(server, "/echo", sent);
        try (Response response = client.send(request, Priority.MEDIUM, Trail.OFF);
            BodyStream body = response.body().open()) {
          assertThat(body.readAllBytes()).isEqualTo(much);
        }
      }
      Request unsaid = post(server, "/echo", Body.streaming(new ByteArrayInputStream(much)));
      try (Response response = client.send(unsaid, Priority.MEDIUM, Trail.OFF);
          BodyStream body = response.body().open()) {
        assertThat(body.readAllBytes()).isEqualTo(much);
      }
    }
  }
}
