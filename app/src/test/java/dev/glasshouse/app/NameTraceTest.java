package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks from the root of the built-in internet: no network is needed. */
class NameTraceTest {
  @TempDir Path folder;

  private record Ran(int status, String out, String err) {}

  private static Ran run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status = Glass.run(out, err, arguments);
    return new Ran(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aChainOfTrustThatBreaksIsToldWithItsReason() {
    Ran ran = run("name", "www.broken.glasshouse.test", "--trace", "--dnssec");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out())
        .contains("✓ glasshouse.test. secure: ")
        .contains("✗ broken.glasshouse.test. bogus: no key of broken.glasshouse.test. fits");
    assertThat(ran.err()).contains("no key of broken.glasshouse.test. fits a digest");
    Ran plain = run("name", "www.broken.glasshouse.test", "--trace");
    assertThat(plain.out()).contains("A 127.80.0.2");
  }

  /** Servers of a root of the test's own at the port of name servers, which is not everybody's. */
  @Test
  void itBeginsAtTheRootThatAFileNames() throws Exception {
    Path hints = Files.writeString(folder.resolve("hints"), ". NS a.test.\na.test. A 127.53.7.1\n");
    Path root =
        Files.writeString(
            folder.resolve("root"),
            "$ORIGIN .\n$TTL 60\n@ SOA a.test. b.test. 1 9 9 9 9\n@ NS a.test.\n"
                + "a.test. A 127.53.7.1\nexample. NS ns.example.\nns.example. A 127.53.7.2\n");
    Path owner =
        Files.writeString(
            folder.resolve("owner"),
            "$ORIGIN example.\n$TTL 60\n@ SOA ns b 1 9 9 9 9\n@ NS ns\nns A 127.53.7.2\n"
                + "www A 192.0.2.53\n");
    assumeTrue(isFree("127.53.7.1") && isFree("127.53.7.2"), "port 53 cannot be had here");
    try (var above =
            new RunningServer(
                new NameServeCommand(), "--zone", root.toString(), "--listen", "127.53.7.1");
        var below =
            new RunningServer(
                new NameServeCommand(), "--zone", owner.toString(), "--listen", "127.53.7.2")) {
      // Somebody else on this machine may have had them a moment earlier.
      assumeTrue(
          above.says("listening at 127.53.7.1:53") && below.says("listening at 127.53.7.2:53"),
          "port 53 cannot be had here");
      Ran ran =
          run(
              "name",
              "www.example",
              "--trace",
              "--root-hints",
              hints.toString(),
              "--timeout",
              "60");
      assertThat(ran.err()).isEmpty();
      assertThat(ran.out())
          .contains("www.example. A asked of ns.example. 127.53.7.2 by UDP")
          .contains("example. is served by ns.example.")
          .contains("A 192.0.2.53");
      assertThat(above.end()).isZero();
      assertThat(below.end()).isZero();
    }
    assertThat(run("name", "a.test", "--root-hints", "x").err())
        .contains("--root-hints belongs to --trace");
  }

  private static boolean isFree(String address) {
    try (var udp = new DatagramSocket(53, InetAddress.ofLiteral(address));
        var tcp = new ServerSocket(53, 1, InetAddress.ofLiteral(address))) {
      return udp.isBound() && tcp.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void tellsEachZoneOnTheWay() {
    Ran ran = run("name", "www.glasshouse.test", "--trace");
    assertThat(ran.status()).as(ran.err()).isZero();
    // The root's servers see "test." alone, those of "test." one label more.
    assertThat(ran.out())
        .containsPattern(
            "(?m)^\\. +\\? test\\. A asked of [ab]\\.root\\.test\\. 127\\.80\\.2\\.[12] by")
        .containsPattern(
            "(?m)^test\\. +\\? glasshouse\\.test\\. A asked of [ab]\\.nic\\.test\\. 127")
        .containsPattern("(?m)^glasshouse\\.test\\. +\\? www\\.glasshouse\\.test\\. A asked of ns")
        .containsPattern("test\\. is served by [ab]\\.nic\\.test\\., [ab]\\.nic\\.test\\.; kept")
        .contains("a.nic.test. A 127.80.3.1", "b.nic.test. A 127.80.3.2", "in the bailiwick of .")
        .containsPattern("(?m)^answer +A 127\\.80\\.0\\.3$")
        .contains("the zone's own servers said so, holds for 5 min");
  }

  @Test
  void tellsItInChinese() {
    Ran ran = run("name", "www.glasshouse.test", "MX", "--trace", "--lang", "zh");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out()).contains("test. 的服务器是 ", "在 . 的管辖范围内", "该名称存在，但没有 MX 记录");
    assertThat(ran.err()).contains("www.glasshouse.test: the name has no such records (NODATA)");
  }

  @Test
  void whatIsPastAnAliasIsAskedForItself() {
    Ran ran = run("name", "home.glasshouse.test", "a", "--trace");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out())
        .containsPattern("\\? www\\.glasshouse\\.test\\. A asked of ns")
        .containsPattern("(?m)^answer +CNAME www\\.glasshouse\\.test\\., A 127\\.80\\.0\\.3$");
  }

