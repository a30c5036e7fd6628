package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Unbound and Knot Resolver ask ours, by UDP, by TCP and by TLS. */
class NameForwardersTest {
  private static final String NAME = "www.glasshouse.test.";
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);

  @TempDir Path folder;

  private static String program(String name) {
    String path = "/usr/sbin/" + name;
    assumeTrue(Files.isExecutable(Path.of(path)), name + " is not installed");
    return path;
  }

  /** How a server is set up that listens at a port. */
  private String file(String name, int port, String text) {
    try {
      return Files.writeString(folder.resolve(name + "-" + port), text).toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> unbound(int port, int ours, String how) {
    String config =
        """
        server:
          interface: 127.0.0.1@%1$d
          chroot: ""
          username: ""
          directory: "%2$s"
          pidfile: ""
          use-syslog: no
          do-ip6: no
          do-not-query-localhost: no
          module-config: "iterator"
          local-zone: "test." nodefault
        forward-zone:
          name: .
          forward-addr: 127.0.0.1@%3$d
        %4$s
        """
            .formatted(port, folder, ours, how);
    return List.of(program("unbound"), "-d", "-p", "-c", file("unbound", port, config));
  }

  private List<String> kresd(int port, int ours, String how) {
    // The names of "test." are special to it: what is forwarded comes before them.
    String config =
        """
        net.listen('127.0.0.1', %d, { kind = 'dns' })
        net.ipv6 = false
        cache.open(10 * MB, 'lmdb://%s/cache-%1$d')
        trust_anchors.remove('.')
        policy.add(policy.suffix(%s, {todname('test.')}))
        """
            .formatted(port, folder, how.formatted(ours));
    return List.of(program("kresd"), "-n", "-c", file("kresd", port, config), folder.toString());
  }

  /** Starts a program on a free port, and has the answer that it gets from ours. */
  private void answers(IntFunction<List<String>> command) throws Exception {
    for (int tries = 0; tries < 5; tries++) {
      int port;
      try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
        port = free.getLocalPort();
      }
      Path log = folder.resolve("log");
      Process process =
          new ProcessBuilder(command.apply(port))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        long end = System.nanoTime() + PATIENCE;
        while (process.isAlive() && System.nanoTime() - end < 0) {
          if (isAnswered(port)) {
            return;
          }
          // Its end or a moment, whatever comes first.
          process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        // When somebody took the port in between, it has ended, and another one is tried.
        assertThat(process.isAlive()).as(Files.readString(log)).isFalse();
      } finally {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    }
    throw new AssertionError(Files.readString(folder.resolve("log")));
  }

  private static boolean isAnswered(int port) {
    try {
      Message answer = RunningServer.ask(port, NAME, Type.A, true);
      return answer.getRcode() == Rcode.NOERROR
          && answer.getSection(Section.ANSWER).toString().contains("127.80.0.3");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void unboundAsksUs() throws Exception {
    program("unbound");
    try (var server =
        new RunningServer(
            new NameResolveCommand(),
            "--built-in",
            "--listen",
            "127.0.0.1:0",
            "--tls-listen",
            "127.0.0.1:0",
            "--log")) {
      int plain = server.port();
      int tls = server.port();
      assertThat(server.out.next("walking")).isNotEmpty();
      answers(port -> unbound(port, plain, ""));
      assertThat(told(server, " UDP ")).contains("NOERROR");
      answers(port -> unbound(port, plain, "  forward-tcp-upstream: yes"));
      assertThat(told(server, " TCP ")).contains("NOERROR");
      answers(port -> unbound(port, tls, "  forward-tls-upstream: yes"));
      assertThat(told(server, " TLS ")).contains("NOERROR");
      assertThat(server.end()).isZero();
    }
  }

  /** The next line about the name that came this way, its letters in whatever case (0x20). */
  private static String told(RunningServer server, String way) throws InterruptedException {
    for (String line = server.out.next(); ; line = server.out.next()) {
      if (line.toLowerCase(Locale.ROOT).contains((way + NAME + " A ").toLowerCase(Locale.ROOT))) {
        return line;
      }
    }
  }

  @Test
  void knotResolverAsksUs() throws Exception {
    program("kresd");
    try (var server =
        new RunningServer(
            new NameResolveCommand(),
            "--built-in",
            "--listen",
            "127.0.0.1:0",
            "--tls-listen",
            "127.0.0.1:0",
            "--log")) {
      int plain = server.port();
      int tls = server.port();
      answers(port -> kresd(port, plain, "policy.STUB({'127.0.0.1@%d'})"));
      assertThat(told(server, " UDP ")).contains("NOERROR");
      answers(port -> kresd(port, tls, "policy.TLS_FORWARD({{'127.0.0.1@%d', insecure = true}})"));
      assertThat(told(server, " TLS ")).contains("NOERROR");
      assertThat(server.end()).isZero();
    }
  }
}
