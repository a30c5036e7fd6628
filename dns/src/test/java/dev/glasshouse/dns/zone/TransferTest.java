package dev.glasshouse.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.peers.Peers;
import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.ServeLimits;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.ZoneStep;
import dev.glasshouse.journey.view.QuestionLine;
import dev.glasshouse.journey.words.Language;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** Zones between servers: ours and ours, ours and BIND, ours and NSD. */
class TransferTest {
  private static final String SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  private static final TsigKey KEY = TsigKey.of("transfer.key:hmac-sha256:" + SECRET);
  private static final TsigKey WRONG =
      TsigKey.of("transfer.key:hmac-sha256:" + SECRET.replace('M', 'N'));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  @AfterEach
  void end() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  static String text(int serial, int names) {
    var text = new StringBuilder();
    text.append("$TTL 300\n@ SOA ns me ").append(serial).append(" 3600 600 86400 60\n");
    text.append("@ NS ns\nns A 127.0.0.1\nmail MX 10 ns\ntext TXT \"with space\" more\n");
    text.append(
        "svc HTTPS 1 . alpn=h2\nodd TYPE65280 \\# 2 0102\nsub NS ns.sub\nns.sub A 192.0.2.1\n");
    for (int i = 0; i < names; i++) {
      text.append('h').append(i).append(" A 10.0.").append(i >> 8 & 255).append('.');
      text.append(i & 255).append('\n');
    }
    return text.toString();
  }

  static Zone zone(String text) throws ZoneException {
    return ZoneFile.read(text, "site.test", ZoneLimits.DEFAULT).zone();
  }

  /** All records of a zone as text. */
  static TreeSet<String> all(Zone zone) {
    var all = new TreeSet<String>();
    ZoneWalk.nodes(
        zone,
        node ->
            ZoneWalk.node(
                zone,
                node,
                (name, type, ttl, piece, from, length) ->
                    all.add(
                        dev.glasshouse.dns.wire.NameBytes.text(name)
                            + " "
                            + ttl
                            + " "
                            + type
                            + " "
                            + java.util.HexFormat.of().formatHex(piece, from, from + length))));
    return all;
  }

  /** Begins to keep a copy of the zone, in memory alone. */
  static Secondary secondary(
      InetSocketAddress from, Optional<TsigKey> key, Authority copy, Queue<String> told) {
    return Secondary.begin(
        "site.test",
        List.of(new ZoneTransfer.Primary(from, key)),
        copy,
        new Secondary.Settings(
            ZoneLimits.DEFAULT, PATIENCE, InstantSource.system(), Optional.empty()),
        told::add);
  }

  private NameServer open(Authority authority) throws IOException {
    return open(authority, Trail.OFF);
  }

  private NameServer open(Authority authority, Trail trail) throws IOException {
    var sockets =
        new NameServer.Sockets(loops, NioDatagramChannel::new, NioServerSocketChannel::new);
    var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    var settings =
        NameServer.Settings.DEFAULT
            .with(
                ServeLimits.DEFAULT
                    .withIdle(Duration.ofMinutes(10))
                    .withEnding(Duration.ofSeconds(1)))
            .withTrails(() -> trail);
    return NameServer.open(List.of(NameServer.Place.plain(any)), sockets, settings, authority);
  }

  private static Authority authority() {
    return new Authority(
        ZoneLimits.DEFAULT,
        new TransferRules(new AccessList(List.of()), List.of(KEY)),
        InstantSource.system());
  }

