package dev.glasshouse.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against real name servers, where they are installed: Debian's unbound and dnsmasq-base. */
class PeersTest {
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Recorder recorder = Recorder.start();
  @TempDir Path folder;

  @AfterEach
  void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private Resolver resolver(int port) {
    return new Resolver(
        new Resolver.Parts(
            BuiltIn.NONE,
            new NameCache(),
            new HostsFile(folder.resolve("no-hosts")),
            ResolvConf.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port)),
            new NettyTransport(loops, NioDatagramChannel::new, NioSocketChannel::new),
            Limits.DEFAULT,
            () -> ThreadLocalRandom.current().nextInt(),
            InstantSource.system()));
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }

  private static Path program(String name) {
    for (String place : List.of("/usr/sbin/", "/usr/bin/")) {
      if (Files.isExecutable(Path.of(place + name))) {
        return Path.of(place + name);
      }
    }
    Assumptions.abort(name + " is not installed");
    throw new AssertionError();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** Runs a server until it answers, does something, and ends the server. */
  private void with(int port, ThrowingConsumer action, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      Resolver resolver = resolver(port);
      Deadline deadline = soon();
      while (true) {
        try {
          resolver.addresses("up.site.test", soon(), Trail.OFF);
          break;
        } catch (NameException e) {
          assertThat(deadline.passed() || !process.isAlive())
              .as("%s: %s", e.getMessage(), Files.readString(folder.resolve("log")))
              .isFalse();
          Thread.sleep(5);
        }
      }
      action.accept(resolver(port));
    } finally {
      process.destroy();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private interface ThrowingConsumer {
    void accept(Resolver resolver) throws Exception;
  }

  private void outcome(Resolver resolver, String host, NameException.Outcome outcome) {
    assertThatExceptionOfType(NameException.class)
        .isThrownBy(() -> resolver.addresses(host, soon(), Trail.OFF))
        .satisfies(e -> assertThat(e.outcome()).isEqualTo(outcome));
  }

  @Test
  void unbound() throws Exception {
    Path unbound = program("unbound");
    int port = freePort();
    var conf =
        new StringBuilder(
            """
            server:
              interface: 127.0.0.1@%d
              chroot: ""
              username: ""
              directory: "%s"
              pidfile: ""
              use-syslog: no
              do-daemonize: no
              module-config: "iterator"
              do-ip6: no
              local-zone: "site.test." static
              local-data: "site.test. 600 SOA ns.site.test. me.site.test. 1 2 3 4 60"
              local-data: "up.site.test. 600 A 198.51.100.1"
              local-data: "both.site.test. 600 A 198.51.100.2"
              local-data: "both.site.test. 300 AAAA 2001:db8::2"
              local-data: "text.site.test. 600 TXT hello"
              local-zone: "refused.test." refuse
              domain-insecure: "dead.example."
            stub-zone:
              name: "dead.example."
              stub-addr: 127.0.0.1@1
            """
                .formatted(port, folder));
    var big = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      big.append("  local-data: \"big.site.test. 600 A 10.0.0.").append(i).append("\"\n");
    }
    int at = conf.indexOf("stub-zone:");
    conf.insert(at, big);
    Path file = Files.writeString(folder.resolve("unbound.conf"), conf);
    with(
        port,
        resolver -> {
          Addresses both = resolver.addresses("both.site.test", soon(), Trail.OFF);
          assertThat(both.list())
              .containsExactly(
                  InetAddress.ofLiteral("2001:db8::2"), InetAddress.ofLiteral("198.51.100.2"));
          assertThat(both.ttl()).isEqualTo(Duration.ofSeconds(300));
          assertThat(resolver.addresses("big.site.test", soon(), recorder.trail()).list())
              .hasSize(200);
          assertThat(recorder.journey().entries().stream().map(Entry::step))
              .anyMatch(
                  s -> s instanceof NameStep.NameAsked asked && asked.transport().equals("TCP"));
          assertThat(resolver.lookup("text.site.test", "TXT", soon(), Trail.OFF).records())
              .singleElement()
              .satisfies(r -> assertThat(r.text()).contains("hello"));
          outcome(resolver, "gone.site.test", NameException.Outcome.NXDOMAIN);
          outcome(resolver, "text.site.test", NameException.Outcome.NODATA);
          outcome(resolver, "x.refused.test", NameException.Outcome.REFUSED);
          outcome(resolver, "x.dead.example", NameException.Outcome.SERVFAIL);
        },
        unbound.toString(),
        "-d",
        "-p",
        "-c",
        file.toString());
  }

  @Test
  void dnsmasq() throws Exception {
    Path dnsmasq = program("dnsmasq");
    int port = freePort();
    with(
        port,
        resolver -> {
          Addresses alias = resolver.addresses("alias.site.test", soon(), recorder.trail());
          assertThat(alias.list()).containsExactly(InetAddress.ofLiteral("198.51.100.1"));
          assertThat(alias.canonicalName()).isEqualTo("up.site.test");
          assertThat(recorder.journey().entries().stream().map(Entry::step))
              .anyMatch(s -> s instanceof NameStep.AliasFollowed);
          outcome(resolver, "gone.site.test", NameException.Outcome.NXDOMAIN);
        },
        dnsmasq.toString(),
        "--keep-in-foreground",
        "--conf-file=/dev/null",
        "--no-resolv",
        "--no-hosts",
        "--user=",
        "--group=",
        "--pid-file=",
        "--listen-address=127.0.0.1",
        "--bind-interfaces",
        "--port=" + port,
        "--local=/test/",
        "--host-record=up.site.test,198.51.100.1",
        "--cname=alias.site.test,up.site.test");
  }
}
