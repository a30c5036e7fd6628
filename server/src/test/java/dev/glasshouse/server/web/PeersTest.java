package dev.glasshouse.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Stories;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.LocalAuthority;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.server.config.ConfigFile;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.kinds.ServerKinds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A running server and other people's programs. */
class PeersTest {
  private static final int PATIENCE = 60;
  private static final OptionTable TABLE = OptionTable.of(ServerKinds.all());

  @TempDir private Path folder;
  private final Network network = OsNetwork.open(2);
  private final List<Process> started = new ArrayList<>();
  private Optional<WebServer> running = Optional.empty();

  @AfterEach
  void close() throws Exception {
    for (Process each : started) {
      each.destroy();
      assertThat(each.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
    }
    running.ifPresent(WebServer::close);
    network.close();
  }

  /** The port of a server with these settings. */
  private int serve(String text, CertificateMaker.Source makers) throws Exception {
    WebServer server =
        WebServer.open(
            ConfigFile.parse(text, "glass.toml", folder, TABLE),
            new WebServer.Means(
                network, InstantSource.system(), Stories.into(Trail.OFF), problem -> {}, makers));
    running = Optional.of(server);
    return URI.create(server.urls().getFirst()).getPort();
  }

  private static boolean isThere(String program) {
    for (String place : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (Files.isExecutable(Path.of(place, program))) {
        return true;
      }
    }
    return Files.isExecutable(Path.of("/usr/sbin", program));
  }

  private static void need(String program) {
    Assumptions.assumeTrue(isThere(program), program + " is not on this machine");
  }

  private String run(String... command) throws Exception {
    Path out = Files.createTempFile(folder, "said", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(PATIENCE, TimeUnit.SECONDS)).as(String.join(" ", command)).isTrue();
    return Files.readString(out);
  }

  /** Whatever the site is called: who tests it sits on the same machine. */
  @Test
  void aCertificateOfOnesOwnIsForLocalhostToo() throws Exception {
    need("curl");
    LocalAuthority authority = LocalAuthority.in(folder.resolve("ca"), Instant.now());
    int port =
        serve(
            """
            [[listen]]
            address = "127.0.0.1:0"
            tls = true
            [[site]]
            names = ["example.test", "*.example.test"]
            default = true
            [[site.route]]
            kind = "respond"
            body = "here"
            """,
            _ ->
                Optional.of(
                    (names, addresses) -> authority.issue(names, addresses, Instant.now())));
    for (String host :
        List.of("localhost", "127.0.0.1", "[::1]", "example.test", "a.example.test")) {
      // Whichever it asks for, it is led to where this server listens.
      String said =
          run(
              "curl",
              "-sS",
              "--noproxy",
              "*",
              "--cacert",
              String.valueOf(authority.certificate()),
              "--connect-to",
              host + ":" + port + ":127.0.0.1:" + port,
              "https://" + host + ":" + port + "/");
      assertThat(said).as(host).isEqualTo("here");
    }
  }

  @Test
  void curlIsLetInByBasicAndByDigest() throws Exception {
    need("curl");
    String secret = "ada:inside:open sesame";
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        folder.resolve("digests"), "ada:inside:" + HexFormat.of().formatHex(hash) + "\n");
    Files.writeString(folder.resolve("users"), "ada:{SHA}W8r/fyL/UzygmbNAjq2HbA67qac=\n");
    int port =
        serve(
            """
            [[listen]]
            address = "127.0.0.1:0"
            [[site]]
            realm = "inside"
            [[site.route]]
            kind = "respond"
            path = "/basic"
            auth = "basic"
            users = "users"
            body = "come in"
            [[site.route]]
            kind = "respond"
            path = "/digest"
            auth = "digest"
            realm = "inside"
            users = "digests"
            body = "come in"
            """,
            CertificateMaker.Source.NOBODY);
    String site = "http://127.0.0.1:" + port;
    for (String scheme : List.of("basic", "digest")) {
      String url = site + "/" + scheme;
      assertThat(run("curl", "-s", "--" + scheme, "-u", "ada:open sesame", url, url))
          .isEqualTo("come income in");
      assertThat(run("curl", "-s", "-w", "%{http_code}", "--" + scheme, "-u", "ada:no", url))
          .endsWith("401");
    }
  }

  @Test
  void opensslIsShownTheCertificateOfTheNameItWants() throws Exception {
    need("openssl");
    LocalAuthority authority = LocalAuthority.in(folder.resolve("ca"), Instant.now());
    int port =
        serve(
            """
            [[listen]]
            address = "127.0.0.1:0"
            tls = true
            http3 = false
            [[site]]
            names = ["a.test"]
            root = "."
            [[site]]
            names = ["*.b.test"]
            root = "."
            """,
            _ ->
                Optional.of(
                    (names, addresses) -> authority.issue(names, addresses, Instant.now())));
    for (String name : List.of("a.test", "x.b.test")) {
      assertThat(
              run(
                  "openssl",
                  "s_client",
                  "-connect",
                  "127.0.0.1:" + port,
                  "-servername",
                  name,
                  "-verify_hostname",
                  name,
                  "-CAfile",
                  authority.certificate().toString()))
          .contains("Verification: OK");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"send-proxy", "send-proxy-v2"})
  void haproxySaysWhoTheClientIs(String version) throws Exception {
    need("haproxy");
    need("curl");
    int port =
        serve(
            """
            [[listen]]
            address = "127.0.0.1:0"
            proxy-protocol = ["127.0.0.1"]
            [[site]]
            allow = ["127.0.0.2"]
            [[site.route]]
            kind = "respond"
            body = "come in"
            """,
            CertificateMaker.Source.NOBODY);
    int front = haproxy(version, port);
    String url = "http://127.0.0.1:" + front + "/";
    assertThat(run("curl", "-s", "--interface", "127.0.0.2", url)).isEqualTo("come in");
    assertThat(run("curl", "-s", "--interface", "127.0.0.3", url)).startsWith("403 ");
  }

  /** The port at which haproxy listens; another is tried when somebody was faster with one. */
  private int haproxy(String version, int to) throws Exception {
    for (int i = 0; i < 10; i++) {
      int port;
      try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      Path settings =
          Files.writeString(
              folder.resolve("haproxy.cfg"),
              """
              global
                maxconn 50
              defaults
                mode tcp
                timeout connect 60s
                timeout client 60s
                timeout server 60s
              listen x
                bind 127.0.0.1:%d
                server s 127.0.0.1:%d %s
              """
                  .formatted(port, to, version));
      Process process =
          new ProcessBuilder("haproxy", "-db", "-f", settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      started.add(process);
      if (listens(process, port)) {
        return port;
      }
    }
    throw new IllegalStateException("haproxy does not begin to listen");
  }

  private static boolean listens(Process process, int port) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (process.isAlive() && System.nanoTime() - end < 0) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return process.isAlive();
      } catch (IOException e) {
        Thread.sleep(20);
      }
    }
    return false;
  }
}
