package dev.glasshouse.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.Names;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Stories;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.LocalAuthority;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.Target;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.net.quic.QuicConnection;
import dev.glasshouse.net.quic.QuicDialer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.server.Visitor;
import dev.glasshouse.server.config.ConfigFile;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.kinds.ServerKinds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamResetException;
import io.netty.handler.codec.quic.QuicStreamType;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Slow clients of HTTP/3, against a web server as its configuration makes it. */
@Timeout(240)
class QuicAttacksTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final int ATTEMPTS = 20;
  private static final long INCOMPLETE = 0x10d;

  @TempDir private Path folder;
  private final Network network = OsNetwork.open(2);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Optional<WebServer> running = Optional.empty();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    network.close();
  }

  private <T extends AutoCloseable> T opened(T it) {
    opened.add(it);
    return it;
  }

  /** A server with this option of its listener; its port, which it has for TCP and UDP. */
  private int serve(String option) throws Exception {
    String text =
        """
        drain = "10ms"
        [[listen]]
        address = "127.0.0.1:0"
        tls = true
        %s
        [[site]]
        [[site.route]]
        kind = "respond"
        body = "here"
        """
            .formatted(option);
    LocalAuthority authority = LocalAuthority.in(folder.resolve("ca"), Instant.now());
    var means =
        new WebServer.Means(
            network,
            InstantSource.system(),
            Stories.into(Trail.OFF),
            _ -> {},
            _ ->
                Optional.of(
                    (_, _) -> authority.issue(List.of("a.test"), List.of(), Instant.now())));
    for (int attempt = 1; ; attempt++) {
      try {
        WebServer server =
            opened(
                WebServer.open(
                    ConfigFile.parse(text, "glass.toml", folder, OptionTable.of(ServerKinds.all())),
                    means));
        running = Optional.of(server);
        return URI.create(server.urls().getFirst()).getPort();
      } catch (IOException e) {
        // The port that is free for TCP is taken for UDP.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void until(BooleanSupplier so) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!so.getAsBoolean() && System.nanoTime() - end < 0) {
      Thread.sleep(5);
    }
    assertThat(so.getAsBoolean()).isTrue();
  }

  /** Somebody else is served; on a machine that is busy not at the first try. */
  private void othersAreServed(int port) throws Exception {
    try (var visitor = new Visitor(network, VersionDemand.HTTP_3)) {
      until(() -> {
        try (Response response = visitor.get("https://a.test:" + port + "/")) {
          return response.status().equals(Status.OK);
        } catch (IOException _) {
          return false;
        }
      });
    }
  }

  private QuicDialer dialer() {
    var tls = opened(new TlsClient(new TlsOptions(TlsOptions.Verification.INSECURE, List.of())));
    Names names =
        (host, _, _, arrivals) -> {
          arrivals.arrived(Family.IPV6, List.of());
          arrivals.arrived(Family.IPV4, List.of(HERE));
          return new Addresses(host, host, List.of(HERE), "the test", Duration.ofMinutes(1));
        };
    return new QuicDialer(
        network, names, tls, QuicOptions.DEFAULT, dev.glasshouse.net.Limits.DEFAULT);
  }

  private static QuicConnection dial(QuicDialer dialer, int port) throws Exception {
    return dialer.dial(Target.tls("a.test", port, List.of("h3")), Deadline.in(PATIENCE), Trail.OFF);
  }

  /** A stream of ours; completed with the code when the server ends it. */
  private record Slow(QuicStreamChannel channel, CompletableFuture<Long> code) {
    static Slow on(QuicConnection connection) throws Exception {
      var code = new CompletableFuture<Long>();
      QuicStreamChannel channel =
          connection
              .channel()
              .createStream(
                  QuicStreamType.BIDIRECTIONAL,
                  new SimpleChannelInboundHandler<ByteBuf>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf more) {
                      code.complete(-1L);
                    }

                    @Override
                    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                      if (cause instanceof QuicStreamResetException reset) {
                        code.complete(reset.applicationProtocolCode());
                      }
                    }

                    @Override
                    public void channelInactive(ChannelHandlerContext ctx) {
                      code.complete(-2L);
                    }
                  })
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return new Slow(channel, code);
    }

    void say(int... bytes) {
      byte[] all = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        all[i] = (byte) bytes[i];
      }
      channel.writeAndFlush(Unpooled.wrappedBuffer(all));
    }
  }

  /** Heads that grow by a byte at a time, on as many streams as a connection may have. */
  @Test
  void slowHeads() throws Exception {
    int port = serve("header-timeout = \"1s\"");
    QuicConnection connection = dial(dialer(), port);
    connection.handshake(Deadline.in(PATIENCE));
    connection.start(code -> "" + code, new ChannelInboundHandlerAdapter());
    QuicStreamChannel control =
        connection
            .channel()
            .createStream(QuicStreamType.UNIDIRECTIONAL, new ChannelInboundHandlerAdapter())
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    // The control stream, and SETTINGS without any.
    control.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {0, 4, 0}));
    var slow = new ArrayList<Slow>();
    for (int i = 0; i < 50; i++) {
      slow.add(Slow.on(connection));
      // HEADERS of 200 bytes, of which the first are there.
      slow.getLast().say(1, 0x40, 200, 0, 0);
    }
    Slow dripping = slow.getFirst();
    Thread drip =
        Thread.ofVirtual()
            .start(() -> {
              try {
                for (int i = 0; i < 190 && !dripping.code().isDone(); i++) {
                  dripping.say('y');
                  Thread.sleep(20);
                }
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
    othersAreServed(port);
    for (Slow each : slow) {
      assertThat(each.code().get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(INCOMPLETE);
    }
    drip.join();
    othersAreServed(port);
    connection.close();
    until(() -> running.orElseThrow().connections() == 0);
  }

  /** Passes on what a client says first, and nothing that it says later; all that it is told. */
  private static final class Gate implements AutoCloseable {
    private final DatagramSocket outside;
    private final DatagramSocket inside;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile Optional<InetSocketAddress> client = Optional.empty();

    Gate(int port) throws IOException {
      outside = new DatagramSocket(0, HERE);
      inside = new DatagramSocket(0, HERE);
      inside.connect(new InetSocketAddress(HERE, port));
      threads.add(Thread.ofVirtual().start(this::first));
      threads.add(Thread.ofVirtual().start(this::back));
    }

    int port() {
      return outside.getLocalPort();
    }

    private void first() {
      try {
        var packet = new DatagramPacket(new byte[2048], 2048);
        outside.receive(packet);
        client = Optional.of((InetSocketAddress) packet.getSocketAddress());
        byte[] said = Arrays.copyOf(packet.getData(), packet.getLength());
        inside.send(new DatagramPacket(said, said.length));
      } catch (IOException _) {
        // It was closed.
      }
    }

    private void back() {
      try {
        while (true) {
          var packet = new DatagramPacket(new byte[2048], 2048);
          inside.receive(packet);
          packet.setSocketAddress(client.orElseThrow());
          outside.send(packet);
          answered.countDown();
        }
      } catch (IOException _) {
        // It was closed.
      }
    }

    @Override
    public void close() throws InterruptedException {
      outside.close();
      inside.close();
      for (Thread each : threads) {
        each.join();
      }
    }
  }

  /** Clients that say hello, and no more. */
  @Test
  void handshakesThatAreNeverFinished() throws Exception {
    int port = serve("header-timeout = \"2s\"");
    int many = 10;
    var gates = new ArrayList<Gate>();
    var tried = new ArrayList<CompletableFuture<Void>>();
    QuicDialer dialer = dialer();
    for (int i = 0; i < many; i++) {
      Gate gate = opened(new Gate(port));
      gates.add(gate);
      var over = new CompletableFuture<Void>();
      tried.add(over);
      Thread.ofVirtual()
          .start(() -> {
            try {
              QuicConnection connection =
                  dialer.dial(
                      Target.tls("a.test", gate.port(), List.of("h3")),
                      Deadline.in(Duration.ofSeconds(5)),
                      Trail.OFF);
              connection.close();
            } catch (Exception _) {
              // It never gets through.
            }
            over.complete(null);
          });
    }
    for (Gate each : gates) {
      assertThat(each.answered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
    othersAreServed(port);
    for (CompletableFuture<Void> each : tried) {
      each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    until(() -> running.orElseThrow().connections() == 0);
    othersAreServed(port);
  }
}
