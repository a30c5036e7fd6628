package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.app.RunningServer.Ran;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The server as a command: from its first line to its last. */
class NameServeCommandTest {
  private static final String ZONE =
      """
      $ORIGIN site.test.
      $TTL 60
      @ SOA ns1 admin 1 3600 900 86400 300
      @ NS ns1
      ns1 A 192.0.2.1
      """;

  @TempDir Path folder;

  private static Ran run(String... arguments) {
    return RunningServer.run(new NameServeCommand(), arguments);
  }

  private static Message ask(int port, String name) throws IOException {
    return RunningServer.ask(port, name, Type.A, false);
  }

  /** Changes a file at once, so that nobody reads a half of it. */
  private void replace(Path file, String text) throws IOException {
    Path anew = folder.resolve("anew");
    Files.writeString(anew, text);
    Files.move(anew, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void itServesAndReadsAnewAndEnds() throws Exception {
    Path file = folder.resolve("site.zone");
    Files.writeString(file, ZONE);
    var server =
        new RunningServer(
            new NameServeCommand(), "--zone", file.toString(), "--listen", "127.0.0.1:0");
    Lines out = server.out;
    Lines err = server.err;
    assertThat(out.next()).isEqualTo("zone site.test. serial 1, 3 records, from " + file);
    int port = server.port();
    Message answer = ask(port, "ns1.site.test.");
    assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
    assertThat(answer.getSection(Section.ANSWER)).hasSize(1);

    replace(file, ZONE + "www A nonsense\n");
    assertThat(err.next()).isEqualTo("glass: " + file + ":6: no IPv4 address: nonsense");
    assertThat(err.next()).isEqualTo("glass: the zone of before is served on");
    assertThat(ask(port, "ns1.site.test.").getSection(Section.ANSWER)).hasSize(1);

    replace(file, ZONE.replace("admin 1 ", "admin 2 ") + "www A 192.0.2.22\n");
    assertThat(out.next()).isEqualTo("zone site.test. serial 2, 4 records, from " + file);
    assertThat(ask(port, "www.site.test.").getSection(Section.ANSWER)).hasSize(1);

    replace(file, ZONE.replace("admin 1 ", "admin 2 ") + "www A 192.0.2.23\n");
    assertThat(err.next())
        .isEqualTo(
            "glass: "
                + file
                + ": warning: the zone is another one, but its serial number 2 is not after 2:"
                + " servers that have a copy keep it");
    assertThat(out.next()).isEqualTo("zone site.test. serial 2, 4 records, from " + file);

    assertThat(server.end()).isZero();
    assertThat(out.next()).startsWith("ended after 3 udp messages, 3 answers");
  }

  @Test
  void itSignsAndChooses() throws Exception {
    Path file = folder.resolve("site.zone");
    Files.writeString(file, ZONE + "www A 192.0.2.1\nwww A 192.0.2.2\n");
    Path rules = folder.resolve("rules");
    Files.writeString(rules, "network here 127.0.0.0/8\nwww.site.test A for here 192.0.2.2\n");
    var server =
        new RunningServer(
            new NameServeCommand(),
            "--zone",
            file.toString(),
            "--listen",
            "127.0.0.1:0",
            "--sign",
            folder.resolve("key").toString(),
            "--rules",
            rules.toString());
    Lines out = server.out;
    Lines err = server.err;
    assertThat(out.next()).startsWith("zone site.test.");
    int port = server.port();
    assertThat(out.next()).startsWith("site.test. IN DS ").contains(" 15 2 ");
    Message answer = ask(port, "www.site.test.");
    assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
    assertThat(answer.getSection(Section.ANSWER).getFirst().rdataToString()).isEqualTo("192.0.2.2");
    assertThat(server.end()).isZero();

    Files.writeString(rules, "nonsense\n");
    assertThat(run("--zone", file.toString(), "--rules", rules.toString()).err())
        .startsWith("glass: " + rules + ":1: a rule is");
  }

  /** The serial number of the file has the half weeks since 1970 on top. */
  @Test
  void whatItSignsMayBeCopied() throws Exception {
    Path file = folder.resolve("site.zone");
    Files.writeString(file, ZONE);
    var server =
        new RunningServer(
            new NameServeCommand(),
            "--zone",
            file.toString(),
            "--listen",
            "127.0.0.1:0",
            "--sign",
            folder.resolve("keys").toString(),
            "--allow-transfer",
            "127.0.0.1");
    assertThat(server.out.next()).startsWith("zone site.test. serial 1,");
    Message answer = RunningServer.ask(server.port(), "site.test.", Type.SOA, true);
    var soa = (SOARecord) answer.getSection(Section.ANSWER).getFirst();
    assertThat(soa.getSerial()).isGreaterThan(5_900);
    assertThat(server.end()).isZero();
  }

  @Test
  void brokenZonesAreToldWithAllTheirFaults() throws Exception {
    Path file = folder.resolve("site.zone");
    Files.writeString(file, ZONE + "a A x\nb AAAA y\n");
    Ran ran = run("--zone", file.toString(), "--check");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err().lines())
        .containsExactly(
            "glass: " + file + ":6: no IPv4 address: x",
            "glass: " + file + ":7: no IPv6 address: y");
    Files.writeString(file, ZONE);
    assertThat(run("--zone", file.toString(), "--check").status()).isZero();
    assertThat(run("--zone", "other.test=" + file, "--check").err())
        .contains("other.test. has no SOA record");
    Path none = folder.resolve("none");
    assertThat(run("--zone", none.toString()).err())
        .isEqualTo("glass: " + none + ": there is no such file\n");
  }

  @Test
  void anAddressThatCannotBeHadIsOneLine() throws Exception {
    Path file = folder.resolve("site.zone");
    Files.writeString(file, ZONE);
    try (var busy = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String address = "127.0.0.1:" + busy.getLocalPort();
      Ran ran = run("--zone", file.toString(), "--listen", address);
      assertThat(ran.status()).isEqualTo(1);
      assertThat(ran.err())
          .isEqualTo(
              "glass: cannot listen at "
                  + address
                  + ": another program listens there already (TCP)\n");
    }
    assertThat(run("--zone", file.toString(), "--listen", "192.0.2.1").err().lines()).hasSize(1);
    assertThat(run("--zone", file.toString(), "--listen", "nonsense").status()).isEqualTo(2);
    assertThat(run("--zone", file.toString(), "--allow", "10.0.0.0/99").status()).isEqualTo(2);
    assertThat(run().status()).isEqualTo(2);
  }
}
