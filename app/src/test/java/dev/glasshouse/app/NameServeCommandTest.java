package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import picocli.CommandLine;

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

  /** What is written, line by line, for whoever waits for it. */
  private static final class Lines extends Writer {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final StringBuilder line = new StringBuilder();

    @Override
    public void write(char[] letters, int from, int length) {
      for (int i = from; i < from + length; i++) {
        if (letters[i] == '\n') {
          lines.add(line.toString());
          line.setLength(0);
        } else {
          line.append(letters[i]);
        }
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    String next() throws InterruptedException {
      String next = lines.poll(60, TimeUnit.SECONDS);
      assertThat(next).as("a line of the command").isNotNull();
      return String.valueOf(next);
    }
  }

  private record Ran(int status, String out, String err) {}

  private static Ran run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        new CommandLine(new NameServeCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Ran(status, out.toString(), err.toString());
  }

  private static Message ask(int port, String name) throws IOException {
    var message = new Message(4);
    message.addRecord(Record.newRecord(Name.fromString(name), Type.A, DClass.IN), Section.QUESTION);
    byte[] question = message.toWire();
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(60_000);
      InetAddress server = InetAddress.ofLiteral("127.0.0.1");
      socket.send(new DatagramPacket(question, question.length, server, port));
      var packet = new DatagramPacket(new byte[4096], 4096);
      socket.receive(packet);
      return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
    }
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
    var out = new Lines();
    var err = new Lines();
    var running =
        new FutureTask<>(() ->
            new CommandLine(new NameServeCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("--zone", file.toString(), "--listen", "127.0.0.1:0"));
    Thread thread = Thread.ofPlatform().start(running);
    assertThat(out.next()).isEqualTo("zone site.test. serial 1, 3 records, from " + file);
    String listening = out.next();
    assertThat(listening).startsWith("listening at 127.0.0.1:");
    int port = Integer.parseInt(listening.substring(listening.lastIndexOf(':') + 1));
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

    thread.interrupt();
    assertThat(running.get(60, TimeUnit.SECONDS)).isZero();
    assertThat(out.next()).startsWith("ended after 3 udp messages, 3 answers");
  }

  @Test
  void itSignsAndChooses() throws Exception {
    Path file = folder.resolve("site.zone");
    Files.writeString(file, ZONE + "www A 192.0.2.1\nwww A 192.0.2.2\n");
    Path rules = folder.resolve("rules");
    Files.writeString(rules, "network here 127.0.0.0/8\nwww.site.test A for here 192.0.2.2\n");
    var out = new Lines();
    var err = new Lines();
    var running =
        new FutureTask<>(() ->
            new CommandLine(new NameServeCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(
                    "--zone",
                    file.toString(),
                    "--listen",
                    "127.0.0.1:0",
                    "--sign",
                    folder.resolve("key").toString(),
                    "--rules",
                    rules.toString()));
    Thread thread = Thread.ofPlatform().start(running);
    assertThat(out.next()).startsWith("zone site.test.");
    assertThat(out.next()).startsWith("site.test. IN DS ").contains(" 15 2 ");
    String listening = out.next();
    int port = Integer.parseInt(listening.substring(listening.lastIndexOf(':') + 1));
    Message answer = ask(port, "www.site.test.");
    assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
    assertThat(answer.getSection(Section.ANSWER).getFirst().rdataToString()).isEqualTo("192.0.2.2");
    thread.interrupt();
    assertThat(running.get(60, TimeUnit.SECONDS)).isZero();

    Files.writeString(rules, "nonsense\n");
    assertThat(run("--zone", file.toString(), "--rules", rules.toString()).err())
        .startsWith("glass: " + rules + ":1: a rule is");
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