  @Test
  void theBuiltInZonesAreSignedForIt() {
    Ran ran = run("name", "www.glasshouse.test", "--trace", "--dnssec");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("✓ . secure: ", "✓ test. secure: ", "✓ glasshouse.test. secure: ")
        .contains("www.glasshouse.test. A is secure: every record that counts was checked");
  }

  @Test
  void tellsTheJourneyAsJsonAndTheWholeStory() {
    Ran json = run("name", "www.glasshouse.test", "--trace", "--json");
    assertThat(json.out().lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    assertThat(json.out()).contains("\"ReferralFollowed\"", "\"ZoneAnswered\"");
    Ran full = run("name", "www.glasshouse.test", "--trace", "--full");
    assertThat(full.out()).contains("the servers of test. lead to glasshouse.test.");
  }

  @Test
  void drawsTheWalk() throws Exception {
    Path file = folder.resolve("walk.svg");
    Ran ran = run("name", "home.glasshouse.test", "--trace", "--svg", file.toString());
    assertThat(ran.status()).as(ran.err()).isZero();
    String svg = Files.readString(file);
    assertThat(svg)
        .contains("From the root to home.glasshouse.test. A", "? test. A  (minimised)")
        .contains("delegates, kept 1 d, no DS", "glue taken: 2", "prefers-color-scheme: dark")
        .contains("? www.glasshouse.test. A<");
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
    Ran nowhere = run("name", "home.glasshouse.test", "--trace", "--svg", folder + "/no/x.svg");
    assertThat(nowhere.status()).isEqualTo(1);
    assertThat(nowhere.err()).contains("x.svg: there is no such file or folder");
  }

  @Test
  void whatFailedIsRed() throws Exception {
    Path file = folder.resolve("walk.svg");
    run("name", "gone.glasshouse.test", "--trace", "--svg", file.toString());
    assertThat(Files.readString(file)).contains("box bad", "NXDOMAIN");
  }

  @Test
  void aNameThatIsNotThere() {
    Ran ran = run("name", "gone.glasshouse.test", "--trace");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("gone.glasshouse.test: the name does not exist (NXDOMAIN)");
    assertThat(ran.out()).contains("NXDOMAIN");
  }

  @Test
  void aServerThatDoesNotAnswerIsOneLine() throws IOException {
    // What listens by TCP alone has taken the number of the port, and nobody is there by UDP.
    try (var taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.ofLiteral("127.80.9.9"), 0));
      String server = "127.80.9.9:" + taken.getLocalPort();
      Ran ran = run("name", "www.site.example", "--trace", "--server", server, "--timeout", "20");
      assertThat(ran.status()).isEqualTo(1);
      assertThat(ran.err().lines().filter(line -> line.startsWith("glass:")))
          .singleElement()
          .asString()
          .contains("www.site.example: " + server + " cannot be reached: ");
    }
  }

  @Test
  void wrongUse() throws IOException {
    assertThat(run("name", "a.test", "--dnssec").err()).contains("--dnssec belongs to --trace");
    assertThat(run("name", "a.test", "--svg", "x").err()).contains("--svg belongs to --trace");
    Ran type = run("name", "a.test", "NONE", "--trace");
    assertThat(type.status()).isEqualTo(2);
    assertThat(type.err()).contains("there is no record type NONE");
    Path empty = Files.writeString(folder.resolve("anchor"), "; nothing\n");
    Ran anchor = run("name", "a.test", "--trace", "--dnssec", "--anchor", empty.toString());
    assertThat(anchor.status()).isEqualTo(1);
    assertThat(anchor.err()).contains("there is no DS or DNSKEY record in it");
    Ran gone = run("name", "a.test", "--trace", "--dnssec", "--anchor", folder + "/none");
    assertThat(gone.err()).contains("none: there is no such file or folder");
    assertThat(run("name", "a..b", "--trace").status()).isEqualTo(2);
  }
}
