package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.ResolvConf;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import picocli.CommandLine;

/** The command, with a server of the test's own. */
class NameCommandTest {
  @TempDir Path folder;

  /** Those of the machine, as the program takes them. */
  private Optional<ResolvConf> servers = Optional.empty();

  private record Ran(int status, String out, String err) {}

  private Ran run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        new CommandLine(new NameCommand(folder.resolve("names"), servers))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Ran(status, out.toString(), err.toString());
  }

  /** Knows www.site.example's A and MX, and nothing else. */
  private static void serve(DatagramSocket socket) {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[2048], 2048);
        socket.receive(packet);
        byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private static byte[] answer(byte[] bytes) throws IOException {
    var question = new Message(bytes);
    Record asked = question.getQuestion();
    var answer = new Message(question.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(asked, Section.QUESTION);
    boolean known = asked.getName().toString().equals("www.site.example.");
    if (known && asked.getType() == Type.A) {
      answer.addRecord(record(asked.getName(), Type.A, "198.51.100.7"), Section.ANSWER);
    } else if (known && asked.getType() == Type.MX) {
      answer.addRecord(record(asked.getName(), Type.MX, "10 mail.site.example."), Section.ANSWER);
    } else {
      if (!known) {
        answer.getHeader().setRcode(Rcode.NXDOMAIN);
      }
      answer.addRecord(
          record(
              Name.fromConstantString("site.example."),
              Type.SOA,
              "ns.site.example. me.site.example. 1 2 3 4 60"),
          Section.AUTHORITY);
    }
    return answer.toWire();
  }

  private static Record record(Name name, int type, String data) throws IOException {
    return Record.fromString(name, type, DClass.IN, 300, data, Name.root);
  }

  @Test
  void tellsWhoAnsweredWhatAndForHowLong() throws Exception {
    try (var socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofVirtual().start(() -> serve(socket));
      servers = Optional.of(ResolvConf.of((InetSocketAddress) socket.getLocalSocketAddress()));
      Ran first = run("www.site.example");
      assertThat(first.status()).as(first.err()).isZero();
      assertThat(first.out())
          .contains("A     198.51.100.7", "answered by: 127.0.0.1:", "holds: for 300 s")
          .contains("what was tried, in order:", "hosts");
      Ran again = run("www.site.example");
      assertThat(again.out()).contains("answered by: the browser's cache");
      Ran anew = run("www.site.example", "A", "--no-cache");
      assertThat(anew.out()).contains("answered by: 127.0.0.1:");
      assertThat(run("gone.site.example").status()).isEqualTo(1);
      run("www.site.example", "A", "--no-cache");
      assertThat(run("--cache").out()).contains("www.site.example", "gone.site.example");
      Ran mail = run("www.site.example", "mx");
      assertThat(mail.out()).contains("MX    10 mail.site.example.");
      Ran gone = run("gone.site.example");
      assertThat(gone.status()).isEqualTo(1);
      assertThat(gone.err()).contains("the name gone.site.example does not exist (NXDOMAIN");
      Ran empty = run("www.site.example", "AAAA");
      assertThat(empty.status()).isEqualTo(1);
      assertThat(empty.err()).contains("NODATA");
      Ran zh = run("www.site.example", "--lang", "zh");
      assertThat(zh.out()).contains("回答者：");
      Ran json = run("www.site.example", "--json");
      assertThat(json.out().lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
      assertThat(json.out()).contains("\"NameAnswered\"");
    }
    Ran cache = run("--cache");
    assertThat(cache.out()).contains("www.site.example -> 198.51.100.7", "NXDOMAIN", "MX");
    Ran one = run("--cache", "--json", "gone.site.example");
    assertThat(one.out().lines()).hasSize(2).allMatch(l -> l.contains("\"outcome\":\"NXDOMAIN\""));
  }

  @Test
  void whatANamedServerSaysIsNotWhatTheBrowserGoesBy() throws Exception {
    try (var socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofVirtual().start(() -> serve(socket));
      String server = "--server=127.0.0.1:" + socket.getLocalPort();
      for (int i = 0; i < 2; i++) {
        assertThat(run("www.site.example", server).out()).contains("answered by: 127.0.0.1:");
      }
      assertThat(run("--cache").out()).contains("nothing is kept");
      servers = Optional.of(ResolvConf.of((InetSocketAddress) socket.getLocalSocketAddress()));
      run("www.site.example");
      assertThat(run("www.site.example").out()).contains("answered by: the browser's cache");
      assertThat(run("www.site.example", server).out()).contains("answered by: 127.0.0.1:");
    }
  }

  @Test
  void builtInAndSpecialNames() {
    assertThat(run("www.glasshouse.test").out())
        .contains("127.80.0.3", "answered by: 127.80.1.1:53")
        .contains("the servers of . lead to test.")
        .contains("the servers of test. lead to glasshouse.test.")
        .contains("127.80.1.1:", " asks for www.glasshouse.test. A by UDP");
    assertThat(run("no.glasshouse.test").status()).isEqualTo(1);
    assertThat(run("x.localhost").out()).contains("127.0.0.1", "RFC 6761");
  }

  @Test
  void wrongUse() {
    assertThat(run().status()).isEqualTo(2);
    assertThat(run("x.test", "NONSENSE").err()).contains("there is no record type NONSENSE");
    assertThat(run("x.test", "--server=nowhere").status()).isEqualTo(2);
    assertThat(run("x.localhost", "--lang", "xx").status()).isEqualTo(2);
    assertThat(run("x.localhost", "--timeout", "0").status()).isEqualTo(2);
  }

  @Test
  void whatIsNoName() {
    Ran ran = run("a..b");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("a..b is no name that can be looked up").doesNotContain("\tat ");
  }

  @Test
  void rubbishInTheCacheDoesNotMatter() throws Exception {
    Files.write(folder.resolve("names"), new byte[] {1, 2, 3, (byte) 0xff});
    assertThat(run("--cache").out()).contains("nothing is kept");
    assertThat(run("localhost").status()).isZero();
  }
}
