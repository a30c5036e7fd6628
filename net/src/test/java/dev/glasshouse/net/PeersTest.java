package dev.glasshouse.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.Names;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against real servers, where they are installed: nginx, and OpenSSL's s_server. */
class PeersTest {
  private static final String NAME = "www.site.test";
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final OsNetwork network = OsNetwork.open(1);
  private final Authority authority = new Authority();
  private final List<Process> processes = new ArrayList<>();
  @TempDir Path folder;

  PeersTest() throws Exception {}

  @AfterEach
  void close() throws Exception {
    network.close();
    for (Process process : processes) {
      process.destroy();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private static Path program(String name) {
    for (String place : List.of("/usr/sbin/", "/usr/bin/")) {
      if (Files.isExecutable(Path.of(place + name))) {
        return Path.of(place + name);
      }
    }
    Assumptions.abort(name + " is not installed");
    throw new AssertionError();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }

  private Dialer dialer(TlsOptions options) {
    Names names =
        (host, deadline, trail, arrivals) -> {
          arrivals.arrived(Family.IPV4, List.of(LOOPBACK));
          return new Addresses(host, host, List.of(LOOPBACK), "the test", Duration.ofMinutes(1));
        };
    return new Dialer(network, names, new TlsClient(options));
  }

  private TlsOptions trusting() throws Exception {
    return new TlsOptions(TlsOptions.Verification.STRICT, List.of(authority.file(folder)));
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(60));
  }

  /** Starts a server and waits until it takes connections. */
  private void start(int port, String... command) throws Exception {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    processes.add(process);
    Deadline deadline = soon();
    while (true) {
      try {
        dialer(TlsOptions.DEFAULT).dial(Target.plain(NAME, port), soon(), Trail.OFF).close();
        return;
      } catch (DialException e) {
        assertThat(deadline.passed() || !process.isAlive())
            .as("%s: %s", e.getMessage(), Files.readString(log))
            .isFalse();
        Thread.sleep(5);
      }
    }
  }

  private int nginx(X509Bundle bundle, String settings) throws Exception {
    Path nginx = program("nginx");
    int port = freePort();
    Path chain = Files.writeString(folder.resolve("chain.pem"), bundle.getCertificatePathPEM());
    Path key = Files.writeString(folder.resolve("key.pem"), bundle.getPrivateKeyPEM());
    Path conf =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off;
            master_process off;
            pid %1$s/nginx.pid;
            error_log %1$s/error.log;
            events { worker_connections 64; }
            http {
              access_log off;
              client_body_temp_path %1$s/a; proxy_temp_path %1$s/b; fastcgi_temp_path %1$s/c;
              uwsgi_temp_path %1$s/d; scgi_temp_path %1$s/e;
              server {
                listen 127.0.0.1:%2$d ssl http2;
                ssl_certificate %3$s;
                ssl_certificate_key %4$s;
                %5$s
                location / { return 200 "hello\\n"; }
              }
            }
            """
                .formatted(folder, port, chain, key, settings));
    start(port, nginx.toString(), "-p", folder.toString(), "-c", conf.toString());
    return port;
  }

  private static String get(Connection connection) throws Exception {
    var text = new StringBuilder();
    var whole = new CompletableFuture<String>();
    connection.start(
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ByteBuf bytes = (ByteBuf) msg;
            text.append(bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
          }

          @Override
          public void channelInactive(ChannelHandlerContext ctx) {
            whole.complete(text.toString());
          }
        });
    connection
        .channel()
        .writeAndFlush(
            Unpooled.copiedBuffer(
                "GET / HTTP/1.0\r\nHost: " + NAME + "\r\n\r\n", StandardCharsets.US_ASCII));
    return whole.get(60, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void nginxInEachVersionAndResumed(String version) throws Exception {
    int port = nginx(authority.issue(NAME), "ssl_protocols " + version + ";");
    Dialer dialer = dialer(trusting());
    for (int i = 0; i < 2; i++) {
      var recorder = Recorder.start();
      Connection connection =
          dialer.dial(Target.tls(NAME, port, List.of("http/1.1")), soon(), recorder.trail());
      TlsFacts facts = connection.tls().orElseThrow();
      assertThat(facts.version()).isEqualTo(version);
      assertThat(facts.alpn()).contains("http/1.1");
      assertThat(facts.resumed()).as("dial %d", i + 1).isEqualTo(i == 1);
      assertThat(get(connection)).startsWith("HTTP/1.1 200 OK").endsWith("hello\n");
      assertThat(connection.end()).isEqualTo(End.PEER);
      // The state may be CLOSED already: our last word (close_notify) came too late for the peer.
      assertThat(recorder.journey().entries())
          .anyMatch(e ->
              e.step() instanceof ConnectionStep.KernelReported k
                  && List.of("CLOSE-WAIT", "CLOSED").contains(k.state())
                  && k.rtt().isPositive());
    }
  }

  @Test
  void nginxAgreesOnHttp2() throws Exception {
    int port = nginx(authority.issue(NAME), "");
    Connection connection =
        dialer(trusting())
            .dial(Target.tls(NAME, port, List.of("h2", "http/1.1")), soon(), Trail.OFF);
    assertThat(connection.alpn()).contains("h2");
    assertThat(network.connections().table()).contains("h2", "ESTABLISHED", NAME + ":" + port);
    connection.close();
  }

  @Test
  void nginxWithAnotherName() throws Exception {
    int port = nginx(authority.issue("other.test"), "");
    assertThatExceptionOfType(DialException.BadCertificate.class)
        .isThrownBy(
            () -> dialer(trusting()).dial(Target.tls(NAME, port, List.of()), soon(), Trail.OFF))
        .withMessageContaining("it is for other.test, not for www.site.test");
  }

  @Test
  void opensslWithASignatureThatIsBroken() throws Exception {
    Path openssl = program("openssl");
    Path key = folder.resolve("weak.key");
    Path chain = folder.resolve("weak.pem");
    Process made =
        new ProcessBuilder(
                openssl.toString(),
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-sha1",
                "-nodes",
                "-keyout",
                key.toString(),
                "-out",
                chain.toString(),
                "-days",
                "3",
                "-subj",
                "/CN=" + NAME,
                "-addext",
                "subjectAltName=DNS:" + NAME)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("req.log").toFile())
            .start();
    processes.add(made);
    assertThat(made.waitFor(30, TimeUnit.SECONDS)).isTrue();
    Assumptions.assumeTrue(made.exitValue() == 0, "this OpenSSL signs with SHA-1 no more");
    int port = freePort();
    start(
        port,
        openssl.toString(),
        "s_server",
        "-quiet",
        "-accept",
        "127.0.0.1:" + port,
        "-cert",
        chain.toString(),
        "-key",
        key.toString(),
        "-cipher",
        "DEFAULT@SECLEVEL=0");
    assertThatExceptionOfType(DialException.BadCertificate.class)
        .isThrownBy(() ->
            dialer(TlsOptions.DEFAULT).dial(Target.tls(NAME, port, List.of()), soon(), Trail.OFF))
        .satisfies(
            e -> assertThat(e.problem().kind()).isEqualTo(CertificateProblem.Kind.WEAK_SIGNATURE))
        .withMessageContaining("SHA1withRSA")
        .withMessageContaining("signed by itself");
  }

  @Test
  void opensslThatSpeaksOnlyOldVersions() throws Exception {
    Path openssl = program("openssl");
    X509Bundle bundle = authority.issue(NAME);
    Path chain = Files.writeString(folder.resolve("o.pem"), bundle.getCertificatePathPEM());
    Path key = Files.writeString(folder.resolve("o.key"), bundle.getPrivateKeyPEM());
    int port = freePort();
    start(
        port,
        openssl.toString(),
        "s_server",
        "-quiet",
        "-accept",
        "127.0.0.1:" + port,
        "-cert",
        chain.toString(),
        "-key",
        key.toString(),
        "-tls1_1",
        "-cipher",
        "DEFAULT@SECLEVEL=0");
    assertThatExceptionOfType(DialException.TlsBroken.class)
        .isThrownBy(
            () -> dialer(trusting()).dial(Target.tls(NAME, port, List.of()), soon(), Trail.OFF))
        .withMessageContaining("the TLS handshake with " + NAME)
        .withMessageContaining("it speaks neither TLS 1.2 nor 1.3");
  }
}
