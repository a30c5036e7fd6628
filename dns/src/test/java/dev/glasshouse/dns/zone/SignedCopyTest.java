package dev.glasshouse.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.peers.Peers;
import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.ServeLimits;
import dev.glasshouse.journey.Trail;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A zone that BIND signs and changes: ours copies each change, and BIND copies it from ours. */
class SignedCopyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What is changed, one after the other. */
  private static final List<String> UPDATES =
      List.of(
          "update add new1.site.test. 300 A 192.0.2.91\nupdate add more.site.test. 300 TXT \"x y\"",
          "update delete h7.site.test.\nupdate delete h8.site.test. A\n"
              + "update add h8.site.test. 60 A 10.9.9.9",
          "update add x.deep.site.test. 300 AAAA ::1\nupdate delete new1.site.test.");

  @TempDir Path folder;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Authority copy =
      new Authority(
          ZoneLimits.DEFAULT,
          new TransferRules(AccessList.of(List.of("127.0.0.1")), List.of()),
          InstantSource.system());
  private final Queue<String> told = new ConcurrentLinkedQueue<>();

  @AfterEach
  void end() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  private NameServer open() throws IOException {
    var sockets =
        new NameServer.Sockets(loops, NioDatagramChannel::new, NioServerSocketChannel::new);
    var settings =
        NameServer.Settings.DEFAULT.with(ServeLimits.DEFAULT.withEnding(Duration.ofSeconds(1)));
    return NameServer.open(List.of(NameServer.Place.plain(at(0))), sockets, settings, copy);
  }

  /** All records that a server has of the zone. */
  private static TreeSet<String> all(int port) throws IOException {
    var fetched =
        (ZoneTransfer.Outcome.Fetched)
            ZoneTransfer.fetch(
                "site.test",
                Optional.empty(),
                new ZoneTransfer.Primary(at(port), Optional.empty()),
                ZoneLimits.DEFAULT,
                PATIENCE,
                InstantSource.system(),
                Trail.OFF);
    return TransferTest.all(fetched.zone());
  }

  /** Something that may not be so yet. */
  private interface Look {
    boolean holds() throws Exception;
  }

  private static void await(String what, Look look) throws Exception {
    Deadline deadline = Deadline.in(PATIENCE);
    while (!look.holds()) {
      assertThat(deadline.passed()).as(what).isFalse();
      LockSupport.parkNanos(200_000_000);
    }
  }

  /** Whether every set of an apex that is signed is: its keys (48) and their signatures (46). */
  private static boolean isSigned(TreeSet<String> records) {
    return records.stream().anyMatch(r -> r.matches("site\\.test\\. \\d+ 48 .*"))
        && records.stream().filter(r -> r.matches("\\S+ \\d+ 46 .*")).count() > 20
        && records.stream().anyMatch(r -> r.matches("site\\.test\\. \\d+ 47 .*"));
  }

  @Test
  void changesGoThroughAsTheyAre() throws Exception {
    Path nsupdate = Peers.program("nsupdate");
    Files.writeString(folder.resolve("site"), TransferTest.text(1, 20));
    byte[] question = Ask.question("site.test.", "SOA", Ask.How.TCP);
    try (var peers = new Peers(folder);
        var server = open()) {
      int primary =
          peers.bind(
              """
              zone "site.test" {
                type primary;
                file "site";
                dnssec-policy default;
                inline-signing yes;
                allow-update { 127.0.0.1; };
              };
              """,
              question);
      await("BIND signs", () -> isSigned(all(primary)));
      int ours = server.addresses().getFirst().getPort();
      try (var secondary = TransferTest.secondary(at(primary), Optional.empty(), copy, told)) {
        await("ours has a copy", () -> !told.isEmpty());
        assertThat(told.peek()).contains(", by AXFR (");
        int behind =
            peers.bind(
                """
                zone "site.test" { type secondary; primaries { 127.0.0.1 port %d; }; file "copy"; };
                """
                    .formatted(ours),
                question);
        // While it signs the zone for the first time, much changes at once.
        await("all is signed and copied", () -> isCopied(secondary, primary, ours));
        told.clear();
        for (String update : UPDATES) {
          Path file =
              Files.writeString(
                  folder.resolve("update"),
                  "server 127.0.0.1 %d\nzone site.test.\n%s\nsend\n".formatted(primary, update));
          assertThat(peers.run(nsupdate.toString(), file.toString())).isEmpty();
          // It signs what is new a moment later; who is told once a moment misses nothing.
          await(
              "ours has " + update,
              () -> says(all(primary), update) && isCopied(secondary, primary, ours));
          await(
              "BIND behind ours has " + update,
              () -> {
                Zone zone = copy.zone("site.test.").orElseThrow();
                Notifier.tell(zone, at(behind), 1, Duration.ofSeconds(1));
                return all(ours).equals(all(behind));
              });
        }
      }
    }
    assertThat(told).hasSizeGreaterThanOrEqualTo(3).allMatch(line -> line.contains(", by IXFR ("));
  }

  /** Asks for what is new; whether nothing is missing. */
  private static boolean isCopied(Secondary secondary, int primary, int ours) throws IOException {
    secondary.notified("site.test.", InetAddress.ofLiteral("127.0.0.1"));
    return all(primary).equals(all(ours));
  }

  /** Whether what an update adds is there, and what it takes away is not. */
  private static boolean says(TreeSet<String> records, String update) {
    return update
        .lines()
        .map(line -> line.split(" "))
        .filter(words -> words[1].equals("add") || words.length == 3)
        .allMatch(words ->
            words[1].equals("add")
                == records.stream().anyMatch(record -> record.startsWith(words[2] + " ")));
  }
}
