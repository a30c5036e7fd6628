package dev.glasshouse.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.Names;
import dev.glasshouse.journey.ConnectionReason;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS from end to end on loopback: our client against our server. */
class TlsTest {
  private static final String NAME = "www.site.test";
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final OsNetwork network = OsNetwork.open(1);
  private final Authority authority = new Authority();
  private final Recorder recorder = Recorder.start();
  @TempDir Path folder;

  TlsTest() throws Exception {}

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @AfterEach
  void close() throws Exception {
    network.close();
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  /** Answers what it is told with the same; after "bye" it says goodbye in TLS and resets. */
  private int serve(X509Bundle bundle, String... alpn) throws Exception {
    TlsServer server =
        TlsServer.pem(bundle.getCertificatePathPEM(), bundle.getPrivateKeyPEM(), List.of(alpn));
    open.push(server);
    Channel listening =
        new ServerBootstrap()
            .group(network.eventLoops())
            .channelFactory(network.serverSockets())
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(server.handler(channel.alloc()))
                        .addLast(
                            new ChannelInboundHandlerAdapter() {
                              @Override
                              public void channelRead(ChannelHandlerContext ctx, Object msg) {
                                boolean bye =
                                    ((ByteBuf) msg)
                                        .toString(StandardCharsets.US_ASCII)
                                        .equals("bye");
                                ctx.writeAndFlush(msg);
                                if (bye) {
                                  ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                                  ctx.close();
                                }
                              }

                              @Override
                              public void exceptionCaught(
                                  ChannelHandlerContext ctx, Throwable cause) {
                                ctx.close();
                              }
                            });
                  }
                })
            .bind(LOOPBACK, 0)
            .sync()
            .channel();
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  private Dialer dialer(TlsOptions options) {
    Names names =
        (host, deadline, trail, arrivals) -> {
          arrivals.arrived(Family.IPV4, List.of(LOOPBACK));
          return new Addresses(host, host, List.of(LOOPBACK), "the test", Duration.ofMinutes(1));
        };
    var client = new TlsClient(options);
    open.push(client);
    return new Dialer(network, names, client);
  }

  private TlsOptions trusting() throws Exception {
    return new TlsOptions(TlsOptions.Verification.STRICT, List.of(authority.file(folder)));
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(60));
  }

  private static String echo(Connection connection, String text) throws Exception {
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
    connection.channel().writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    return got.get(60, TimeUnit.SECONDS);
  }

  @Test
  void shakesHandsAndAgreesOnAProtocol() throws Exception {
    int port = serve(authority.issue(NAME), "h2", "http/1.1");
    Connection connection =
        dialer(trusting())
            .dial(Target.tls(NAME, port, List.of("http/1.1")), soon(), recorder.trail());
    TlsFacts facts = connection.tls().orElseThrow();
    assertThat(facts.version()).isEqualTo("TLSv1.3");
    assertThat(facts.alpn()).contains("http/1.1");
    assertThat(facts.serverName()).contains(NAME);
    assertThat(facts.resumed()).isFalse();
    assertThat(facts.ignored()).isEmpty();
    assertThat(facts.chain().getFirst().names()).containsExactly(NAME);
    assertThat(echo(connection, "over TLS")).isEqualTo("over TLS");
    assertThat(connection.timings().tls()).isPositive();
    connection.close();
    Entry shaken = entry(ConnectionStep.TlsShaken.class);
    assertThat(shaken.because().reason()).isEqualTo(ConnectionReason.TLS_CHECKED);
  }

  private Entry entry(Class<?> kind) {
    return recorder.journey().entries().stream()
        .filter(e -> kind.isInstance(e.step()))
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  @Test
  void resumesTheSession() throws Exception {
    int port = serve(authority.issue(NAME));
    Dialer dialer = dialer(trusting());
    Target target = Target.tls(NAME, port, List.of());
    Connection first = dialer.dial(target, soon(), Trail.OFF);
    // The ticket comes after the handshake, with the first bytes.
    echo(first, "first");
    first.close();
    Connection second = dialer.dial(target, soon(), recorder.trail());
    assertThat(second.tls().orElseThrow().resumed()).isTrue();
    assertThat(second.tls().orElseThrow().chain()).isNotEmpty();
    assertThat(echo(second, "again")).isEqualTo("again");
    second.close();
    Entry shaken = entry(ConnectionStep.TlsShaken.class);
    assertThat(shaken.because().reason()).isEqualTo(ConnectionReason.TLS_RESUMED);
    Connection other = dialer(trusting()).dial(target, soon(), Trail.OFF);
    assertThat(other.tls().orElseThrow().resumed()).isFalse();
    other.close();
  }

  @Test
  void refusesAnExpiredCertificateWithItsFacts() throws Exception {
    int port =
        serve(authority.issue(NAME, b -> b.notAfter(Authority.NOW.minus(1, ChronoUnit.DAYS))));
    assertThatExceptionOfType(DialException.BadCertificate.class)
        .isThrownBy(() ->
            dialer(trusting()).dial(Target.tls(NAME, port, List.of()), soon(), recorder.trail()))
        .withMessageContaining("it expired on")
        .satisfies(e -> assertThat(e.problem().kind()).isEqualTo(CertificateProblem.Kind.EXPIRED));
    Entry failed = entry(ConnectionStep.TlsFailed.class);
    assertThat(failed.because().reason()).isEqualTo(ConnectionReason.CERTIFICATE_EXPIRED);
    assertThat(((ConnectionStep.TlsFailed) failed.step()).certificate())
        .contains("CN=www.site.test", "CN=Glasshouse Test Root");
  }

  @Test
  void refusesAnotherName() throws Exception {
    int port = serve(authority.issue("other.test"));
    assertThatExceptionOfType(DialException.BadCertificate.class)
        .isThrownBy(
            () -> dialer(trusting()).dial(Target.tls(NAME, port, List.of()), soon(), Trail.OFF))
        .withMessageContaining("it is for other.test, not for www.site.test");
  }

  @Test
  void refusesAnUnknownIssuer() throws Exception {
    int port = serve(authority.issue(NAME));
    assertThatExceptionOfType(DialException.BadCertificate.class)
        .isThrownBy(() ->
            dialer(TlsOptions.DEFAULT).dial(Target.tls(NAME, port, List.of()), soon(), Trail.OFF))
        .satisfies(
            e -> assertThat(e.problem().kind()).isEqualTo(CertificateProblem.Kind.UNKNOWN_ISSUER));
  }

  @Test
  void insecureIgnoresAndSaysSoEvenWhenResumed() throws Exception {
    int port = serve(authority.issue("other.test"));
    Dialer dialer = dialer(TlsOptions.DEFAULT.insecure());
    for (int i = 0; i < 2; i++) {
      Connection connection =
          dialer.dial(Target.tls(NAME, port, List.of()), soon(), recorder.trail());
      echo(connection, "x");
      assertThat(connection.tls().orElseThrow().resumed()).isEqualTo(i == 1);
      assertThat(connection.tls().orElseThrow().ignored()).isPresent();
      connection.close();
      Entry shaken = entry(ConnectionStep.TlsShaken.class);
      assertThat(shaken.because().reason()).isEqualTo(ConnectionReason.TLS_INSECURE);
      assertThat(((ConnectionStep.TlsShaken) shaken.step()).ignored())
          .contains("not one that we trust", "not for www.site.test");
    }
  }

  @Test
  void aServerThatSpeaksNoTls() throws Exception {
    try (var server = new ServerSocket(0, 5, LOOPBACK)) {
      Thread peer =
          Thread.ofVirtual()
              .start(() -> {
                try (var socket = server.accept()) {
                  socket.getInputStream().read();
                  socket
                      .getOutputStream()
                      .write(
                          "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                  socket.getInputStream().readAllBytes();
                } catch (java.io.IOException e) {
                  // The client has gone.
                }
              });
      assertThatExceptionOfType(DialException.TlsBroken.class)
          .isThrownBy(() ->
              dialer(TlsOptions.DEFAULT)
                  .dial(Target.tls(NAME, server.getLocalPort(), List.of()), soon(), Trail.OFF))
          .withMessageContaining("the TLS handshake with www.site.test:")
          .withMessageContaining("what came back is not TLS");
      peer.join();
    }
  }

  @Test
  void aServerThatClosesDuringTheHandshake() throws Exception {
    try (var server = new ServerSocket(0, 5, LOOPBACK)) {
      Thread peer =
          Thread.ofVirtual()
              .start(() -> {
                try (var socket = server.accept()) {
                  byte[] hello = new byte[5];
                  int length = socket.getInputStream().readNBytes(hello, 0, 5);
                  int rest = length < 5 ? 0 : (hello[3] & 0xff) << 8 | (hello[4] & 0xff);
                  socket.getInputStream().readNBytes(rest);
                } catch (java.io.IOException e) {
                  // The client has gone.
                }
              });
      assertThatExceptionOfType(DialException.Reset.class)
          .isThrownBy(() ->
              dialer(TlsOptions.DEFAULT)
                  .dial(Target.tls(NAME, server.getLocalPort(), List.of()), soon(), Trail.OFF))
          .withMessageContaining("closed the connection during the TLS handshake");
      peer.join();
    }
  }

  @Test
  void aServerThatStallsInTheHandshake() throws Exception {
    try (var server = new ServerSocket(0, 5, LOOPBACK)) {
      assertThatExceptionOfType(DialException.TimedOut.class)
          .isThrownBy(() ->
              dialer(TlsOptions.DEFAULT)
                  .dial(
                      Target.tls(NAME, server.getLocalPort(), List.of()),
                      Deadline.in(Duration.ofMillis(1500)),
                      recorder.trail()))
          .withMessageContaining("no answer in time during the TLS handshake");
      assertThat(network.connections().live()).isEmpty();
    }
  }

  @Test
  void anAddressIsNotSentAsName() throws Exception {
    int port = serve(authority.issue("x.test", b -> b.addSanIpAddress("127.0.0.1")));
    Connection connection =
        dialer(trusting()).dial(Target.tls("127.0.0.1", port, List.of()), soon(), Trail.OFF);
    assertThat(connection.tls().orElseThrow().serverName()).isEmpty();
    connection.close();
  }

  @Test
  void resetAfterGoodbyeIsNoReset() throws Exception {
    int port = serve(authority.issue(NAME), "http/1.1");
    Connection connection =
        dialer(trusting()).dial(Target.tls(NAME, port, List.of("http/1.1")), soon(), Trail.OFF);
    var got = new StringBuilder();
    var gone = new CompletableFuture<String>();
    connection.start(
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ByteBuf bytes = (ByteBuf) msg;
            got.append(bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
          }

          @Override
          public void channelInactive(ChannelHandlerContext ctx) {
            gone.complete(got.toString());
          }
        });
    connection.channel().writeAndFlush(Unpooled.copiedBuffer("bye", StandardCharsets.US_ASCII));
    assertThat(gone.get(60, TimeUnit.SECONDS)).isEqualTo("bye");
    assertThat(connection.end()).isEqualTo(End.PEER);
  }
}
