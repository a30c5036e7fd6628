package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.BuiltIn;
import dev.glasshouse.dns.ResolvConf;
import dev.glasshouse.dns.Resolver;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.cache.CacheLimits;
import dev.glasshouse.http.cache.HttpCache;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.url.Url;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A fetch is given up while it waits for a peer that does not go on: it ends, no connection is left
 * and no thread.
 */
@Timeout(180)
class AbortAnywhereTest {
  private static final int PATIENCE = 60;

  private final OsNetwork network = OsNetwork.open(1);
  private final Recorder recorder = Recorder.start();
  private final List<Closeable> open = new CopyOnWriteArrayList<>();
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final CountDownLatch reached = new CountDownLatch(1);
  private Fetcher fetcher = fetcher(Lab.dialer(network, TlsOptions.DEFAULT));

  private static Fetcher fetcher(Dialer dialer) {
    return Fetcher.over(HttpClient.over(dialer))
        .with(HttpCache.inMemory(CacheLimits.DEFAULT, InstantSource.system()));
  }

  /** What the fetch waits for. */
  enum Stage {
    NAME,
    DIAL,
    TLS,
    SEND,
    WAIT,
    RECEIVE,
    DECODE
  }

  @AfterEach
  void close() throws IOException {
    fetcher.close();
    network.close();
    for (Closeable each : open) {
      each.close();
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** A server that takes connections and says the same to each, once it has read a line. */
  private Url server(String scheme, byte[] said, boolean reads) throws IOException {
    var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    open.add(server);
    Thread.ofVirtual()
        .start(() -> {
          while (true) {
            try {
              Socket socket = server.accept();
              open.add(socket);
              accepted.add(socket);
              if (reads) {
                answer(socket, said);
              }
            } catch (IOException _) {
              return;
            }
          }
        });
    return Url.parse(scheme + "://a.test:" + server.getLocalPort() + "/");
  }

  private static void answer(Socket socket, byte[] said) {
    try {
      if (socket.getInputStream().read() >= 0) {
        socket.getOutputStream().write(said);
      }
    } catch (IOException _) {
      // The client gave up before it had said anything, or before it was answered.
    }
  }

  /** A server whose queue of connections is full: the next one's dial is not answered. */
  private Url fullServer() throws IOException {
    var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    open.add(server);
    for (int i = 0; i < 16; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      boolean _ =
          channel.connect(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
      open.add(channel);
    }
    return Url.parse("http://a.test:" + server.getLocalPort() + "/");
  }

  /** The only server of names takes questions and answers none. */
  private Url unknownName() throws IOException {
    var silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    open.add(silent);
    Thread.ofVirtual()
        .start(() -> {
          try {
            silent.receive(new DatagramPacket(new byte[2000], 2000));
            reached.countDown();
          } catch (IOException _) {
            // The test is over.
          }
        });
    BuiltIn names =
        new BuiltIn() {
          @Override
          public Optional<List<InetAddress>> addresses(String name) {
            return Optional.empty();
          }

          @Override
          public Optional<ResolvConf> servers(String name) {
            return Optional.of(ResolvConf.of((InetSocketAddress) silent.getLocalSocketAddress()));
          }
        };
    var tls = new TlsClient(TlsOptions.DEFAULT);
    open.add(tls::close);
    fetcher.close();
    fetcher =
        fetcher(
            new Dialer(
                network,
                new Resolver(Resolver.Parts.system(network.nameTransport()).with(names)),
                tls));
    return Url.parse("http://nobody-knows.test/");
  }

  private static byte[] head(String more) {
    return ("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Type: text/plain\r\n"
            + more
            + "\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private FetchRequest request(Stage stage) throws IOException {
    return switch (stage) {
      case NAME -> FetchRequest.page(unknownName());
      case DIAL -> FetchRequest.page(fullServer());
      case TLS -> FetchRequest.page(server("https", new byte[0], false));
      case SEND ->
          FetchRequest.of(server("http", new byte[0], false))
              .method(Method.POST)
              .body(Body.streaming(new Endless(), 1L << 30))
              .build();
      case WAIT -> FetchRequest.page(server("http", new byte[0], true));
      case RECEIVE -> {
        var said = new ByteArrayOutputStream();
        said.writeBytes(head("Content-Length: 100000\r\n"));
        said.writeBytes(new byte[3000]);
        yield FetchRequest.page(server("http", said.toByteArray(), true));
      }
      case DECODE -> {
        var coded = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(coded, true)) {
          for (int i = 0; i < 2000; i++) {
            gzip.write(("line " + i + "\n").getBytes(StandardCharsets.US_ASCII));
          }
        }
        var said = new ByteArrayOutputStream();
        said.writeBytes(head("Content-Encoding: gzip\r\nContent-Length: 100000\r\n"));
        said.write(coded.toByteArray(), 0, coded.size() - 10);
        yield FetchRequest.page(server("http", said.toByteArray(), true));
      }
    };
  }

  /** A body without an end; how far it was read tells that the peer does not take more. */
  private final class Endless extends InputStream {
    private long given;

    @Override
    public int read() {
      return 0;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      given += length;
      if (given > 64 << 10) {
        reached.countDown();
      }
      return length;
    }
  }

  /** Reads to the end, which does not come. */
  private Thread fetch(FetchRequest request, AtomicReference<Throwable> problem) {
    return Thread.ofVirtual()
        .start(() -> {
          try (FetchResponse response = fetcher.fetch(request, recorder.trail())) {
            byte[] piece = new byte[1000];
            for (int n = response.body().read(piece); n >= 0; n = response.body().read(piece)) {
              reached.countDown();
            }
          } catch (IOException e) {
            problem.set(e);
          }
        });
  }

  private static boolean waits(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void nothingIsLeft(Stage stage) throws Exception {
    var problem = new AtomicReference<Throwable>();
    Thread thread = fetch(request(stage), problem);
    switch (stage) {
      case NAME, SEND, RECEIVE, DECODE ->
          assertThat(reached.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
      case TLS, WAIT -> await("a connection", () -> !accepted.isEmpty());
      case DIAL -> {}
    }
    await("it waits", () -> waits(thread));
    thread.interrupt();
    assertThat(thread.join(Duration.ofSeconds(PATIENCE))).as("the thread ends").isTrue();
    assertThat(problem.get()).isInstanceOf(IOException.class);
    await("no connection is left", () -> network.connections().live().isEmpty());
    assertThatPeersSeeTheEnd();
    assertThat(fetcher.cache().orElseThrow().list()).as("nothing is stored as whole").isEmpty();
    assertThat(
            recorder.journey().entries().stream()
                .map(e -> e.step())
                .filter(FetchStep.Fetched.class::isInstance)
                .map(s -> ((FetchStep.Fetched) s).outcome()))
        .containsExactly("cancelled");
  }

  /** The end or a reset: which of the two is seen depends on what was under way. */
  private void assertThatPeersSeeTheEnd() throws IOException {
    for (Socket socket : accepted) {
      socket.setSoTimeout(PATIENCE * 1000);
      try {
        byte[] piece = new byte[1 << 16];
        for (int n = 0; n >= 0; n = socket.getInputStream().read(piece)) {
          // What was sent before.
        }
      } catch (SocketException _) {
        // A reset.
      }
    }
  }

  /** Six connections to an origin are in use: the seventh request waits for one of them. */
  @Test
  void nothingIsLeftInTheQueue() throws Exception {
    Url url = server("http", new byte[0], true);
    var threads = new ArrayList<Thread>();
    var ignored = new AtomicReference<Throwable>();
    for (int i = 0; i < 6; i++) {
      threads.add(fetch(FetchRequest.page(Url.parse(url.href() + i)), ignored));
    }
    await("six connections", () -> network.connections().live().size() == 6);
    var problem = new AtomicReference<Throwable>();
    Thread seventh = fetch(FetchRequest.page(Url.parse(url.href() + "7")), problem);
    await("it waits", () -> waits(seventh));
    seventh.interrupt();
    assertThat(seventh.join(Duration.ofSeconds(PATIENCE))).isTrue();
    assertThat(problem.get()).isInstanceOf(IOException.class);
    assertThat(network.connections().live()).as("the others go on").hasSize(6);
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(PATIENCE))).isTrue();
    }
    await("no connection is left", () -> network.connections().live().isEmpty());
  }
}
