package dev.glasshouse.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.serve.Answerer;
import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.ReplySink;
import dev.glasshouse.dns.serve.ServeLimits;
import dev.glasshouse.dns.wire.Bytes;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where changes cannot be had, or do not fit, the whole zone is fetched (RFC 1995 section 2). */
class WholeInsteadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int IXFR = 251;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final Authority copy = new Authority(ZoneLimits.DEFAULT);

  /** Who answers for the primary now. */
  private volatile Answerer primary = authority();

  private NameServer server;

  @BeforeEach
  void open() throws Exception {
    var sockets =
        new NameServer.Sockets(loops, NioDatagramChannel::new, NioServerSocketChannel::new);
    var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    var settings =
        NameServer.Settings.DEFAULT.with(
            ServeLimits.DEFAULT.withIdle(Duration.ofMinutes(10)).withEnding(Duration.ofSeconds(1)));
    server =
        NameServer.open(
            List.of(NameServer.Place.plain(any)),
            sockets,
            settings,
            (query, reply) -> primary.answer(query, reply));
  }

  @AfterEach
  void end() {
    server.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static Authority authority() {
    var everybody = new TransferRules(AccessList.of(List.of("127.0.0.1")), List.of());
    return new Authority(ZoneLimits.DEFAULT, everybody, InstantSource.system());
  }

  /** An authority that has had these versions of the zone. */
  private static Authority with(String... versions) throws ZoneException {
    Authority authority = authority();
    for (String each : versions) {
      authority.put(TransferTest.zone(each));
    }
    return authority;
  }

  /** One that knows no incremental transfers. */
  private static Answerer without(Authority authority, int rcode) {
    return (query, reply) -> {
      if (query.scan().questionType() == IXFR) {
        say(query, reply, rcode);
      } else {
        authority.answer(query, reply);
      }
    };
  }

  private static void say(ClientQuery query, ReplySink reply, int rcode) {
    byte[] answer = Arrays.copyOf(query.scan().bytes(), query.scan().questionEnd());
    Bytes.put16(answer, 2, 0x8000 | rcode);
    Arrays.fill(answer, 6, 12, (byte) 0);
    reply.reply(answer, answer.length);
  }

  /** Keeps a copy, whose first version has come when this returns. */
  private Secondary keep() throws InterruptedException {
    var secondary =
        TransferTest.secondary(server.addresses().getFirst(), Optional.empty(), copy, told);
    assertThat(told.poll(60, TimeUnit.SECONDS)).contains("by AXFR");
    return secondary;
  }

  private void somethingIsNew(Secondary secondary) {
    assertThat(secondary.notified("site.test.", server.addresses().getFirst().getAddress()))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1, FORMERR", "2, SERVFAIL", "4, NOTIMP"})
  void aServerThatKnowsNoChangesIsAskedForAll(int rcode, String name) throws Exception {
    primary = without(with(TransferTest.text(1, 10)), rcode);
    try (Secondary secondary = keep()) {
      primary = without(with(TransferTest.text(2, 11)), rcode);
      somethingIsNew(secondary);
      assertThat(told.poll(60, TimeUnit.SECONDS))
          .endsWith(": the server says " + name + "; the whole zone is asked for, not its changes");
      assertThat(told.poll(60, TimeUnit.SECONDS)).contains("serial 2, 20 records, by AXFR");
    }
  }

  @Test
  void whoMayNotHaveTheZoneIsNotToldSoTwice() throws Exception {
    primary = with(TransferTest.text(1, 10));
    try (Secondary secondary = keep()) {
      primary = (query, reply) -> say(query, reply, 5);
      somethingIsNew(secondary);
      assertThat(told.poll(60, TimeUnit.SECONDS)).endsWith(": the server says REFUSED");
    }
  }

  @Test
  void changesOfAnotherZoneAreNotMadeHere() throws Exception {
    primary = with(TransferTest.text(1, 10));
    try (Secondary secondary = keep()) {
      // Its serial number is the same, and it had another name in it.
      Authority other =
          with(TransferTest.text(1, 5) + "other A 192.0.2.7\n", TransferTest.text(2, 5));
      primary = other;
      somethingIsNew(secondary);
      assertThat(told.poll(60, TimeUnit.SECONDS))
          .contains(": the changes take away records that are not there: 1; the whole zone");
      assertThat(told.poll(60, TimeUnit.SECONDS)).contains("serial 2, 14 records, by AXFR");
      assertThat(TransferTest.all(copy.zone("site.test.").orElseThrow()))
          .isEqualTo(TransferTest.all(other.zone("site.test.").orElseThrow()));
    }
  }

  @Test
  void anOlderVersionIsNotWaitedForAndNotTaken() throws Exception {
    primary = with(TransferTest.text(5, 10));
    try (Secondary secondary = keep()) {
      primary = with(TransferTest.text(1, 10));
      somethingIsNew(secondary);
      assertThat(told.poll(60, TimeUnit.SECONDS))
          .endsWith(": the server has serial 1, which is older than 5");
      assertThat(copy.zone("site.test.").orElseThrow().serial()).isEqualTo(5);
    }
  }
}
