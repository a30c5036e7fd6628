package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.app.RunningServer.Ran;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** All the ways to a server of names, and what it tells of its questions. */
class NameDoorsTest {
  private static final String ZONE =
      """
      $ORIGIN site.test.
      $TTL 60
      @ SOA ns1 admin 1 3600 900 86400 300
      @ NS ns1
      ns1 A 192.0.2.1
      www A 192.0.2.7
      """;
  private static final String LOOPBACK = "127.0.0.1:0";
  private static final int PATIENCE = 120;

  @TempDir Path folder;

  private Path zone() throws IOException {
    return Files.writeString(folder.resolve("site.zone"), ZONE);
  }

  private RunningServer serve(String... more) throws IOException {
    return new RunningServer(
        new NameServeCommand(),
        Stream.concat(Stream.of("--zone", zone().toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  /** Takes any certificate, and keeps the one that it was shown. */
  private static final class Taker implements X509TrustManager {
    private X509Certificate[] shown = new X509Certificate[0];

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      shown = chain;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void tlsShowsACertificateOfItsOwn() throws Exception {
    try (var server = serve("--tls-listen", LOOPBACK)) {
      int port = server.port();
      assertThat(server.out.next()).startsWith("the certificate is self-made, for 30 days");
      var taker = new Taker();
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {taker}, new SecureRandom());
      byte[] question =
          Message.newQuery(Record.newRecord(Name.fromString("www.site.test."), Type.A, DClass.IN))
              .toWire();
      try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE));
        var out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(question.length);
        out.write(question);
        out.flush();
        var in = new DataInputStream(socket.getInputStream());
        var answer = new Message(in.readNBytes(in.readUnsignedShort()));
        assertThat(answer.getSection(Section.ANSWER).toString()).contains("192.0.2.7");
      }
      X509Certificate shown = taker.shown[0];
      shown.checkValidity();
      shown.verify(shown.getPublicKey());
      assertThat(shown.getSubjectAlternativeNames())
          .contains(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
      assertThat(shown.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
      assertThat(server.end()).isZero();
    }
  }

  /** kdig asks in each of the four ways; curl would need the message by hand. */
  @Test
  void kdigComesInByEveryDoor() throws Exception {
    assumeTrue(isHere("kdig"), "kdig is not installed");
    try (var server =
        serve(
            "--listen",
            LOOPBACK,
            "--tls-listen",
            LOOPBACK,
            "--https-listen",
            LOOPBACK,
            "--quic-listen",
            LOOPBACK,
            "--log")) {
      int plain = server.port();
      int tls = server.port();
      int https = server.port();
      int quic = server.port();
      assertThat(kdig(plain, "+notcp")).contains("192.0.2.7");
      assertThat(server.out.next("")).startsWith("the certificate is self-made");
      assertThat(server.out.next())
          .contains(" UDP www.site.test. A -> NOERROR, 1 record, ")
          .contains("because the name has such records");
      assertThat(kdig(plain, "+tcp")).contains("192.0.2.7");
      assertThat(server.out.next()).contains(" TCP www.site.test. A -> NOERROR, 1 record, ");
      assertThat(kdig(tls, "+tls")).contains("192.0.2.7");
      assertThat(server.out.next()).contains(" TLS www.site.test. A -> NOERROR, 1 record, ");
      for (String method : List.of("+https", "+https-get")) {
        assertThat(kdig(https, method)).contains("192.0.2.7");
        assertThat(server.out.next()).contains(" HTTPS www.site.test. A -> NOERROR, 1 record, ");
      }
      if (speaksQuic()) {
        assertThat(kdig(quic, "+quic")).contains("192.0.2.7");
        assertThat(server.out.next()).contains(" QUIC www.site.test. A -> NOERROR, 1 record, ");
      }
      assertThat(server.end()).isZero();
    }
  }

  private static String kdig(int port, String how) throws Exception {
    return run(
        "kdig",
        "@127.0.0.1",
        "-p",
        String.valueOf(port),
        how,
        "+timeout=60",
        "+retry=0",
        "www.site.test",
        "A");
  }

  /** Debian 12's kdig knows QUIC only where its libraries do. */
  private static boolean speaksQuic() throws Exception {
    return run("kdig", "-h").contains("+[no]quic");
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  private static boolean isHere(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  @Test
  void aSecondaryHasTheZoneByKey() throws Exception {
    Path keys = Files.writeString(folder.resolve("keys"), "k1:hmac-sha256:c2VjcmV0c2VjcmV0\n");
    try (var primary = serve("--listen", LOOPBACK, "--tsig", keys.toString())) {
      String from = "site.test@127.0.0.1:" + primary.port();
      try (var copy =
          new RunningServer(
              new NameServeCommand(),
              "--secondary",
              from + "#k1",
              "--tsig",
              keys.toString(),
              "--listen",
              LOOPBACK)) {
        int port = copy.portAnd("zone site.test. serial 1, 4 records, by AXFR");
        Message answer = RunningServer.ask(port, "www.site.test.", Type.A, false);
        assertThat(answer.getSection(Section.ANSWER).toString()).contains("192.0.2.7");
        assertThat(copy.end()).isZero();
      }
      try (var copy =
          new RunningServer(new NameServeCommand(), "--secondary", from, "--listen", LOOPBACK)) {
        assertThat(copy.out.next("zone site.test. from 127.0.0.1")).contains("REFUSED");
      }
      assertThat(primary.end()).isZero();
    }
    Ran unknown = RunningServer.run(new NameServeCommand(), "--secondary", "site.test@192.0.2.1#k");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).startsWith("--secondary: --tsig has no key k");
    try (var both = serve("--listen", LOOPBACK, "--secondary", "Site.test@192.0.2.1")) {
      assertThat(both.err.next())
          .isEqualTo("glass: --secondary: site.test. comes out of a file of --zone, too");
      assertThat(both.end()).isEqualTo(Glass.FAILED);
    }
  }

  /** What is kept in a folder is served in the next run, though nobody has the zone then. */
  @Test
  void aSecondaryKeepsTheZoneInAFolder() throws Exception {
    Path copies = folder.resolve("copies");
    String[] arguments;
    try (var primary = serve("--listen", LOOPBACK, "--allow-transfer", "127.0.0.1")) {
      String from = "Site.test@127.0.0.1:" + primary.port();
      arguments =
          new String[] {
            "--secondary", from, "--secondary-dir", copies.toString(), "--listen", LOOPBACK
          };
      try (var copy = new RunningServer(new NameServeCommand(), arguments)) {
        copy.portAnd("zone site.test. serial 1, 4 records, by AXFR");
        assertThat(copy.end()).isZero();
      }
      assertThat(primary.end()).isZero();
    }
    assertThat(copies.resolve("site.test.zone")).isRegularFile();
    try (var copy = new RunningServer(new NameServeCommand(), arguments)) {
      assertThat(copy.out.next("zone site.test. serial 1, 4 records, from " + copies))
          .contains(", confirmed ");
      Message answer = RunningServer.ask(copy.port(), "www.site.test.", Type.A, false);
      assertThat(answer.getSection(Section.ANSWER).toString()).contains("192.0.2.7");
      assertThat(copy.end()).isZero();
    }
  }

  private static DatagramSocket listener() throws IOException {
    var other = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
    other.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE));
    return other;
  }

  /** Hears a NOTIFY, asks the server that it is from at once, and says so. */
  private static void hear(DatagramSocket other, int port) throws IOException {
    var packet = new DatagramPacket(new byte[512], 512);
    other.receive(packet);
    assertThat(RunningServer.ask(port, "site.test.", Type.SOA, true).getRcode()).isZero();
    byte[] message = Arrays.copyOf(packet.getData(), packet.getLength());
    assertThat((message[2] >> 3) & 0xf).as("NOTIFY (RFC 1996)").isEqualTo(4);
    message[2] |= (byte) 0x80;
    other.send(new DatagramPacket(message, message.length, packet.getSocketAddress()));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  @Test
  void othersAreToldOfANewZoneAndCanAskForItAtOnce() throws Exception {
    try (var other = listener()) {
      String where = "127.0.0.1:" + other.getLocalPort();
      int port = freePort();
      try (var server = serve("--listen", "127.0.0.1:" + port, "--notify", where)) {
        hear(other, port);
        assertThat(server.out.next(where)).isEqualTo(where + " has heard of site.test. serial 1");
        assertThat(server.end()).isZero();
      }
    }
  }

  @Test
  void othersAreToldOfANewCopyToo() throws Exception {
    try (var other = listener();
        var primary = serve("--listen", LOOPBACK, "--allow-transfer", "127.0.0.1")) {
      String where = "127.0.0.1:" + other.getLocalPort();
      String from = "127.0.0.1:" + primary.port();
      int port = freePort();
      try (var copy =
          new RunningServer(
              new NameServeCommand(),
              "--secondary",
              "site.test@" + from,
              "--listen",
              "127.0.0.1:" + port,
              "--notify",
              where,
              "--notify",
              from)) {
        hear(other, port);
        assertThat(copy.out.next(where)).isEqualTo(where + " has heard of site.test. serial 1");
        assertThat(copy.end()).isZero();
        assertThat(copy.out.all()).noneMatch(line -> line.startsWith(from));
      }
      assertThat(primary.end()).isZero();
    }
  }

  @Test
  void rulesStandBeforeAnswersAndAreReadAnew() throws Exception {
    Path rules = Files.writeString(folder.resolve("rules"), "block www.glasshouse.test\n");
    try (var server =
        new RunningServer(
            new NameResolveCommand(),
            "--built-in",
            "--listen",
            LOOPBACK,
            "--policy",
            rules.toString(),
            "--log")) {
      int port = server.port();
      assertThat(server.err.next()).isEqualTo("1 rules, from " + rules);
      assertThat(server.out.next()).startsWith("walking from the root");
      Message blocked = RunningServer.ask(port, "www.glasshouse.test.", Type.A, false);
      assertThat(blocked.getSection(Section.ANSWER)).isEmpty();
      assertThat(server.out.next())
          .contains(" UDP www.glasshouse.test. A -> NXDOMAIN, 0 records")
          .contains("block www.glasshouse.test");
      replace(rules, "nonsense\n");
      assertThat(server.err.next()).startsWith("glass: " + rules + ":1: ");
      assertThat(server.err.next()).isEqualTo("glass: the rules of before hold on");
      replace(rules, "pass www.glasshouse.test\nblock under glasshouse.test\n");
      assertThat(server.err.next()).isEqualTo("2 rules, from " + rules);
      Message open = RunningServer.ask(port, "www.glasshouse.test.", Type.A, false);
      assertThat(open.getSection(Section.ANSWER).toString()).contains("127.80.0.3");
      assertThat(server.out.next()).contains("A -> NOERROR, 1 record");
      assertThat(server.end()).isZero();
    }
    Files.writeString(rules, "nonsense\n");
    Ran broken =
        RunningServer.run(
            new NameResolveCommand(),
            "--built-in",
            "--listen",
            LOOPBACK,
            "--policy",
            rules.toString());
    assertThat(broken.status()).isEqualTo(1);
    assertThat(broken.err()).startsWith("glass: " + rules + ":1: ");
  }

  private void replace(Path file, String text) throws IOException {
    Path anew = Files.writeString(folder.resolve("anew"), text);
    Files.move(
        anew,
        file,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void questionsAreToldWholeOrAsJson() throws Exception {
    try (var server =
        new RunningServer(
            new NameResolveCommand(), "--built-in", "--listen", LOOPBACK, "--story")) {
      int port = server.port();
      RunningServer.ask(port, "www.glasshouse.test.", Type.A, false);
      assertThat(server.out.next("walking")).isNotEmpty();
      assertThat(server.out.next()).contains("www.glasshouse.test. A -> NOERROR");
      String story = "";
      for (String line = server.out.next(); !line.isEmpty(); line = server.out.next()) {
        story += line + "\n";
      }
      assertThat(story).contains("127.80.2.").contains("127.80.3.").contains("127.80.4.");
      assertThat(server.end()).isZero();
    }
    try (var server = serve("--listen", LOOPBACK, "--json")) {
      String listening = server.err.next("listening at 127.0.0.1:");
      int port = Integer.parseInt(listening.substring(listening.lastIndexOf(':') + 1));
      RunningServer.ask(port, "www.site.test.", Type.A, false);
      assertThat(server.out.next()).startsWith("{\"format\":\"glasshouse-journey\"");
      assertThat(server.out.next("{")).contains("\"kind\":");
      assertThat(server.end()).isZero();
    }
  }

  @Test
  void wrongUseIsOneLine() throws Exception {
    String zone = zone().toString();
    assertThat(RunningServer.run(new NameServeCommand(), "--zone", zone, "--cert", "x").err())
        .startsWith("--cert and --key belong together");
    assertThat(
            RunningServer.run(
                    new NameServeCommand(),
                    "--zone",
                    zone,
                    "--cert",
                    zone,
                    "--key",
                    zone,
                    "--tls-listen",
                    LOOPBACK)
                .err()
                .lines())
        .singleElement()
        .asString()
        .startsWith("glass: ");
    assertThat(RunningServer.run(new NameServeCommand(), "--https-listen", "x").status())
        .isEqualTo(2);
    assertThat(RunningServer.run(new NameResolveCommand(), "--cache-size", "3 pages").err())
        .startsWith("--cache-size is a number of bytes, K, M or G, not 3 pages");
    try (var taken = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      String place = "127.0.0.1:" + taken.getLocalPort();
      for (String door : List.of("--https-listen", "--quic-listen")) {
        Ran ran = RunningServer.run(new NameServeCommand(), "--zone", zone, door, place);
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err().lines())
            .as(door)
            .singleElement()
            .asString()
            .startsWith("glass: cannot listen at " + place + ": another program listens there");
      }
    }
  }
}
