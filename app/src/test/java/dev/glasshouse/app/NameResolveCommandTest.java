package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.app.RunningServer.Ran;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The recursive server as a command, over the built-in internet: no network is needed. */
class NameResolveCommandTest {
  private static final int PATIENCE = 120;

  @TempDir Path folder;

  private static RunningServer running(String... more) {
    return new RunningServer(
        new NameResolveCommand(),
        Stream.concat(Stream.of("--listen", "127.0.0.1:0"), Stream.of(more))
            .toArray(String[]::new));
  }

  private static Ran run(String... arguments) {
    return RunningServer.run(new NameResolveCommand(), arguments);
  }

  @Test
  void itResolvesByUdpAndTcpAndEnds() throws Exception {
    try (var server = running("--built-in")) {
      int port = server.port();
      assertThat(server.out.next()).isEqualTo("walking from the root, checking signatures");
      Message first = RunningServer.ask(port, "www.glasshouse.test.", Type.A, false);
      assertThat(first.getSection(Section.ANSWER).toString()).contains("127.80.0.3");
      assertThat(first.getHeader().getFlag(Flags.RA)).isTrue();
      assertThat(first.getHeader().getFlag(Flags.AA)).isFalse();
      Message alias = RunningServer.ask(port, "home.glasshouse.test.", Type.A, true);
      assertThat(alias.getSection(Section.ANSWER)).hasSize(2);
      Message gone = RunningServer.ask(port, "gone.glasshouse.test.", Type.MX, false);
      assertThat(gone.getRcode()).isEqualTo(Rcode.NXDOMAIN);
      assertThat(server.end()).isZero();
      assertThat(server.out.next()).startsWith("ended after 2 udp messages, 1 stream messages");
    }
  }

  /** The built-in zones are signed as they are answered, and one of them is broken. */
  @Test
  void itChecksTheBuiltInSignatures() throws Exception {
    try (var server = running("--built-in")) {
      int port = server.port();
      Message signed = RunningServer.askSigned(port, "www.glasshouse.test.", Type.A);
      assertThat(signed.getHeader().getFlag(Flags.AD)).isTrue();
      assertThat(signed.getSectionRRsets(Section.ANSWER).getFirst().sigs()).isNotEmpty();
      Message denied = RunningServer.askSigned(port, "gone.glasshouse.test.", Type.A);
      assertThat(denied.getRcode()).as("with its proof (RFC 9824)").isEqualTo(Rcode.NOERROR);
      assertThat(denied.getHeader().getFlag(Flags.AD)).isTrue();
      Message gone = RunningServer.ask(port, "gone.glasshouse.test.", Type.A, true);
      assertThat(gone.getRcode()).isEqualTo(Rcode.NXDOMAIN);
      assertThat(gone.getSection(Section.AUTHORITY)).hasSize(1);
      Message there = RunningServer.ask(port, "www.glasshouse.test.", Type.MX, true);
      assertThat(there.getRcode()).as("there, but without MX").isEqualTo(Rcode.NOERROR);
      assertThat(RunningServer.ask(port, "www.broken.glasshouse.test.", Type.A, true).getRcode())
          .isEqualTo(Rcode.SERVFAIL);
    }
    try (var server = running("--built-in", "--no-dnssec")) {
      int port = server.port();
      assertThat(server.out.next()).isEqualTo("walking from the root, checking no signatures");
      assertThat(RunningServer.ask(port, "www.broken.glasshouse.test.", Type.A, true).getRcode())
          .isEqualTo(Rcode.NOERROR);
    }
  }

  @Test
  void aFailureIsLoggedWithItsReason() throws Exception {
    // The hints' only server is not there.
    Path hints =
        Files.writeString(folder.resolve("hints"), ". NS a.nowhere.\na.nowhere. A 127.54.9.9\n");
    try (var server = running("--root-hints", hints.toString(), "--log")) {
      int port = server.port();
      assertThat(server.out.next()).startsWith("walking from the root");
      Message none = RunningServer.ask(port, "www.nowhere.example.", Type.A, true);
      assertThat(none.getRcode()).isEqualTo(Rcode.SERVFAIL);
      assertThat(server.out.next())
          .contains("www.nowhere.example. A -> SERVFAIL, 0 records")
          .contains("because it failed: no reachable authority, ");
      assertThat(server.end()).isZero();
    }
  }