  private static ZoneTransfer.Outcome fetch(
      InetSocketAddress from, Optional<Zone> have, Optional<TsigKey> key) throws IOException {
    return ZoneTransfer.fetch(
        "site.test",
        have,
        new ZoneTransfer.Primary(from, key),
        ZoneLimits.DEFAULT,
        PATIENCE,
        InstantSource.system(),
        Trail.OFF);
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  @Test
  void wholeAndInPartsBetweenOurs() throws Exception {
    Authority authority = authority();
    Zone first = zone(text(1, 30_000));
    authority.put(first);
    try (var server = open(authority)) {
      InetSocketAddress from = server.addresses().getFirst();
      var whole = (ZoneTransfer.Outcome.Fetched) fetch(from, Optional.empty(), Optional.of(KEY));
      assertThat(whole.method()).isEqualTo("AXFR");
      assertThat(all(whole.zone())).isEqualTo(all(first)).hasSize(30_009);
      assertThat(fetch(from, Optional.of(whole.zone()), Optional.of(KEY)))
          .isInstanceOf(ZoneTransfer.Outcome.Current.class);

      Zone second = zone(text(2, 30_000).replace("h7 A", "h7x A") + "anew A 192.0.2.99\n");
      authority.put(second);
      Zone third = zone(text(3, 29_990).replace("h9 A", "h9 AAAA ::1\nh9 A"));
      authority.put(third);
      var changes =
          (ZoneTransfer.Outcome.Fetched) fetch(from, Optional.of(whole.zone()), Optional.of(KEY));
      assertThat(changes.method()).isEqualTo("IXFR");
      assertThat(changes.records()).isLessThan(60);
      assertThat(all(changes.zone())).isEqualTo(all(third));

      assertThatExceptionOfType(TransferException.class)
          .isThrownBy(() -> fetch(from, Optional.empty(), Optional.empty()))
          .withMessage("the server says REFUSED");
      assertThatExceptionOfType(TransferException.class)
          .isThrownBy(() -> fetch(from, Optional.empty(), Optional.of(WRONG)))
          .withMessage("the server says NOTAUTH, BADSIG: its key of that name has another secret");
    }
  }

  @Test
  void fromBindAndNsd() throws Exception {
    Zone expected = zone(text(5, 3000));
    Files.writeString(folder.resolve("site"), text(5, 3000));
    byte[] question = Ask.question("site.test.", "SOA", Ask.How.TCP);
    try (var peers = new Peers(folder)) {
      int bind =
          peers.bind(
              """
              key "transfer.key" { algorithm hmac-sha256; secret "%s"; };
              zone "site.test" { type primary; file "site"; allow-transfer { key transfer.key; }; };
              """
                  .formatted(SECRET),
              question);
      var fromBind =
          (ZoneTransfer.Outcome.Fetched) fetch(at(bind), Optional.empty(), Optional.of(KEY));
      assertThat(all(fromBind.zone())).isEqualTo(all(expected));
      assertThat(fetch(at(bind), Optional.of(expected), Optional.of(KEY)))
          .isInstanceOf(ZoneTransfer.Outcome.Current.class);
      assertThatExceptionOfType(TransferException.class)
          .isThrownBy(() -> fetch(at(bind), Optional.empty(), Optional.of(WRONG)));

      int nsd =
          peers.nsd(
              """
              key:
                name: transfer.key
                algorithm: hmac-sha256
                secret: "%s"
              zone:
                name: site.test
                zonefile: site
                provide-xfr: 127.0.0.1 transfer.key
              """
                  .formatted(SECRET),
              question);
      var fromNsd =
          (ZoneTransfer.Outcome.Fetched) fetch(at(nsd), Optional.empty(), Optional.of(KEY));
      assertThat(all(fromNsd.zone())).isEqualTo(all(expected));
    }
  }

  private static long serial(int port) throws IOException {
    Message answer = Peers.ask(port, Ask.question("site.test.", "SOA", Ask.How.TCP));
    return answer.getSection(Section.ANSWER).isEmpty()
        ? -1
        : ((SOARecord) answer.getSection(Section.ANSWER).getFirst()).getSerial();
  }

  private static boolean hasTheNewName(int peer) throws IOException {
    return Peers.ask(peer, Ask.question("h500.site.test.", "A", Ask.How.TCP))
            .getSection(Section.ANSWER)
            .size()
        == 1;
  }

  @Test
  void toBindAndNsdWhichHearOfWhatIsNew() throws Exception {
    Authority authority = authority();
    authority.put(zone(text(1, 500)));
    byte[] question = Ask.question("site.test.", "SOA", Ask.How.TCP);
    try (var peers = new Peers(folder);
        var server = open(authority)) {
      int port = server.addresses().getFirst().getPort();
      int bind =
          peers.bind(
              """
              key "transfer.key" { algorithm hmac-sha256; secret "%s"; };
              zone "site.test" {
                type secondary;
                primaries { 127.0.0.1 port %d key transfer.key; };
                file "copy";
              };
              """
                  .formatted(SECRET, port),
              question);
      int nsd =
          peers.nsd(
              """
              key:
                name: transfer.key
                algorithm: hmac-sha256
                secret: "%s"
              zone:
                name: site.test
                zonefile: nsd-copy
                allow-notify: 127.0.0.1 NOKEY
                request-xfr: 127.0.0.1@%d transfer.key
              """
                  .formatted(SECRET, port),
              question);
      for (int peer : new int[] {bind, nsd}) {
        assertThat(serial(peer)).isEqualTo(1);
      }
      authority.put(zone(text(2, 501)));
      Zone anew = authority.zone("site.test.").orElseThrow();
      for (int peer : new int[] {bind, nsd}) {
        Deadline deadline = Deadline.in(PATIENCE);
        // It is told once a second until it has it: it may be busy with what came before.
        for (int looks = 0; !hasTheNewName(peer) && !deadline.passed(); looks++) {
          if (looks % 10 == 0) {
            Notifier.tell(anew, at(peer), 1, Duration.ofSeconds(1));
          }
          LockSupport.parkNanos(100_000_000);
        }
        assertThat(serial(peer)).isEqualTo(2);
        assertThat(hasTheNewName(peer)).isTrue();
      }
    }
  }

  @Test
  void aSecondaryFollowsItsPrimary() throws Exception {
    Authority primary = authority();
    primary.put(zone(text(1, 10)));
    var copy = new Authority(ZoneLimits.DEFAULT);
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (var first = open(primary);
        var second = open(copy);
        var secondary = secondary(first.addresses().getFirst(), Optional.of(KEY), copy, told)) {
      copy.onNotify(secondary::notified);
      assertThat(told.poll(60, TimeUnit.SECONDS)).contains("serial 1, 19 records, by AXFR");
      primary.put(zone(text(2, 11)));
      Zone anew = primary.zone("site.test.").orElseThrow();
      assertThat(Notifier.tell(anew, second.addresses().getFirst(), 60, Duration.ofSeconds(1)))
          .isTrue();
      assertThat(told.poll(60, TimeUnit.SECONDS)).contains("serial 2, 20 records, by IXFR");
      assertThat(Ask.of(copy, "h10.site.test.", "A").getSection(Section.ANSWER)).hasSize(1);
    }
  }

  @Test
  void digTakesAZoneWithAKey() throws Exception {
    Path dig = Peers.program("dig");
    Authority authority = authority();
    authority.put(zone(text(1, 2000)));
    try (var peers = new Peers(folder);
        var server = open(authority)) {
      String said =
          peers.run(
              dig.toString(),
              "@127.0.0.1",
              "-p",
              Integer.toString(server.addresses().getFirst().getPort()),
              "-y",
              "hmac-sha256:transfer.key:" + SECRET,
              "site.test",
              "AXFR",
              "+timeout=30");
      assertThat(said).contains("XFR size: 2010 records").doesNotContain("ouldn't verify");
    }
  }

  private static void await(Recorder recorder, Class<? extends Step> last) {
    Deadline deadline = Deadline.in(PATIENCE);
    while (recorder.journey().entries().stream().noneMatch(e -> last.isInstance(e.step()))
        && !deadline.passed()) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** However many messages it takes, a copy is one answer; so is one that nobody takes whole. */
  @Test
  void aCopyIsToldOnce() throws Exception {
    Authority authority = authority();
    authority.put(zone(text(1, 100_000)));
    var recorder = Recorder.start();
    try (var server = open(authority, recorder.trail())) {
      InetSocketAddress from = server.addresses().getFirst();
      fetch(from, Optional.empty(), Optional.of(KEY));
      await(recorder, ZoneStep.ReplySent.class);
    }
    assertThat(recorder.journey().entries())
        .extracting(entry -> entry.step().kind())
        .containsExactly("QueryCame", "ZoneTransferred", "ReplySent");
    assertThat(QuestionLine.of(recorder.journey(), Language.EN))
        .contains(" TCP site.test. AXFR -> AXFR, 100010 records, ");

    var broken = Recorder.start();
    var everybody = new TransferRules(AccessList.of(List.of("127.0.0.1")), List.of());
    var open = new Authority(ZoneLimits.DEFAULT, everybody, InstantSource.system());
    open.put(zone(text(1, 100_000)));
    try (var server = open(open, broken.trail());
        var client = new Socket()) {
      client.setReceiveBufferSize(4096);
      client.connect(server.addresses().getFirst());
      byte[] question = Ask.question("site.test.", "AXFR", Ask.How.TCP);
      client.getOutputStream().write(new byte[] {0, (byte) question.length});
      client.getOutputStream().write(question);
      assertThat(client.getInputStream().readNBytes(100)).hasSize(100);
      client.setSoLinger(true, 0);
      client.close();
      await(broken, ZoneStep.QueryTurnedAway.class);
    }
    assertThat(broken.journey().entries())
        .extracting(entry -> entry.step().kind())
        .containsExactly("QueryCame", "QueryTurnedAway");
    assertThat(QuestionLine.of(broken.journey(), Language.EN))
        .contains(" TCP site.test. AXFR -> dropped, ")
        .contains("the client has gone away, ");
  }

  /** The times of a zone's SOA decide. */
  @Test
  void refreshRetryExpire() throws Exception {
    Instant now = Instant.ofEpochSecond(1_000_000);
    assertThat(RefreshClock.NEW.wait(now)).isZero();
    assertThat(RefreshClock.NEW.failed(now).wait(now)).isEqualTo(Duration.ofSeconds(10));
    RefreshClock good = RefreshClock.NEW.confirmed(zone(text(1, 0)), now);
    assertThat(good.wait(now)).isEqualTo(Duration.ofHours(1));
    Instant later = now.plusSeconds(3600);
    assertThat(good.wait(later)).isZero();
    RefreshClock failed = good.failed(later);
    assertThat(failed.wait(later)).isEqualTo(Duration.ofMinutes(10));
    assertThat(failed.expired(now.plusSeconds(86_399))).isFalse();
    assertThat(failed.expired(now.plusSeconds(86_400))).isTrue();
  }
}
