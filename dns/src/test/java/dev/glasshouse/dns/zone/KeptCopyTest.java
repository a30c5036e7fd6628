package dev.glasshouse.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.peers.Peers;
import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.journey.Recorder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Copies of zones that are kept in files, and served again while their servers are away. */
class KeptCopyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private volatile Instant now = Instant.now();
  private final Authority copy = new Authority(ZoneLimits.DEFAULT);

  /** Bound, so that nobody else can have its port, but not listening. */
  private Socket nobody = new Socket();

  @BeforeEach
  void take() throws IOException {
    nobody.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
  }

  @AfterEach
  void end() throws IOException {
    nobody.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private InetSocketAddress away() {
    return (InetSocketAddress) nobody.getLocalSocketAddress();
  }

  private NameServer open(Authority authority) throws IOException {
    var sockets =
        new NameServer.Sockets(loops, NioDatagramChannel::new, NioServerSocketChannel::new);
    var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    return NameServer.open(
        List.of(NameServer.Place.plain(any)), sockets, NameServer.Settings.DEFAULT, authority);
  }

  private static Authority primary() {
    return new Authority(
        ZoneLimits.DEFAULT,
        new TransferRules(AccessList.of(List.of("127.0.0.1")), List.of()),
        InstantSource.system());
  }

  private CopyFile file() {
    return CopyFile.in(folder, "site.test");
  }

  private Secondary begin(InetSocketAddress... from) {
    return begin(copy, from);
  }

  private Secondary begin(Authority to, InetSocketAddress... from) {
    return Secondary.begin(
        "site.test",
        Stream.of(from).map(each -> new ZoneTransfer.Primary(each, Optional.empty())).toList(),
        to,
        new Secondary.Settings(ZoneLimits.DEFAULT, PATIENCE, () -> now, Optional.of(file())),
        told::add);
  }

  private String next() throws InterruptedException {
    return String.valueOf(told.poll(60, TimeUnit.SECONDS));
  }

  private static Message ask(Authority authority) {
    return Ask.of(authority, "h1.site.test.", "A", Ask.How.udp(1232));
  }

  private static int errorOf(Message answer) {
    return answer.getOPT().getOptions().stream()
        .filter(ExtendedErrorCodeOption.class::isInstance)
        .mapToInt(option -> ((ExtendedErrorCodeOption) option).getErrorCode())
        .findFirst()
        .orElse(-1);
  }

  private static void assertServed(Authority authority) {
    Message answer = ask(authority);
    assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
    assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
  }

  private static void await(String what, java.util.concurrent.Callable<Boolean> look)
      throws Exception {
    Deadline deadline = Deadline.in(PATIENCE);
    while (!look.call()) {
      assertThat(deadline.passed()).as(what).isFalse();
      LockSupport.parkNanos(20_000_000);
    }
  }

  @Test
  void aCopyOfBindsZoneIsServedWithoutBindAndGoesOnFromItsSerial() throws Exception {
    Files.writeString(folder.resolve("site"), TransferTest.text(5, 3000));
    byte[] question = Ask.question("site.test.", "SOA", Ask.How.TCP);
    try (var peers = new Peers(folder)) {
      int bind =
          peers.bind(
              """
              zone "site.test" { type primary; file "site"; allow-transfer { any; }; };
              """,
              question);
      try (var secondary = begin(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), bind))) {
        assertThat(next()).contains("serial 5, 3009 records, by AXFR");
        assertThat(secondary.notified("other.test.", InetAddress.ofLiteral("127.0.0.1"))).isFalse();
      }
    }
    now = now.plusSeconds(1000);
    var anew = new Authority(ZoneLimits.DEFAULT);
    try (var secondary = begin(anew, away())) {
      // Before anybody was asked.
      assertServed(anew);
      assertThat(next()).contains("serial 5, 3009 records, from " + file().path());
      assertThat(next()).contains("from 127.0.0.1").contains("refused");
      assertServed(anew);
    }
    Authority primary = primary();
    primary.put(TransferTest.zone(TransferTest.text(5, 3000)));
    primary.put(TransferTest.zone(TransferTest.text(6, 3001)));
    try (var server = open(primary);
        var secondary = begin(server.addresses().getFirst())) {
      assertThat(next()).contains("serial 5, 3009 records, from ");
      assertThat(next()).contains("serial 6, 3010 records, by IXFR (");
    }
    assertThat(file().read(ZoneLimits.DEFAULT).orElseThrow().zone().serial()).isEqualTo(6);
  }

  @Test
  void howLongItIsServedCountsFromTheLastWord() throws Exception {
    Instant confirmed = now.minusSeconds(86_390);
    Zone zone = TransferTest.zone(TransferTest.text(1, 10));
    file().write(zone, confirmed);
    try (var secondary = begin(away())) {
      assertThat(next()).contains("from " + file().path() + ", confirmed " + confirmed);
      assertServed(copy);
      assertThat(next()).contains("from 127.0.0.1");
      // Nobody is asked before ten minutes are over, and it holds no longer all the same.
      now = now.plusSeconds(10);
      assertThat(next())
          .isEqualTo("zone site.test. is served no more: nobody has confirmed it for too long");
      Message answer = ask(copy);
      assertThat(answer.getRcode()).isEqualTo(Rcode.SERVFAIL);
      assertThat(errorOf(answer)).isEqualTo(ExtendedErrorCodeOption.INVALID_DATA);
    }
    // Too old from the start, until its server says that it holds: nothing is fetched then.
    var anew = new Authority(ZoneLimits.DEFAULT);
    Authority primary = primary();
    primary.put(zone);
    try (var secondary = begin(anew, away())) {
      assertThat(next()).contains("is not served: nobody has confirmed it since " + confirmed);
      assertThat(ask(anew).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }
    told.clear();
    try (var server = open(primary);
        var secondary = begin(anew, server.addresses().getFirst())) {
      assertThat(next()).contains("is not served");
      assertThat(next()).contains("serial 1 holds, says 127.0.0.1");
      assertServed(anew);
    }
    assertThat(Files.getLastModifiedTime(file().path()).toInstant())
        .isCloseTo(now, within(Duration.ofMillis(1)));
  }

  private static org.assertj.core.data.TemporalUnitOffset within(Duration duration) {
    return new org.assertj.core.data.TemporalUnitWithinOffset(
        duration.toMillis(), java.time.temporal.ChronoUnit.MILLIS);
  }

  /** A clock that was set back, or a file from a machine whose clock goes ahead. */
  @Test
  void aTimeToComeIsTakenForNow() throws Exception {
    file().write(TransferTest.zone(TransferTest.text(1, 10)), now.plusSeconds(999_999));
    try (var secondary = begin(away())) {
      assertThat(next()).contains("confirmed " + now);
      now = now.plusSeconds(86_400);
      assertThat(List.of(next(), next()))
          .anyMatch(line -> line.contains("from 127.0.0.1"))
          .anyMatch(line -> line.contains("is served no more"));
    }
  }

  @Test
  void beforeAnythingHasComeAnotherServerIsToBeAsked() throws Exception {
    Authority above = new Authority(ZoneLimits.DEFAULT);
    above.put(
        ZoneFile.read(
                "@ 60 SOA ns me 1 1 1 1 1\n@ 60 NS ns\nns 60 A 127.0.0.1\n"
                    + "site 60 NS ns.site\nns.site 60 A 127.0.0.1\n",
                "test",
                ZoneLimits.DEFAULT)
            .zone());
    var recorder = Recorder.start();
    try (var secondary = begin(above, away())) {
      Message answer = Ask.of(above, "h1.site.test.", "A", Ask.How.udp(1232), recorder.trail());
      assertThat(answer.getRcode()).isEqualTo(Rcode.SERVFAIL);
      assertThat(errorOf(answer)).isEqualTo(ExtendedErrorCodeOption.NOT_READY);
      // What the zone above knows is answered: that there is no DS, and what lies beside.
      assertThat(Ask.of(above, "site.test.", "DS").getRcode()).isZero();
      assertThat(Ask.of(above, "ns.test.", "A").getSection(Section.ANSWER)).hasSize(1);
      assertThat(Ask.of(above, "elsewhere.", "A").getRcode()).isEqualTo(Rcode.REFUSED);
    }
    assertThat(recorder.journey().entries())
        .extracting(entry -> entry.because().toString())
        .anyMatch(because -> because.contains("ZONE_NOT_YET"));
  }

  @Test
  void whatIsDamagedIsFetchedAnew() throws Exception {
    Zone zone = TransferTest.zone(TransferTest.text(1, 10));
    file().write(zone, now);
    Files.writeString(
        file().path(), Files.readString(file().path()).replace("10.0.0.1", "10.0.0.9"));
    Authority primary = primary();
    primary.put(zone);
    try (var server = open(primary);
        var secondary = begin(server.addresses().getFirst())) {
      assertThat(next())
          .startsWith(
              "zone site.test. is fetched anew: its copy is damaged: " + file().path() + ":")
          .endsWith("its digest is another");
      assertThat(next()).contains("by AXFR");
    }
    assertThat(TransferTest.all(file().read(ZoneLimits.DEFAULT).orElseThrow().zone()))
        .isEqualTo(TransferTest.all(zone));
  }

  @Test
  void whatCannotBeKeptIsToldOnceAndServed() throws Exception {
    Authority primary = primary();
    primary.put(TransferTest.zone(TransferTest.text(1, 10)));
    Path gone = folder.resolve("gone");
    var lost = CopyFile.in(gone, "site.test");
    try (var server = open(primary);
        var secondary =
            Secondary.begin(
                "site.test",
                List.of(new ZoneTransfer.Primary(server.addresses().getFirst(), Optional.empty())),
                copy,
                new Secondary.Settings(ZoneLimits.DEFAULT, PATIENCE, () -> now, Optional.of(lost)),
                told::add)) {
      assertThat(next()).contains("serial 1, 19 records, by AXFR");
      assertThat(next())
          .isEqualTo(
              "zone site.test. is served out of memory, and not kept: "
                  + lost.path()
                  + ": there is no such folder");
      assertServed(copy);
      // Again after a minute, and not told again; then it can be.
      primary.put(TransferTest.zone(TransferTest.text(2, 11)));
      now = now.plusSeconds(61);
      secondary.notified("site.test.", server.addresses().getFirst().getAddress());
      assertThat(next()).contains("serial 2, 20 records, by IXFR");
      Files.createDirectory(gone);
      now = now.plusSeconds(61);
      secondary.notified("site.test.", server.addresses().getFirst().getAddress());
      await("it is kept", () -> Files.exists(lost.path()));
      // It was taken away behind our back: with the next word from its server it is there again.
      Files.delete(lost.path());
      now = now.plusSeconds(61);
      secondary.notified("site.test.", server.addresses().getFirst().getAddress());
      await("it is kept again", () -> Files.exists(lost.path()));
    }
    assertThat(told).isEmpty();
    assertThat(lost.read(ZoneLimits.DEFAULT).orElseThrow().zone().serial()).isEqualTo(2);
  }

  /** However often a zone changes, it is written once a minute, and at the end. */
  @Test
  void manyChangesAreOneFile() throws Exception {
    Authority primary = primary();
    primary.put(TransferTest.zone(TransferTest.text(1, 10)));
    try (var server = open(primary);
        var secondary = begin(server.addresses().getFirst())) {
      assertThat(next()).contains("serial 1, ");
      await("it is kept", () -> Files.exists(file().path()));
      FileTime first = Files.getLastModifiedTime(file().path());
      for (int serial = 2; serial < 6; serial++) {
        now = now.plusSeconds(5);
        primary.put(TransferTest.zone(TransferTest.text(serial, 10 + serial)));
        secondary.notified("site.test.", server.addresses().getFirst().getAddress());
        assertThat(next()).contains("serial " + serial + ", ").contains("by IXFR");
        assertThat(Files.getLastModifiedTime(file().path())).isEqualTo(first);
      }
    }
    assertThat(file().read(ZoneLimits.DEFAULT).orElseThrow().zone().serial()).isEqualTo(5);
  }

  /** It takes the connection and says nothing: the zone holds no longer for that. */
  @Test
  void aServerThatSaysNothingDoesNotProlongTheZone() throws Exception {
    file().write(TransferTest.zone(TransferTest.text(1, 10)), now.minusSeconds(86_400 - 2));
    try (var silent = new ServerSocket(0, 9, InetAddress.ofLiteral("127.0.0.1"));
        var secondary = begin((InetSocketAddress) silent.getLocalSocketAddress())) {
      assertThat(next()).contains("from " + file().path());
      try (Socket asked = silent.accept()) {
        assertServed(copy);
        now = now.plusSeconds(2);
        assertThat(next()).contains("is served no more");
        assertThat(ask(copy).getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(asked.isClosed()).isFalse();
      }
    }
  }

  /** The first of them has not heard of the new version yet. */
  @Test
  void aServerThatIsBehindDoesNotHideAnother() throws Exception {
    Authority behind = primary();
    behind.put(TransferTest.zone(TransferTest.text(1, 10)));
    Authority ahead = primary();
    ahead.put(TransferTest.zone(TransferTest.text(1, 10)));
    try (var first = open(behind);
        var second = open(ahead);
        var secondary = begin(first.addresses().getFirst(), second.addresses().getFirst())) {
      assertThat(next()).contains("serial 1, ").contains("by AXFR");
      ahead.put(TransferTest.zone(TransferTest.text(2, 11)));
      secondary.notified("SITE.test.", InetAddress.ofLiteral("127.0.0.1"));
      assertThat(next())
          .contains("serial 2, ")
          .endsWith(":" + second.addresses().getFirst().getPort());
    }
  }

  @Test
  void aServerThatIsAwayIsFollowedByAnother() throws Exception {
    Authority primary = primary();
    primary.put(TransferTest.zone(TransferTest.text(1, 10)));
    try (var server = open(primary);
        var secondary = begin(away(), server.addresses().getFirst())) {
      assertThat(next()).contains("from 127.0.0.1:" + away().getPort()).contains("refused");
      assertThat(next())
          .contains("by AXFR")
          .endsWith(":" + server.addresses().getFirst().getPort());
    }
  }
}
