package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Generated;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.ConnectionReason;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.url.Url;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers that answer an upload before they have read it, and hang up: what of it they have not
 * read makes their kernel send a reset behind the answer. The client's next write fails then, with
 * the answer unread in its own kernel.
 */
@Timeout(120)
class EarlyRefusalTest {
  private static final int PIECE = 50_000;

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

  /** Says one thing on each connection, when told to, and hangs up with what came unread. */
  private final class Refusing implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final AtomicInteger accepted = new AtomicInteger();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final boolean secure;
    private final String answer;

    Refusing(boolean secure, String answer) throws IOException {
      this.secure = secure;
      this.answer = answer;
      Thread.ofVirtual().start(this::run);
    }

    private void run() {
      try {
        X509Bundle certificate = site.certificate("a.test");
        while (true) {
          try (Socket socket = server.accept()) {
            accepted.incrementAndGet();
            talk(socket, secure ? secured(socket, certificate) : socket);
          }
          gone.countDown();
        }
      } catch (Exception _) {
        // The test is over, or the client waits for what does not come.
      }
    }

    private void talk(Socket raw, Socket socket) throws Exception {
      InputStream in = socket.getInputStream();
      var head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.read());
      }
      // One byte of the upload: the others have come, or are on their way.
      int _ = in.read();
      asked.await();
      OutputStream out = socket.getOutputStream();
      out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      while (raw.getInputStream().available() == 0) {
        Thread.onSpinWait();
      }
    }

    private Socket secured(Socket raw, X509Bundle certificate) throws Exception {
      var context = SSLContext.getInstance("TLS");
      context.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
      var socket =
          (SSLSocket) context.getSocketFactory().createSocket(raw, "a.test", raw.getPort(), false);
      socket.setUseClientMode(false);
      return socket;
    }

    String url() {
      return (secure ? "https" : "http") + "://a.test:" + server.getLocalPort() + "/";
    }

    @Override
    public void close() throws IOException {
      asked.countDown();
      server.close();
    }
  }

  /**
   * An upload that sees to it that the client's next write is tried after the reset has come, and
   * before the answer has been read: it holds the event loop until that write stands in its queue.
   */
  private final class Upload extends InputStream {
    private final Refusing server;
    private final CountDownLatch queued = new CountDownLatch(1);
    private int reads;

    Upload(Refusing server) {
      this.server = server;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      reads++;
      try {
        if (reads == 6) {
          hold();
          server.asked.countDown();
          server.gone.await();
        } else if (reads > 6) {
          queued.countDown();
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return Math.min(length, PIECE / 5);
    }

    private void hold() throws InterruptedException {
      var held = new CountDownLatch(1);
      site.network
          .eventLoops()
          .execute(() -> {
            held.countDown();
            try {
              boolean _ = queued.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
          });
      held.await();
    }
  }

  private Response upload(HttpClient client, Refusing server, InputStream what) throws IOException {
    Request put =
        Request.to(Method.PUT, Url.parse(server.url())).with(Body.streaming(what, 10L << 30));
    return site.send(client, put);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theAnswerBehindAWriteThatFailsIsRead(boolean secure) throws Exception {
    String refusal = "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno";
    try (var server = new Refusing(secure, refusal);
        HttpClient client = HttpClient.over(site.dialer, Limits.CLIENT)) {
      try (Response response = upload(client, server, new Upload(server))) {
        assertThat(response.status()).isEqualTo(Status.CONTENT_TOO_LARGE);
        assertThat(ClientFixture.text(response)).isEqualTo("no");
      }
      // The event loop closes it; it may be at that still.
      while (!site.network.connections().live().isEmpty()
          || site.reasons(ConnectionStep.ConnectionClosed.class).isEmpty()) {
        assertThat(Thread.interrupted()).as("the test was given up").isFalse();
        Thread.onSpinWait();
      }
      assertThat(site.reasons(ConnectionStep.ConnectionClosed.class))
          .containsExactly(ConnectionReason.RESET_BY_PEER);
      try (Response again = upload(client, server, new Generated(10L << 30))) {
        assertThat(again.status()).isEqualTo(Status.CONTENT_TOO_LARGE);
      }
      assertThat(server.accepted).hasValue(2);
    }
  }
}
