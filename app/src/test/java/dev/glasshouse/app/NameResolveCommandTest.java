package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import picocli.CommandLine;

/** The recursive server as a command, over the built-in internet: no network is needed. */
class NameResolveCommandTest {
  private static final int PATIENCE = 120;

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
      String next = lines.poll(PATIENCE, TimeUnit.SECONDS);
      assertThat(next).as("a line of the command").isNotNull();
      return String.valueOf(next);
    }
  }

  /** A server that runs until it is closed. */
  private static final class Running implements AutoCloseable {
    final Lines out = new Lines();
    final FutureTask<Integer> task;
    final Thread thread;
    final int port;

    Running(String... more) throws InterruptedException {
      String[] arguments =
          Stream.concat(Stream.of("--listen", "127.0.0.1:0"), Stream.of(more))
              .toArray(String[]::new);
      task =
          new FutureTask<>(() ->
              new CommandLine(new NameResolveCommand())
                  .setOut(new PrintWriter(out))
                  .setErr(new PrintWriter(out))
                  .execute(arguments));
      thread = Thread.ofPlatform().start(task);
      String listening = out.next();
      assertThat(listening).startsWith("listening at 127.0.0.1:");
      port = Integer.parseInt(listening.substring(listening.lastIndexOf(':') + 1));
    }

    Message ask(String name, int type, boolean tcp) throws IOException {
      var resolver = new SimpleResolver(InetAddress.ofLiteral("127.0.0.1"));
      resolver.setPort(port);
      resolver.setTCP(tcp);
      resolver.setTimeout(java.time.Duration.ofSeconds(PATIENCE));
      return resolver.send(
          Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN)));
    }

    int end() throws Exception {
      thread.interrupt();
      return task.get(PATIENCE, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }

  private record Ran(int status, String out, String err) {}

  private static Ran run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        new CommandLine(new NameResolveCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Ran(status, out.toString(), err.toString());
  }

  @Test
  void itResolvesByUdpAndTcpAndEnds() throws Exception {
    try (var server = new Running("--built-in")) {
      assertThat(server.out.next()).isEqualTo("walking from the root, checking no signatures");
      Message first = server.ask("www.glasshouse.test.", Type.A, false);
      assertThat(first.getSection(Section.ANSWER).toString()).contains("127.80.0.3");
      assertThat(first.getHeader().getFlag(Flags.RA)).isTrue();
      assertThat(first.getHeader().getFlag(Flags.AA)).isFalse();
      Message alias = server.ask("home.glasshouse.test.", Type.A, true);
      assertThat(alias.getSection(Section.ANSWER)).hasSize(2);
      Message gone = server.ask("gone.glasshouse.test.", Type.MX, false);
      assertThat(gone.getRcode()).isEqualTo(Rcode.NXDOMAIN);
      assertThat(server.end()).isZero();
      assertThat(server.out.next()).startsWith("ended after 2 udp messages, 1 stream messages");
    }
  }

  @Test
  void itForwardsToAnother() throws Exception {
    try (var upstream = new Running("--built-in");
        var server = new Running("--no-dnssec", "--forward", "127.0.0.1:" + upstream.port)) {
      assertThat(server.out.next())
          .isEqualTo("asking 127.0.0.1:" + upstream.port + ", checking no signatures");
      Message answer = server.ask("static.glasshouse.test.", Type.A, false);
      assertThat(answer.getSection(Section.ANSWER).toString()).contains("127.80.0.4");
      assertThat(server.end()).isZero();
      assertThat(upstream.end()).isZero();
    }
  }

  /** dig and kdig are BIND's and Knot's own askers. */
  @Test
  void peersUnderstandIt() throws Exception {
    List<String> peers = Stream.of("dig", "kdig").filter(NameResolveCommandTest::isHere).toList();
    assumeTrue(!peers.isEmpty(), "neither dig nor kdig is installed");
    try (var server = new Running("--built-in")) {
      for (String peer : peers) {
        for (String carrier : List.of("+notcp", "+tcp")) {
          Process process =
              new ProcessBuilder(
                      peer,
                      "@127.0.0.1",
                      "-p",
                      String.valueOf(server.port),
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
