package dev.glasshouse.http.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.url.Url;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our client against Caddy, whose HTTP/3 is quic-go's. */
@Timeout(120)
class CaddyTest {
  private static final Path CADDY = Path.of("/usr/bin/caddy");

  @TempDir private Path folder;
  private final Authority authority;
  private int port;
  private Process caddy;

  CaddyTest() throws Exception {
    authority = new Authority();
  }

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isExecutable(CADDY), "caddy is not on this machine");
    Path site = Files.createDirectories(folder.resolve("site"));
    Files.writeString(site.resolve("page.html"), "<p>" + "word ".repeat(20_000));
    Files.write(site.resolve("large.bin"), new byte[30_000_000]);
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path conf = folder.resolve("Caddyfile");
    Files.writeString(
        conf,
        """
        {
          admin off
          auto_https off
          storage file_system %1$s/store
          servers {
            protocols h1 h2 h3
          }
        }
        https://%2$s:%3$d {
          bind 127.0.0.1
          tls %4$s %5$s
          root * %6$s
          handle /echo {
            respond "{http.request.method} {http.request.proto} {http.request.body}"
          }
          handle /none {
            respond 204
          }
          handle /old {
            redir * /page.html 301
          }
          handle {
            file_server
          }
        }
        """
            .formatted(
                folder,
                Authority.NAME,
                port,
                authority.chain(folder),
                authority.key(folder),
                site));
    var builder =
        new ProcessBuilder(
                CADDY.toString(), "run", "--config", conf.toString(), "--adapter", "caddyfile")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("XDG_DATA_HOME", folder.toString());
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    caddy = builder.start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (caddy.isAlive() && System.nanoTime() < end) {
      // An answer, whatever it says: the port of TCP is open a moment before that of QUIC is.
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(30_000);
        socket
            .getOutputStream()
            .write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        if (socket.getInputStream().read() >= 0) {
          return;
        }
      } catch (IOException _) {
        Thread.sleep(5);
      }
    }
    throw new AssertionError("it does not listen: " + Files.readString(folder.resolve("log")));
  }

  @AfterEach
  void stop() throws Exception {
    if (caddy != null) {
      caddy.destroy();
      if (!caddy.waitFor(10, TimeUnit.SECONDS)) {
        caddy.destroyForcibly().waitFor();
      }
    }
  }

  private Client client() throws IOException {
    return new Client(
        new TlsOptions(TlsOptions.Verification.STRICT, List.of(authority.root(folder))));
  }

  private Url url(String path) {
    return Url.parse("https://" + Authority.NAME + ":" + port + path);
  }

  @Test
  void converses() throws Exception {
    try (var our = client()) {
      Http3Session session = our.session(Authority.NAME, port);
      for (int i = 0; i < 3; i++) {
        Response page = our.send(session, Request.get(url("/page.html")));
        assertThat(page.status()).isEqualTo(Status.OK);
        assertThat(page.version()).isEqualTo(HttpVersion.HTTP_3);
        assertThat(Client.text(page)).hasSize(100_003);
      }
      try (BodyStream large = our.send(session, Request.get(url("/large.bin"))).body().open()) {
        assertThat(large.readAllBytes()).hasSize(30_000_000);
      }
      assertThat(our.send(session, Request.get(url("/none"))).status())
          .isEqualTo(Status.NO_CONTENT);
      Response moved = our.send(session, Request.get(url("/old")));
      assertThat(moved.status()).isEqualTo(Status.MOVED_PERMANENTLY);
      moved.close();
      Response head = our.send(session, Request.to(Method.HEAD, url("/large.bin")));
      assertThat(head.fields().first("Content-Length")).contains("30000000");
      Response missing = our.send(session, Request.get(url("/missing")));
      assertThat(missing.status()).isEqualTo(Status.NOT_FOUND);
      Client.text(missing);
      assertThat(session.exchanges()).isEqualTo(8);
      assertThat(our.steps(HttpStep.ProtocolViolated.class)).isEmpty();
      assertThat(our.steps(ConnectionStep.TlsShaken.class))
          .singleElement()
          .satisfies(tls -> {
            assertThat(tls.alpn()).isEqualTo("h3");
            assertThat(tls.version()).isEqualTo("TLSv1.3");
            assertThat(tls.checked()).isTrue();
          });
      assertThat(our.steps(QuicStep.QuicAgreed.class)).hasSize(1);
    }
  }

  @Test
  void sendsContent() throws Exception {
    try (var our = client()) {
      Http3Session session = our.session(Authority.NAME, port);
      Response small =
          our.send(session, Request.to(Method.POST, url("/echo")).with(Body.of("some content")));
      assertThat(Client.text(small)).isEqualTo("POST HTTP/3.0 some content");
      String text = "0123456789".repeat(100_000);
      Response large =
          our.send(
              session,
              Request.to(Method.PUT, url("/echo"))
                  .with(
                      Body.streaming(
                          new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))));
      assertThat(Client.text(large)).isEqualTo("PUT HTTP/3.0 " + text);
    }
  }

  /** The second connection's first request goes before its handshake. */
  @Test
  void earlyData() throws Exception {
    try (var our = client();
        var between = new Forwarder(new InetSocketAddress(Client.LOOPBACK, port))) {
      Http3Session first = our.session(Authority.NAME, between.port());
      Client.text(our.send(first, Request.get(url("/page.html"))));
      first.close();
      between.hold();
      Http3Session second = our.session(Authority.NAME, between.port());
      assertThat(second.connection().isEarly()).isTrue();
      var page =
          CompletableFuture.supplyAsync(() -> {
            try {
              return Client.text(our.send(second, Request.get(url("/page.html"))));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      our.await(QuicStep.EarlyDataSent.class);
      assertThat(second.connection().isEstablished()).isFalse();
      between.release();
      assertThat(page.get()).hasSize(100_003);
      Response posted =
          our.send(second, Request.to(Method.POST, url("/echo")).with(Body.of("later")));
      assertThat(Client.text(posted)).isEqualTo("POST HTTP/3.0 later");
      assertThat(our.steps(QuicStep.EarlyDataSent.class)).hasSize(1);
      assertThat(our.steps(ConnectionStep.TlsShaken.class))
          .extracting(ConnectionStep.TlsShaken::resumed)
          .containsExactly(false, true);
      second.close();
    }
  }
}
