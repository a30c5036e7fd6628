package dev.glasshouse.edge.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.Names;
import dev.glasshouse.edge.balance.ServerSpec;
import dev.glasshouse.edge.proxy.Chain;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.url.Url;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The edge before Caddy, in every version that Caddy speaks. */
@Timeout(180)
class CaddyTest {
  private static final Path CADDY = Path.of("/usr/bin/caddy");
  private static final int ATTEMPTS = 10;

  @TempDir private Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private Chain chain;
  private Path authority;
  private int secure;
  private int plain;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isExecutable(CADDY), "caddy is not on this machine");
    chain = new Chain();
    open.add(chain);
    certificates();
    Process caddy = started();
    for (int attempt = 1; !(answers(caddy, secure) && answers(caddy, plain)); attempt++) {
      // A port that is free for TCP may be taken for UDP, and either by anybody.
      stop(caddy);
      if (attempt == ATTEMPTS) {
        throw new AssertionError("it does not listen: " + Files.readString(folder.resolve("log")));
      }
      caddy = started();
    }
    Process runs = caddy;
    open.add(() -> stop(runs));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private static void stop(Process caddy) throws InterruptedException {
    caddy.destroy();
    if (!caddy.waitFor(20, TimeUnit.SECONDS)) {
      caddy.destroyForcibly().waitFor();
    }
  }

  private static CertificateBuilder builder() {
    Instant now = Instant.now();
    return new CertificateBuilder()
        .ecp256()
        .notBefore(now.minus(1, ChronoUnit.DAYS))
        .notAfter(now.plus(10, ChronoUnit.DAYS));
  }

  private void certificates() throws Exception {
    X509Bundle root =
        builder().subject("CN=Test Root").setIsCertificateAuthority(true).buildSelfSigned();
    authority = Files.writeString(folder.resolve("root.pem"), root.getCertificatePEM());
    X509Bundle its =
        builder()
            .subject("CN=a.test")
            .addExtendedKeyUsageServerAuth()
            .addSanDnsName("a.test")
            .buildIssuedBy(root);
    Files.writeString(folder.resolve("chain.pem"), its.getCertificatePathPEM());
    Files.writeString(folder.resolve("key.pem"), its.getPrivateKeyPEM());
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** On ports that were free a moment ago. */
  private Process started() throws IOException {
    secure = free();
    plain = free();
    Path conf =
        Files.writeString(
            folder.resolve("Caddyfile"),
            """
            {
              admin off
              auto_https off
              storage file_system %1$s/store
              servers {
                protocols h1 h2 h2c h3
              }
            }
            (site) {
              bind 127.0.0.1
              respond "{http.request.proto} {http.request.hostport} {http.request.body}"
            }
            https://:%2$d {
              tls %1$s/chain.pem %1$s/key.pem
              import site
            }
            http://:%3$d {
              import site
            }
            """
                .formatted(folder, secure, plain));
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

  private static boolean answers(Process caddy, int port) throws InterruptedException {
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

  private Edge edge(String server, Optional<VersionDemand> version, List<Path> authorities)
      throws IOException {
    List<ServerSpec> servers = List.of(ServerSpec.of(Url.parse(server)));
    EdgeSettings usual = EdgeSettings.of("caddy", servers);
    Names names =
        (host, _, _, arrivals) -> {
          List<InetAddress> here = List.of(InetAddress.ofLiteral("127.0.0.1"));
          arrivals.arrived(Family.IPV4, here);
          return new Addresses(host, host, here, "the test", Duration.ofMinutes(1));
        };
    Edge edge =
        Edge.open(
            new EdgeSettings(
                "caddy",
                servers,
                List.of(),
                Optional.empty(),
                usual.pool(),
                Optional.empty(),
                usual.server(),
                usual.proxy(),
                version,
                new TlsOptions(TlsOptions.Verification.STRICT, authorities),
                Waits.all(Duration.ofSeconds(60)),
                List.of(),
                64),
            chain.network,
            names,
            _ -> {});
    open.add(edge);
    return edge;
  }

  /** Requests of two versions, with and without content, go to a server in one version. */
  private void passesOn(String server, Optional<VersionDemand> version, String spoken)
      throws Exception {
    Url front = chain.server(edge(server, version, List.of(authority)).handler());
    String large = "0123456789".repeat(20_000);
    for (VersionDemand each : List.of(VersionDemand.HTTP_1_1, VersionDemand.HTTP_2)) {
      String start = spoken + " " + front.hostAndPort() + " ";
      assertThat(asked(each, Request.get(front))).isEqualTo(start);
      assertThat(asked(each, Request.to(Method.POST, front).with(Body.of("some content"))))
          .isEqualTo(start + "some content");
      Body streamed =
          Body.streaming(new ByteArrayInputStream(large.getBytes(StandardCharsets.US_ASCII)));
      assertThat(asked(each, Request.to(Method.PUT, front).with(streamed)))
          .isEqualTo(start + large);
    }
  }

  private String asked(VersionDemand version, Request request) throws IOException {
    try (Response answer = chain.ask(version, request)) {
      assertThat(answer.status()).isEqualTo(Status.OK);
      return Chain.text(answer);
    }
  }

  @Test
  void byTlsInEachVersionAndInTheBestOfTcp() throws Exception {
    String server = "https://a.test:" + secure;
    passesOn(server, Optional.of(VersionDemand.HTTP_1_1), "HTTP/1.1");
    passesOn(server, Optional.of(VersionDemand.HTTP_2), "HTTP/2.0");
    passesOn(server, Optional.of(VersionDemand.HTTP_3), "HTTP/3.0");
    passesOn(server, Optional.empty(), "HTTP/2.0");
  }

  @Test
  void withoutTls() throws Exception {
    String server = "http://127.0.0.1:" + plain;
    passesOn(server, Optional.empty(), "HTTP/1.1");
    passesOn(server, Optional.of(VersionDemand.HTTP_2), "HTTP/2.0");
  }

  @Test
  void aCertificateOfNobodyWeTrustIsABadGateway() throws Exception {
    String server = "https://a.test:" + secure;
    for (VersionDemand back :
        List.of(VersionDemand.HTTP_1_1, VersionDemand.HTTP_2, VersionDemand.HTTP_3)) {
      Url front = chain.server(edge(server, Optional.of(back), List.of()).handler());
      try (Response answer = chain.ask(VersionDemand.HTTP_1_1, Request.get(front))) {
        assertThat(answer.status()).as(back.toString()).isEqualTo(Status.BAD_GATEWAY);
        assertThat(answer.fields().first("Proxy-Status").orElse(""))
            .as(back.toString())
            .contains("error=tls_certificate_error");
      }
    }
  }
}
