package dev.glasshouse.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.NameException;
import dev.glasshouse.dns.Names;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Dialing real sockets on loopback, on every transport that this machine has. */
@ParameterizedClass
@EnumSource(OsNetwork.Kind.class)
class DialerTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final OsNetwork network;
  private final Recorder recorder = Recorder.start();

  DialerTest(OsNetwork.Kind kind) {
    var opened = OsNetwork.open(kind, 1);
    Assumptions.assumeTrue(opened.isPresent(), kind + " is not available here");
    this.network = opened.orElseThrow();
  }

  @AfterEach
  void close() {
    network.close();
  }

  private Dialer dialer(Names names) {
    return new Dialer(network, names, new TlsClient(TlsOptions.DEFAULT));
  }

  private static Names table(InetAddress... addresses) {
    return (host, deadline, trail, arrivals) -> {
      var all = List.of(addresses);
      for (Family family : Family.values()) {
        arrivals.arrived(family, all.stream().filter(a -> Family.of(a) == family).toList());
      }
      return new Addresses(host, host, all, "the test", Duration.ofMinutes(1));
    };
  }

  private Connection dial(String host, int port, Names names, Trail trail) throws DialException {
    return dialer(names).dial(Target.plain(host, port), soon(), trail);
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(60));
  }

  private List<Step> steps() {
    return recorder.journey().entries().stream().map(Entry::step).toList();
  }

  private static void await(BooleanSupplier condition) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(60));
    while (!condition.getAsBoolean()) {
      assertThat(deadline.passed()).as("waited in vain").isFalse();
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void dialsAndCarriesBytes() throws Exception {
    try (var server = new ServerSocket(0, 5, LOOPBACK)) {
      Connection connection =
          dial("site.test", server.getLocalPort(), table(LOOPBACK), recorder.trail());
      assertThat(network.connections().live()).containsExactly(connection);
      assertThat(connection.remote()).isEqualTo(server.getLocalSocketAddress());
      try (Socket peer = server.accept()) {
        // The peer speaks before anybody listens: nothing may be lost.
        peer.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
        var got = new CompletableFuture<String>();
        connection.start(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext ctx, Object msg) {
                ByteBuf bytes = (ByteBuf) msg;
                got.complete(bytes.toString(StandardCharsets.US_ASCII));
                bytes.release();
              }
            });
        assertThat(got.get(60, TimeUnit.SECONDS)).isEqualTo("hello");
        connection.channel().writeAndFlush(Unpooled.copiedBuffer("abc", StandardCharsets.US_ASCII));
        assertThat(peer.getInputStream().readNBytes(3)).hasSize(3);
        connection.close();
        await(() -> network.connections().live().isEmpty());
        assertThat(connection.end()).isEqualTo(End.US);
        assertThat(connection.received()).isEqualTo(5);
        assertThat(connection.sent()).isEqualTo(3);
      }
    }
    assertThat(steps()).anyMatch(s -> s instanceof ConnectionStep.Dialed);
    await(() -> steps().stream().anyMatch(s -> s instanceof ConnectionStep.ConnectionClosed));
    assertThat(steps()).contains(new ConnectionStep.ConnectionClosed(1, "us", 3, 5, 0));
  }

  @Test
  void tellsWhatTheKernelKnowsWhenThePeerClosesFirst() throws Exception {
    try (var server = new ServerSocket(0, 5, LOOPBACK)) {
      Connection connection =
          dial("site.test", server.getLocalPort(), table(LOOPBACK), recorder.trail());
      var inactive = new CompletableFuture<Boolean>();
      connection.start(
          new ChannelInboundHandlerAdapter() {
            @Override
            public void channelInactive(ChannelHandlerContext ctx) {
              inactive.complete(true);
            }
          });
      server.accept().close();
      assertThat(inactive.get(60, TimeUnit.SECONDS)).isTrue();
      assertThat(connection.end()).isEqualTo(End.PEER);
      assertThat(connection.isOpen()).isFalse();
    }
    if (network.kind() != OsNetwork.Kind.NIO) {
      Entry kernel =
          recorder.journey().entries().stream()
              .filter(e -> e.step() instanceof ConnectionStep.KernelReported)
              .findFirst()
              .orElseThrow();
      assertThat(kernel.source()).isEqualTo(Source.KERNEL);
      var report = (ConnectionStep.KernelReported) kernel.step();
      assertThat(report.state()).isEqualTo("CLOSE-WAIT");
      assertThat(report.rtt()).isPositive();
      assertThat(report.congestionWindow()).isPositive();
    }
  }

  @Test
  void handlersThatComeTooLateAreToldThatItHasEnded() throws Exception {
    try (var server = new ServerSocket(0, 5, LOOPBACK)) {
      Connection connection = dial("site.test", server.getLocalPort(), table(LOOPBACK), Trail.OFF);
      connection.close();
      await(() -> network.connections().live().isEmpty());
      var inactive = new CompletableFuture<Boolean>();
      connection.start(
          new ChannelInboundHandlerAdapter() {
            @Override
            public void channelInactive(ChannelHandlerContext ctx) {
              inactive.complete(true);
            }
          });
      assertThat(inactive.get(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void tellsAReset() throws Exception {
    try (var server = new ServerSocket(0, 5, LOOPBACK)) {
      Connection connection = dial("site.test", server.getLocalPort(), table(LOOPBACK), Trail.OFF);
      connection.start(
          new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
              ctx.close();
            }
          });
      Socket peer = server.accept();
      peer.setSoLinger(true, 0);
      peer.close();
      await(() -> connection.end() != End.OPEN);
      assertThat(connection.end()).isEqualTo(End.RESET);
    }
  }

  @Test
  void tellsARefusal() throws Exception {
    // Bound, so that nobody else can have the port, but not listening.
    try (var taken = new Socket()) {
      taken.bind(new InetSocketAddress(LOOPBACK, 0));
      tellsARefusal(taken.getLocalPort());
    }
  }

  private void tellsARefusal(int port) {
    assertThatExceptionOfType(DialException.Refused.class)
        .isThrownBy(() -> dial("site.test", port, table(LOOPBACK), recorder.trail()))
        .withMessage(
            "site.test:" + port + " refused the connection: 127.0.0.1:" + port + " refused")
        .satisfies(e -> assertThat(e.attempts()).hasSize(1));
    assertThat(steps())
        .contains(
            new ConnectionStep.DialAttempted("site.test", "127.0.0.1:" + port, "refused", 1),
            new ConnectionStep.DialFailed("site.test", List.of("127.0.0.1:" + port + " refused")));
  }

  @Test
  void goesOnToTheNextAddress() throws Exception {
    InetAddress other = InetAddress.ofLiteral("127.0.0.2");
    try (var server = new ServerSocket(0, 5, other)) {
      Connection connection =
          dial("site.test", server.getLocalPort(), table(LOOPBACK, other), recorder.trail());
      assertThat(connection.remote().getAddress()).isEqualTo(other);
      connection.close();
    }
    var dialed =
        recorder.journey().entries().stream()
            .filter(e -> e.step() instanceof ConnectionStep.Dialed)
            .findFirst()
            .orElseThrow();
    assertThat(dialed.because().refused())
        .singleElement()
        .satisfies(r -> assertThat(r.alternative()).startsWith("127.0.0.1:"));
  }

  @Test
  void tellsAnUnreachableNetwork() {
    // The reserved block 240.0.0.0/4 has no route that the kernel would take from a loopback
    // source.
    InetAddress nowhere = InetAddress.ofLiteral("255.255.255.255");
    assertThatExceptionOfType(DialException.class)
        .isThrownBy(() -> dial("site.test", 80, table(nowhere), Trail.OFF))
        .satisfies(e ->
            assertThat(e)
                .isInstanceOfAny(DialException.Unreachable.class, DialException.Failed.class));
  }

  @Test
  void aFullQueueTimesOut() throws Exception {
    try (var server = new ServerSocket()) {
      server.bind(new InetSocketAddress(LOOPBACK, 0), 1);
      // Nobody accepts: once the queue is full the kernel answers no more.
      var fillers = new java.util.ArrayList<Socket>();
      try {
        fill(server, fillers);
        assertThatExceptionOfType(DialException.TimedOut.class)
            .isThrownBy(() ->
                dialer(table(LOOPBACK))
                    .dial(
                        Target.plain("site.test", server.getLocalPort()),
                        Deadline.in(Duration.ofMillis(300)),
                        recorder.trail()))
            .withMessageContaining("127.0.0.1:" + server.getLocalPort() + " timed out");
      } finally {
        for (Socket filler : fillers) {
          filler.close();
        }
      }
    }
  }

  private static void fill(ServerSocket server, List<Socket> fillers) throws IOException {
    for (int i = 0; i < 8; i++) {
      var filler = new Socket();
      fillers.add(filler);
      try {
        filler.connect(server.getLocalSocketAddress(), 100);
      } catch (java.net.SocketTimeoutException e) {
        return;
      }
    }
  }

  @Test
  void tellsThatTheNameHasNoAddress() {
    Names none =
        (host, deadline, trail, arrivals) -> {
          throw new NameException(host, NameException.Outcome.NXDOMAIN, "192.0.2.53");
        };
    assertThatExceptionOfType(DialException.NoAddress.class)
        .isThrownBy(() -> dial("gone.test", 80, none, recorder.trail()))
        .withMessage("the name gone.test does not exist (NXDOMAIN, says 192.0.2.53)");
    assertThat(steps()).anyMatch(s -> s instanceof ConnectionStep.DialFailed);
  }

  @Test
  void namesThatNeverAnswerEndAtTheDeadline() {
    var never = new CompletableFuture<Void>();
    Names silent =
        (host, deadline, trail, arrivals) -> {
          never.join();
          throw new NameException(host, NameException.Outcome.TIMEOUT, "nobody");
        };
    assertThatExceptionOfType(DialException.NoAddress.class)
        .isThrownBy(() ->
            dialer(silent)
                .dial(
                    Target.plain("slow.test", 80), Deadline.in(Duration.ofMillis(50)), Trail.OFF));
    never.complete(null);
  }

  @Test
  void whoIsInterruptedWantsItNoMore() throws Exception {
    var never = new CompletableFuture<Void>();
    Names silent =
        (host, deadline, trail, arrivals) -> {
          never.join();
          throw new NameException(host, NameException.Outcome.TIMEOUT, "nobody");
        };
    var problem = new CompletableFuture<Exception>();
    Thread dialing =
        Thread.ofVirtual()
            .start(() -> {
              try {
                dial("slow.test", 80, silent, Trail.OFF);
              } catch (DialException e) {
                problem.complete(e);
              }
            });
    dialing.interrupt();
    assertThat(problem.get(60, TimeUnit.SECONDS)).isInstanceOf(DialException.Cancelled.class);
    never.complete(null);
  }

  @Test
  void namesThatBreakEndTheDial() {
    Names broken =
        (host, deadline, trail, arrivals) -> {
          throw new IllegalStateException("broken");
        };
    assertThatExceptionOfType(DialException.NoAddress.class)
        .isThrownBy(() -> dial("site.test", 80, broken, Trail.OFF))
        .withMessageContaining("broken");
  }

  @Test
  void anAddressNeedsNoName() throws Exception {
    Names none =
        (host, deadline, trail, arrivals) -> {
          throw new NameException(host, NameException.Outcome.NXDOMAIN, "must not be asked");
        };
    try (var server = new ServerSocket(0, 5, LOOPBACK)) {
      Connection connection = dial("127.0.0.1", server.getLocalPort(), none, Trail.OFF);
      assertThat(connection.isOpen()).isTrue();
      connection.close();
    }
  }
}
