package dev.glasshouse.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that has said its last word while its client still sends (RFC 9112 9.6): the word
 * arrives, and no reset takes it back. HTTP/2 is tried in {@code h2.LastWordsTest}.
 */
@Timeout(60)
class LingeringTest {
  /** More than the sockets of both ends hold together: it is still coming when we have answered. */
  private static final int MUCH = 8 << 20;

  private static final byte[] ASKED =
      ("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + MUCH + "\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private final OsNetwork network = OsNetwork.open(1);
  private Optional<HttpServer> running = Optional.empty();

  @AfterEach
  void close() {
    running.ifPresent(HttpServer::close);
    network.close();
  }

  private Socket dial(boolean secure, Limits.Linger linger) throws Exception {
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            secure ? Optional.of(tls()) : Optional.empty(),
            request -> Response.text(Status.CONTENT_TOO_LARGE, "no"),
            Limits.SERVER.with(linger),
            Trail.OFF);
    running = Optional.of(server);
    int port = server.address().getPort();
    Socket socket;
    if (secure) {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), new SecureRandom());
      socket = context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    } else {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
    }
    socket.setSoTimeout(40_000);
    return socket;
  }

  private static SslContext tls() throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .subject("CN=a")
            .algorithm(CertificateBuilder.Algorithm.ecp256)
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    return SslContextBuilder.forServer(bundle.getKeyPair().getPrivate(), bundle.getCertificate())
        .build();
  }

  private static Limits.Linger patient() {
    return new Limits.Linger(Duration.ofSeconds(40), 1L << 30);
  }

  /** The client sends all that it has, and looks for the answer only then. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theAnswerArrivesThoughTheClientGoesOn(boolean secure) throws Exception {
    try (Socket socket = dial(secure, patient())) {
      OutputStream out = socket.getOutputStream();
      out.write(ASKED);
      for (int sent = 0; sent < MUCH; sent += 1 << 16) {
        out.write(new byte[1 << 16]);
      }
      out.flush();
      String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(said).startsWith("HTTP/1.1 413 ").endsWith("no");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void notForEver(boolean secure) throws Exception {
    try (Socket socket = dial(secure, new Limits.Linger(Duration.ofMillis(100), 1L << 30))) {
      socket.getOutputStream().write(ASKED);
      socket.getOutputStream().flush();
      assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
      // Our side stays open, and still the server lets go of it.
      awaitNoConnections();
    }
  }

  @Test
  void notForWhoNeverStops() throws Exception {
    try (Socket socket = dial(false, new Limits.Linger(Duration.ofSeconds(50), 100_000))) {
      OutputStream out = socket.getOutputStream();
      out.write(ASKED);
      try {
        for (int sent = 0; sent < MUCH; sent += 1 << 16) {
          out.write(new byte[1 << 16]);
        }
      } catch (IOException _) {
        // It has hung up by then, or the kernel has taken it all.
      }
      awaitNoConnections();
    }
  }

  private void awaitNoConnections() {
    while (running.orElseThrow().connections() > 0) {
      LockSupport.parkNanos(1_000_000);
      assertThat(Thread.interrupted()).isFalse();
    }
  }
}