  @Test
  void whatStandsBeforeItIsSetUpByAFile() throws Exception {
    Path settings =
        Files.writeString(
            folder.resolve("front"),
            """
            server:
              identity: "lab-1"   # id.server
              local-zone: "office.example." static
              local-data: 'printer.office.example. 60 IN A 192.0.2.7'
              local-zone: ads.example. always_nxdomain
            """);
    try (var server = running("--built-in", "--settings", settings.toString(), "--log")) {
      int port = server.port();
      assertThat(server.out.next()).startsWith("walking from the root");
      Message printer = RunningServer.ask(port, "printer.office.example.", Type.A, false);
      assertThat(printer.getSection(Section.ANSWER).toString()).contains("192.0.2.7");
      assertThat(printer.getHeader().getFlag(Flags.AA)).isTrue();
      assertThat(RunningServer.ask(port, "x.ads.example.", Type.A, true).getRcode())
          .isEqualTo(Rcode.NXDOMAIN);
      assertThat(RunningServer.ask(port, "7.0.0.10.in-addr.arpa.", Type.PTR, true).getRcode())
          .isEqualTo(Rcode.NXDOMAIN);
      assertThat(server.out.next())
          .contains("printer.office.example. A -> NOERROR, 1 record, ")
          .contains("local zone office.example.");
      assertThat(server.out.next()).contains("x.ads.example. A -> NXDOMAIN").contains("local zone");
      assertThat(server.out.next()).contains("7.0.0.10.in-addr.arpa. PTR -> NXDOMAIN");
      Message cached = RunningServer.query("www.glasshouse.test.", Type.A);
      cached.getHeader().unsetFlag(Flags.RD);
      assertThat(RunningServer.resolver(port, true).send(cached).getRcode())
          .isEqualTo(Rcode.REFUSED);
      assertThat(server.out.next())
          .contains("www.glasshouse.test. A -> REFUSED, 0 records")
          .contains("because");
      assertThat(server.end()).isZero();
    }
    Path broken =
        Files.writeString(
            folder.resolve("broken"), "local-zone: a. nothing\nlocal-datum: x\nno colon here\n");
    Ran ran = run("--settings", broken.toString());
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err().lines())
        .containsExactly(
            "glass: " + broken + ":1: nothing is no type of local zones",
            "glass: " + broken + ":2: local-datum is no setting that is known here",
            "glass: " + broken + ":3: there is no WORD: VALUE in no colon here");
  }

  @Test
  void itForwardsToAnother() throws Exception {
    String settings =
        Files.writeString(folder.resolve("settings"), "local-zone: test. nodefault\n").toString();
    try (var upstream = running("--built-in")) {
      int behind = upstream.port();
      try (var server =
          running(
              "--no-dnssec", "--forward", "127.0.0.1:" + behind, "--settings", settings, "--log")) {
        int port = server.port();
        assertThat(server.out.next())
            .isEqualTo("asking 127.0.0.1:" + behind + ", checking no signatures");
        Message answer = RunningServer.ask(port, "static.glasshouse.test.", Type.A, false);
        assertThat(answer.getSection(Section.ANSWER).toString()).contains("127.80.0.4");
        assertThat(server.out.next()).contains("(from: the servers that resolve for it)");
        assertThat(server.end()).isZero();
      }
      assertThat(upstream.end()).isZero();
    }
  }

  /** dig and kdig are BIND's and Knot's own askers. */
  @Test
  void peersUnderstandIt() throws Exception {
    List<String> peers = Stream.of("dig", "kdig").filter(NameResolveCommandTest::isHere).toList();
    assumeTrue(!peers.isEmpty(), "neither dig nor kdig is installed");
    try (var server = running("--built-in")) {
      String port = String.valueOf(server.port());
      for (String peer : peers) {
        for (String carrier : List.of("+notcp", "+tcp")) {
          Process process =
              new ProcessBuilder(
                      peer,
                      "@127.0.0.1",
                      "-p",
                      port,
                      carrier,
                      "+timeout=60",
                      "home.glasshouse.test",
                      "A")
                  .redirectErrorStream(true)
                  .start();
          String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          assertThat(process.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
          assertThat(said)
              .as(peer + " " + carrier)
              .contains("status: NOERROR")
              .containsPattern("www\\.glasshouse\\.test\\.\\s+\\d+\\s+IN\\s+A\\s+127\\.80\\.0\\.3");
        }
      }
      assertThat(server.end()).isZero();
    }
  }

  private static boolean isHere(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @Test
  void aBusyPortIsOneLine() throws Exception {
    try (var taken = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      String place = "127.0.0.1:" + taken.getLocalPort();
      Ran ran = run("--built-in", "--listen", place);
      assertThat(ran.status()).isEqualTo(1);
      assertThat(ran.err().lines())
          .singleElement()
          .asString()
          .startsWith("glass: cannot listen at " + place + ": another program listens there");
    }
  }

  @Test
  void wrongUseIsOneLine() {
    Ran address = run("--listen", "nowhere");
    assertThat(address.status()).isEqualTo(2);
    assertThat(address.err().lines().findFirst()).hasValue("nowhere is no address to listen at");
    Ran none = run("--built-in", "--listen", "203.0.113.77:0");
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err().lines()).singleElement().asString().contains("has no such address");
    assertThat(run("--forward", "x").err()).startsWith("x is no address of a server");
    assertThat(run("--allow", "x").status()).isEqualTo(2);
    assertThat(run("--built-in", "--forward", "127.0.0.1").status()).isEqualTo(2);
    assertThat(run("--anchor", "/nowhere/file").status()).isNotZero();
  }
}
