package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Our resolver asks others inside TLS: Unbound, BIND, Knot Resolver and ours. */
class NameOverTlsTest {
  private static final String SERVER = "dns.site.example";
  private static final String NAME = "www.site.example.";
  private static final String ADDRESS = "192.0.2.7";
  private static final String LOOPBACK = "127.0.0.1:0";
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);

  @TempDir Path folder;

  @BeforeEach
  void certificates() throws Exception {
    Instant now = Instant.now();
    CertificateBuilder builder =
        new CertificateBuilder()
            // GnuTLS, which Knot Resolver has, reads no elliptic curve key without its public half.
            .rsa2048()
            .notBefore(now.minus(1, ChronoUnit.DAYS))
            .notAfter(now.plus(1, ChronoUnit.DAYS));
    X509Bundle root =
        builder.copy().subject("CN=Test Root").setIsCertificateAuthority(true).buildSelfSigned();
    X509Bundle leaf =
        builder
            .copy()
            .subject("CN=" + SERVER)
            .addSanDnsName(SERVER)
            .addExtendedKeyUsageServerAuth()
            .buildIssuedBy(root);
    file("root.pem", root.getCertificatePEM());
    file("cert.pem", leaf.getCertificatePathPEM());
    file("key.pem", leaf.getPrivateKeyPEM());
    file(
        "zone",
        """
        $TTL 60
        @ SOA ns admin 1 3600 900 86400 300
        @ NS ns
        ns A 192.0.2.1
        www A %s
        """
            .formatted(ADDRESS));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private RunningServer forwarding(int port, String name, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "--no-dnssec",
                "--listen",
                LOOPBACK,
                "--forward",
                "tls://127.0.0.1:" + port + name,
                "--forward-ca",
                path("root.pem")));
    arguments.addAll(List.of(more));
    return new RunningServer(new NameResolveCommand(), arguments.toArray(String[]::new));
  }

  /** Starts a program at a free port, and asks ours, which asks it. */
  private void asks(String program, IntFunction<String> configuration, String... command)
      throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/sbin/" + program)), program + " is not installed");
    for (int tries = 0; tries < 5; tries++) {
      int port;
      try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
        port = free.getLocalPort();
      }
      file("conf", configuration.apply(port));
      Path log = folder.resolve("log");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        if (listens(process, port)) {
          answered(port);
          return;
        }
        // When somebody took the port in between, it has ended, and another one is tried.
        assertThat(process.isAlive()).as(Files.readString(log)).isFalse();
      } finally {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    }
    throw new AssertionError(Files.readString(folder.resolve("log")));
  }

  private static boolean listens(Process process, int port) throws Exception {
    long end = System.nanoTime() + PATIENCE;
    while (process.isAlive() && System.nanoTime() - end < 0) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
        return true;
      } catch (IOException e) {
        process.waitFor(50, TimeUnit.MILLISECONDS);
      }
    }
    return false;
  }

  private void answered(int port) throws Exception {
    try (var ours = forwarding(port, "#" + SERVER)) {
      int at = ours.port();
      assertThat(ours.out.next())
          .isEqualTo("asking tls://127.0.0.1:" + port + "#" + SERVER + ", checking no signatures");
      Message answer = RunningServer.ask(at, NAME, Type.A, true);
      assertThat(answer.getSection(Section.ANSWER).toString()).contains(ADDRESS);
      Message none = RunningServer.ask(at, "none.site.example.", Type.A, false);
      assertThat(none.getRcode()).isEqualTo(Rcode.NXDOMAIN);
      assertThat(ours.end()).isZero();
    }
  }

  @Test
  void unboundIsAsked() throws Exception {
    asks(
        "unbound",
        port ->
            """
            server:
              interface: 127.0.0.1@%1$d
              tls-port: %1$d
              tls-service-key: "%2$s/key.pem"
              tls-service-pem: "%2$s/cert.pem"
              chroot: ""
              username: ""
              directory: "%2$s"
              pidfile: ""
              use-syslog: no
              do-ip6: no
              module-config: "iterator"
              local-zone: "site.example." static
              local-data: "www.site.example. 60 IN A 192.0.2.7"
            """
                .formatted(port, folder),
        "/usr/sbin/unbound",
        "-d",
        "-p",
        "-c",
        path("conf"));
  }

  @Test
  void bindIsAsked() throws Exception {
    asks(
        "named",
        port ->
            """
            tls own { cert-file "%2$s/cert.pem"; key-file "%2$s/key.pem"; };
            options {
              directory "%2$s";
              pid-file none;
              session-keyfile none;
              listen-on port %1$d tls own { 127.0.0.1; };
              listen-on-v6 { none; };
              recursion no;
              notify no;
            };
            controls { };
            zone "site.example" { type primary; file "%2$s/zone"; };
            """
                .formatted(port, folder),
        "/usr/sbin/named",
        "-g",
        "-n",
        "1",
        "-c",
        path("conf"));
  }

  @Test
  void knotResolverIsAsked() throws Exception {
    asks(
        "kresd",
        port ->
            """
            net.listen('127.0.0.1', %1$d, { kind = 'tls' })
            net.tls("%2$s/cert.pem", "%2$s/key.pem")
            net.ipv6 = false
            cache.open(10 * MB, 'lmdb://%2$s/cache-%1$d')
            trust_anchors.remove('.')
            modules = { 'hints > iterate' }
            hints['www.site.example'] = '192.0.2.7'
            policy.add(policy.domains(policy.DENY, {todname('none.site.example')}))
            """
                .formatted(port, folder),
        "/usr/sbin/kresd",
        "-n",
        "-c",
        path("conf"),
        folder.toString());
  }

  private RunningServer ours() {
    return new RunningServer(
        new NameServeCommand(),
        "--zone",
        "site.example=" + path("zone"),
        "--tls-listen",
        LOOPBACK,
        "--cert",
        path("cert.pem"),
        "--key",
        path("key.pem"),
        "--log");
  }

  @Test
  void ourOwnIsAskedBySettingsToo() throws Exception {
    try (var behind = ours()) {
      int port = behind.port();
      answered(port);
      assertThat(behind.out.next("")).isNotNull();
      String settings =
          file(
              "settings",
              """
              server:
                tls-cert-bundle: %s
              forward-zone:
                name: site.example
                forward-tls-upstream: yes
                forward-addr: 127.0.0.1@%d#%s
              """
                  .formatted(path("root.pem"), port, SERVER));
      try (var ours =
          new RunningServer(
              new NameResolveCommand(),
              "--no-dnssec",
              "--listen",
              LOOPBACK,
              "--settings",
              settings)) {
        int at = ours.port();
        assertThat(RunningServer.ask(at, NAME, Type.A, true).getSection(Section.ANSWER).toString())
            .contains(ADDRESS);
        assertThat(ours.end()).isZero();
      }
      assertThat(behind.end()).isZero();
    }
  }

  @Test
  void whyACertificateIsRefusedIsTold() throws Exception {
    try (var behind = ours()) {
      int port = behind.port();
      try (var ours = forwarding(port, "#other.example", "--story")) {
        int at = ours.port();
        assertThat(RunningServer.ask(at, NAME, Type.A, true).getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(ours.out.next("asking tls://")).isNotEmpty();
        String story = "";
        while (!story.contains("SERVFAIL") || !story.endsWith("\n\n")) {
          story += ours.out.next() + "\n";
        }
        assertThat(story)
            .contains(" by TLS")
            .contains("it is for " + SERVER + ", not for other.example");
        assertThat(ours.end()).isZero();
      }
      assertThat(behind.end()).isZero();
    }
  }

  @Test
  void wrongUseIsOneLine() throws Exception {
    assertThat(wrong("--forward", "tls://127.0.0.1,127.0.0.2"))
        .startsWith("--forward asks all servers inside TLS or none");
    assertThat(wrong("--forward", "tls://dns.example"))
        .startsWith("tls://dns.example is no address");
    assertThat(wrong("--forward", "tls://127.0.0.1#")).startsWith("tls://127.0.0.1# has no name");
    assertThat(wrong("--forward", "127.0.0.1", "--forward-ca", path("root.pem")))
        .startsWith("--forward-ca is for servers inside TLS");
    String none = file("none.pem", "nothing");
    assertThat(wrong("--forward", "tls://127.0.0.1", "--forward-ca", none))
        .isEqualTo("glass: " + none + " holds no certificate in PEM form\n");
    String settings = file("settings", "forward-zone:\n  name: .\n  forward-addr: 127.0.0.1\n");
    assertThat(wrong("--forward", "127.0.0.1", "--settings", settings))
        .startsWith("the settings have a forward-zone \".\"");
  }

  private static String wrong(String... arguments) {
    var all = new ArrayList<>(List.of("--no-dnssec", "--listen", LOOPBACK));
    all.addAll(List.of(arguments));
    RunningServer.Ran ran = RunningServer.run(new NameResolveCommand(), all.toArray(String[]::new));
    assertThat(ran.status()).isNotZero();
    return ran.err();
  }
}
