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
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;

/** Questions over real sockets on loopback. */
class NettyTransportTest {
  private final EventLoopGroup loops = loops();
  private final Transport transport = transport(loops);
  private final Recorder recorder = Recorder.start();

  /** Event loops; those of epoll have sockets of another kind ({@link FreshPortsTest}). */
  EventLoopGroup loops() {
    return new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  }

  Transport transport(EventLoopGroup its) {
    return new NettyTransport(its, NioDatagramChannel::new, NioSocketChannel::new);
  }

  @AfterEach
  void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private Resolver resolver(InetSocketAddress... servers) {
    return new Resolver(
        new Resolver.Parts(
            BuiltIn.NONE,
            new NameCache(),
            new HostsFile(Path.of("/nonexistent")),
            ResolvConf.of(servers),
            transport,
            Limits.DEFAULT,
            () -> ThreadLocalRandom.current().nextInt(),
            InstantSource.system()));
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }

  private static byte[] address(byte[] question) {
    return Wire.type(question).equals("A")
        ? Wire.answer(question, Wire.name(question) + ". 300 A 198.51.100.7")
        : Wire.answer(question, Wire.name(question) + ". 300 AAAA 2001:db8::7");
  }

  @Test
  void byUdpFromASocketAndAnIdOfItsOwnEach() throws Exception {
    Set<Integer> ids = ConcurrentHashMap.newKeySet();
    try (var server =
        new LoopbackServer(
            q -> {
              ids.add(Wire.question(q).getHeader().getID());
              return List.of(address(q));
            },
            q -> List.of())) {
      Resolver resolver = resolver(server.address());
      for (int i = 0; i < 20; i++) {
        assertThat(resolver.addresses("n" + i + ".test", soon(), Trail.OFF).list()).hasSize(2);
      }
    }
    assertThat(ids).hasSizeGreaterThan(30);
  }

  @Test
  void byTcpWhenCutOff() throws Exception {
    try (var server =
        new LoopbackServer(
            q -> List.of(Wire.answer(q, m -> m.getHeader().setFlag(Flags.TC))),
            q -> List.of(address(q)))) {
      Addresses found = resolver(server.address()).addresses("big.test", soon(), recorder.trail());
      assertThat(found.list()).hasSize(2);
    }
    assertThat(recorder.journey().entries().stream().map(Entry::step))
        .anyMatch(s -> s instanceof NameStep.NameAsked asked && asked.transport().equals("TCP"));
  }

  @Test
  void aForgedAnswerBeforeTheRealOneIsDroppedAndTold() throws Exception {
    try (var server =
        new LoopbackServer(
            q -> {
              byte[] forged = Wire.answer(q, Wire.name(q) + ". 300 A 203.0.113.66");
              forged[0] ^= 0x40;
              return List.of(forged, new byte[] {0}, address(q));
            },
            q -> List.of())) {
      Addresses found = resolver(server.address()).addresses("site.test", soon(), recorder.trail());
      assertThat(found.list()).doesNotContain(InetAddress.ofLiteral("203.0.113.66")).hasSize(2);
    }
    assertThat(recorder.journey().entries().stream().map(Entry::step))
        .filteredOn(s -> s instanceof NameStep.AnswerDropped)
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void goesOnAtOnceWhenNobodyListens() throws Exception {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    // Its port is taken, but it hears one peer alone: to all others nobody listens there.
    try (var deaf = new DatagramSocket(0, loopback);
        var server = new LoopbackServer(q -> List.of(address(q)), q -> List.of())) {
      deaf.connect(loopback, 1);
      var dead = new InetSocketAddress(loopback, deaf.getLocalPort());
      Addresses found =
          resolver(dead, server.address()).addresses("site.test", soon(), recorder.trail());
      assertThat(found.list()).hasSize(2);
    }
    assertThat(recorder.journey().entries().stream().map(Entry::step))
        .anyMatch(s ->
            s instanceof NameStep.ServerFailed failed
                && failed.problem().equals("nobody listens there (refused)"));
  }

  @Test
  void silenceEndsAtTheDeadline() throws Exception {
    try (var server = new LoopbackServer(q -> List.of(), q -> List.of())) {
      assertThatExceptionOfType(NameException.class)
          .isThrownBy(() ->
              resolver(server.address())
                  .addresses("site.test", Deadline.in(Duration.ofMillis(200)), Trail.OFF))
          .satisfies(e -> assertThat(e.outcome()).isEqualTo(NameException.Outcome.TIMEOUT));
    }
  }

  @Test
  void tcpThatIsClosedWithoutAnAnswer() throws Exception {
    try (var server =
        new LoopbackServer(
            q -> List.of(Wire.answer(q, m -> m.getHeader().setFlag(Flags.TC))), q -> List.of())) {
      assertThatExceptionOfType(NameException.class)
          .isThrownBy(() -> resolver(server.address()).addresses("site.test", soon(), Trail.OFF))
          .withMessageContaining("the connection was closed without an answer");
    }
  }
}
