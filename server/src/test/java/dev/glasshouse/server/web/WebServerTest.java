package dev.glasshouse.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.http.Stories;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.LocalAuthority;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.ServerCertificate;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.ConfigFile;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.config.ServerSettings;
import dev.glasshouse.server.kinds.ServerKinds;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebServerTest {
  private static final int PATIENCE = 60_000;
  private static final OptionTable TABLE = OptionTable.of(ServerKinds.all());

  @TempDir private Path folder;
  private final Network network = OsNetwork.open(2);
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private Optional<WebServer> running = Optional.empty();

  @AfterEach
  void close() {
    running.ifPresent(WebServer::close);
    network.close();
  }

  private ServerSettings settings(String text) throws ConfigException {
    return ConfigFile.parse(text, "glass.toml", folder, TABLE);
  }

  private WebServer.Means means() {
    return new WebServer.Means(
        network,
        InstantSource.system(),
        Stories.into(Trail.OFF),
        told::add,
        CertificateMaker.Source.NOBODY);
  }

  private WebServer open(String text) throws Exception {
    WebServer server = WebServer.open(settings(text), means());
    running = Optional.of(server);
    return server;
  }

  private static String site(String body) {
    return """
    drain = "20s"
    [[listen]]
    address = "127.0.0.1:0"
    [[site]]
    [[site.route]]
    kind = "respond"
    body = "%s"
    """
        .formatted(body);
  }

  private static int port(WebServer server, int which) {
    return URI.create(server.urls().get(which)).getPort();
  }

  private static Socket dial(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE);
    return socket;
  }

  private static void ask(Socket socket, String last) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("GET / HTTP/1.1\r\nHost: a.test\r\n" + last + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** One whole answer with Content-Length. */
  private static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      assertThat(c).as("after %s", head).isNotNegative();
      head.append((char) c);
    }
    int length =
        Integer.parseInt(head.toString().replaceAll("(?is).*content-length: ([0-9]+).*", "$1"));
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static String get(int port) throws IOException {
    try (Socket socket = dial(port)) {
      ask(socket, "Connection: close\r\n");
      return answer(socket);
    }
  }

  @Test
  void connectionsThatStandGetTheNewSites() throws Exception {
    WebServer server = open(site("old"));
    int port = port(server, 0);
    try (Socket kept = dial(port)) {
      ask(kept, "");
      assertThat(answer(kept)).isEqualTo("old");
      server.change(settings(site("new")));
      assertThat(port(server, 0)).isEqualTo(port);
      ask(kept, "");
      assertThat(answer(kept)).isEqualTo("new");
    }
    assertThat(get(port)).isEqualTo("new");
  }

  @Test
  void whatIsWrongLeavesAllAsItIs() throws Exception {
    WebServer server = open(site("old"));
    String wrong =
        """
        [[listen]]
        address = "127.0.0.1:0"
        [[site]]
        root = "."
        auth = "basic"
        users = "none"
        """;
    assertThat(catchThrowable(() -> server.change(settings(wrong))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("glass.toml:6: users: there is no file");
    try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String taken =
          site("new") + "[[listen]]\naddress = \"127.0.0.1:" + busy.getLocalPort() + "\"\n";
      assertThat(catchThrowable(() -> server.change(settings(taken))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("glass.toml:9: address: cannot listen at 127.0.0.1:")
          .hasMessageContaining("another program has the port");
    }
    assertThat(get(port(server, 0))).isEqualTo("old");
  }

  @Test
  void listenersComeAndGo() throws Exception {
    WebServer server = open(site("one"));
    int before = port(server, 0);
    int fresh;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      fresh = free.getLocalPort();
    }
    String moved = site("two").replace("127.0.0.1:0", "127.0.0.1:" + fresh);
    try {
      server.change(settings(moved));
    } catch (IOException e) {
      // Somebody else was faster with the port that was free: nothing to be tried then.
      org.junit.jupiter.api.Assumptions.abort("the port was taken: " + e.getMessage());
    }
    assertThat(get(fresh)).isEqualTo("two");
    assertThat(catchThrowable(() -> dial(before).close())).isInstanceOf(IOException.class);
  }

  @Test
  void anEndLetsWhatStandsEnd() throws Exception {
    WebServer server = open(site("x"));
    try (Socket idle = dial(port(server, 0))) {
      ask(idle, "");
      assertThat(answer(idle)).isEqualTo("x");
      Thread ending =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  told.add("left " + server.drain());
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      assertThat(idle.getInputStream().read()).isEqualTo(-1);
      idle.close();
      ending.join();
      assertThat(told).contains("left 0");
    }
  }

  // ---- certificates ----

  private String secured(String more) {
    return """
    [[listen]]
    address = "127.0.0.1:0"
    tls = true
    http3 = false
    [[site]]
    names = ["a.test"]
    certificate = "a.pem"
    key = "a.key"
    root = "."
    [[site]]
    names = ["*.b.test"]
    certificate = "b.pem"
    key = "b.key"
    root = "."
    """
        + more;
  }

  private X509Certificate issue(LocalAuthority authority, String name, String file)
      throws Exception {
    ServerCertificate made = authority.issue(List.of(name), List.of(), Instant.now());
    pem(file + ".pem", "CERTIFICATE", made.chain().getFirst().getEncoded());
    pem(file + ".key", "PRIVATE KEY", made.key().getEncoded());
    return made.chain().getFirst();
  }

  private void pem(String file, String what, byte[] bytes) throws IOException {
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN "
            + what
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(bytes)
            + "\n-----END "
            + what
            + "-----\n");
  }

  private static X509Certificate shown(int port, String name) throws Exception {
    SSLContext context = trusting();
    try (var socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void eachSiteShowsItsCertificateAndANewOneAfterAReload() throws Exception {
    LocalAuthority authority = LocalAuthority.in(folder.resolve("ca"), Instant.now());
    X509Certificate a = issue(authority, "a.test", "a");
    X509Certificate b = issue(authority, "*.b.test", "b");
    WebServer server = open(secured(""));
    int port = port(server, 0);
    assertThat(shown(port, "a.test")).isEqualTo(a);
    assertThat(shown(port, "x.b.test")).isEqualTo(b);
    assertThat(shown(port, "other.test")).isEqualTo(a);
    X509Certificate fresh = issue(authority, "a.test", "a");
    server.change(settings(secured("")));
    assertThat(shown(port, "a.test")).isEqualTo(fresh);
    Files.writeString(folder.resolve("b.key"), "broken");
    assertThat(catchThrowable(() -> server.change(settings(secured("")))))
        .hasMessageContaining("glass.toml:12: certificate: the key cannot be used");
    assertThat(shown(port, "x.b.test")).isEqualTo(b);
  }

  /** RFC 9110 15.5.20: also where a session is resumed, and no certificate is shown. */
  @Test
  void aConnectionIsForTheHostsOfItsCertificate() throws Exception {
    LocalAuthority authority = LocalAuthority.in(folder.resolve("ca"), Instant.now());
    X509Certificate _ = issue(authority, "a.test", "a");
    X509Certificate _ = issue(authority, "*.b.test", "b");
    Files.writeString(folder.resolve("index.html"), "home");
    int port = port(open(secured("")), 0);
    // Java resumes sessions by address alone, and with the name that they began with.
    SSLContext first = trusting();
    SSLContext second = trusting();
    for (int i = 0; i < 3; i++) {
      assertThat(asked(first, port, "a.test", "a.test")).isEqualTo(200);
      assertThat(asked(first, port, "a.test", "x.b.test")).isEqualTo(421);
      assertThat(asked(second, port, "x.b.test", "y.b.test")).isEqualTo(200);
      assertThat(asked(second, port, "x.b.test", "a.test")).isEqualTo(421);
    }
  }

  private static SSLContext trusting() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), new SecureRandom());
    return context;
  }

  private static int asked(SSLContext context, int port, String name, String host)
      throws Exception {
    try (var socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      socket.setSSLParameters(parameters);
      String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }

  @Test
  void everythingThatIsMissingIsToldAtOnce() throws Exception {
    ConfigException wrong =
        catchThrowableOfType(
            ConfigException.class,
            () -> WebServer.check(settings(secured("access-log = \"no/such/log\"\n")), means()));
    assertThat(wrong.faults().stream().map(Fault::toString))
        .containsExactly(
            "glass.toml:7: certificate: there is no file " + folder.resolve("a.pem"),
            "glass.toml:8: key: there is no file " + folder.resolve("a.key"),
            "glass.toml:12: certificate: there is no file " + folder.resolve("b.pem"),
            "glass.toml:13: key: there is no file " + folder.resolve("b.key"),
            "glass.toml:15: access-log: there is no folder for " + folder.resolve("no/such/log"));
  }

  @Test
  void theLocalAuthorityIsMadeOnceAndKeepsItsKeyToItself() throws Exception {
    Path place = folder.resolve("ca");
    LocalAuthority made = LocalAuthority.in(place, Instant.now());
    assertThat(LocalAuthority.in(place, Instant.now()).fingerprint()).isEqualTo(made.fingerprint());
    ServerCertificate leaf =
        made.issue(List.of("a.test"), List.of(InetAddress.ofLiteral("::1")), Instant.now());
    leaf.chain().getFirst().verify(leaf.chain().getLast().getPublicKey());
    assertThat(leaf.chain().getFirst().getSubjectAlternativeNames()).hasSize(2);
    assertThat(leaf.chain().getFirst().getBasicConstraints()).isEqualTo(-1);
    Path key = place.resolve("authority.key");
    if (Files.getFileStore(key).supportsFileAttributeView("posix")) {
      assertThat(Files.getPosixFilePermissions(key)).hasSize(2);
      Files.setPosixFilePermissions(
          key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
      assertThat(catchThrowable(() -> LocalAuthority.in(place, Instant.now())))
          .hasMessageContaining("can be read by others");
    }
  }

  // ---- logs ----

  @Test
  void logsAreWrittenAndOpenedAnew() throws Exception {
    String text =
        """
        [[listen]]
        address = "127.0.0.1:0"
        [[site]]
        access-log = "access.log"
        log-form = "json"
        [[site.route]]
        kind = "respond"
        """;
    WebServer server = open(text);
    int port = port(server, 0);
    Path log = folder.resolve("access.log");
    Path moved = folder.resolve("moved.log");
    assertThat(get(port)).isEmpty();
    await(() -> Files.size(log) > 0);
    Files.move(log, moved);
    server.change(settings(text));
    await(() -> Files.exists(log));
    assertThat(get(port)).isEmpty();
    await(() -> Files.size(log) > 0);
    assertThat(Files.readString(log)).contains("\"status\":200").contains("\"site\":\"default\"");
    assertThat(Files.readString(moved)).hasLineCount(1);
    assertThat(told).isEmpty();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE * 1_000_000L;
    while (!condition.holds() && System.nanoTime() - end < 0) {
      Thread.sleep(5);
    }
    assertThat(condition.holds()).isTrue();
  }

  @Test
  void problemsGoToTheErrorLog() throws Exception {
    String text =
        """
        error-log = "error.log"
        [[listen]]
        address = "127.0.0.1:0"
        [[site]]
        [[site.route]]
        kind = "respond"
        """;
    WebServer server = open(text);
    server.told().problem("something went wrong");
    server.close();
    assertThat(Files.readString(folder.resolve("error.log")))
        .matches("(?s)[0-9-]+T[0-9:.]+.* something went wrong\n");
    assertThat(told).isEmpty();
  }
}
