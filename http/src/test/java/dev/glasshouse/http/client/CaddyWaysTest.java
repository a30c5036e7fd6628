package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.journey.VersionStep;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way to HTTP/3 with a real server: Caddy says with Alt-Svc that it speaks it. */
@Timeout(120)
class CaddyWaysTest {
  private static final int ATTEMPTS = 10;
  private static final Path CADDY = Path.of("/usr/bin/caddy");

  @TempDir private Path folder;
  private Site site;
  private Process caddy;
  private int port;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isExecutable(CADDY), "caddy is not on this machine");
    site = new Site(folder);
    X509Bundle its = site.certificate("a.test", "b.test");
    caddy = started(its);
    for (int attempt = 1; !answers(); attempt++) {
      // A port that is free for TCP may be taken for UDP, by anybody.
      stopCaddy();
      if (attempt == ATTEMPTS) {
        throw new AssertionError("it does not listen: " + Files.readString(folder.resolve("log")));
      }
      caddy = started(its);
    }
  }

  /** On a port that was free a moment ago. */
  private Process started(X509Bundle its) throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path conf =
        site.file(
            "Caddyfile",
            """
            {
              admin off
              auto_https off
              storage file_system %1$s/store
              servers {
                protocols h1 h2 h3
              }
            }
            https://a.test:%2$d, https://b.test:%2$d {
              bind 127.0.0.1
              tls %3$s %4$s
              respond "{http.request.proto} {http.request.header.Alt-Used}"
            }
            """
                .formatted(
                    folder,
                    port,
                    site.file("chain.pem", its.getCertificatePathPEM()),
                    site.file("key.pem", its.getPrivateKeyPEM())));
    var builder =
        new ProcessBuilder(
                CADDY.toString(), "run", "--config", conf.toString(), "--adapter", "caddyfile")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    for (String variable : List.of("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")) {
      builder.environment().put(variable, folder.toString());
    }
    return builder.start();
  }

  private boolean answers() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (caddy.isAlive() && System.nanoTime() < end) {
      // An answer, whatever it says: the port of TCP is open a moment before that of QUIC is.
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(30_000);
        socket
            .getOutputStream()
            .write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        if (socket.getInputStream().read() >= 0) {
          return true;
        }
      } catch (IOException _) {
        Thread.sleep(5);
      }
    }
    return false;
  }

  private void stopCaddy() throws InterruptedException {
    caddy.destroy();
    if (!caddy.waitFor(10, TimeUnit.SECONDS)) {
      caddy.destroyForcibly().waitFor();
    }
  }

  @AfterEach
  void stop() throws Exception {
    if (caddy != null) {
      stopCaddy();
    }
    if (site != null) {
      site.close();
    }
  }

  private HttpClient client(ClientOptions options) {
    return HttpClient.over(site.dialer, dev.glasshouse.http.Limits.CLIENT, options);
  }

  @Test
  void whatItSaysLeadsTheNextClientToHttp3() throws Exception {
    String url = "https://a.test:" + port + "/";
    List<String> learned;
    try (HttpClient client = client(ClientOptions.DEFAULT)) {
      assertThat(site.get(client, url)).startsWith("HTTP/2.0");
      learned = client.alternatives().lines(Instant.now());
      assertThat(learned).hasSize(1);
    }
    try (HttpClient client = client(ClientOptions.DEFAULT)) {
      client.alternatives().read(learned, Instant.now());
      try (Response response = site.send(client, url)) {
        // On a loaded machine TCP may be the first.
        if (response.version() == HttpVersion.HTTP_3) {
          assertThat(site.reasons(VersionStep.Http3Used.class))
              .containsExactly(VersionReason.ALT_SVC_KNOWN);
        } else {
          assertThat(site.reasons(VersionStep.RaceRun.class))
              .containsExactly(VersionReason.QUIC_SLOWER);
        }
      }
      assertThat(site.steps(VersionStep.RaceRun.class)).hasSize(1);
    }
  }

  @Test
  void demandedItIsSpokenAndSharedByTheNamesOfTheCertificate() throws Exception {
    try (HttpClient client = client(ClientOptions.DEFAULT.with(VersionDemand.HTTP_3))) {
      assertThat(site.get(client, "https://a.test:" + port + "/")).startsWith("HTTP/3.0");
      assertThat(site.get(client, "https://a.test:" + port + "/")).startsWith("HTTP/3.0");
      assertThat(site.get(client, "https://b.test:" + port + "/")).startsWith("HTTP/3.0");
      assertThat(site.reasons(VersionStep.ConnectionCoalesced.class))
          .containsExactly(VersionReason.SAME_SERVER);
    }
  }

  @Test
  void whereNobodySpeaksItTheErrorIsClear() throws Exception {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpClient client = client(ClientOptions.DEFAULT.with(VersionDemand.HTTP_3))) {
      int nobody = free.getLocalPort();
      assertThatThrownBy(() -> site.get(client, "https://a.test:" + nobody + "/"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("a.test:" + nobody);
      assertThat(site.reasons(VersionStep.Http3NotUsed.class))
          .containsExactly(VersionReason.QUIC_FAILED);
    }
  }
}
