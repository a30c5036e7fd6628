package dev.glasshouse.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Stories;
import dev.glasshouse.http.client.ClientFixture;
import dev.glasshouse.http.h1.Http1ServerConnection;
import dev.glasshouse.http.h1.Http1Session;
import dev.glasshouse.http.h2.Http2ServerConnection;
import dev.glasshouse.http.h2.Http2Session;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.net.Connection;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.Target;
import dev.glasshouse.url.Url;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An error of our own on an event loop ends the connection with its reason, long before a time-out
 * would. HTTP/3 is tried in {@code h3.EndsTest}.
 */
@Timeout(50)
class OwnFaultTest {
  private final OsNetwork network = OsNetwork.open(1);
  private final Recorder recorder = Recorder.start();

  @AfterEach
  void close() {
    network.close();
  }

  /** Stands before everything of ours, and fails at what comes in. */
  private static final class Failing extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      ReferenceCountUtil.release(msg);
      throw new NoClassDefFoundError("dev/glasshouse/Gone");
    }
  }

  private Connection dial(int port) throws IOException {
    return ClientFixture.dialer(network)
        .dial(
            Target.plain("127.0.0.1", port), Deadline.in(Duration.ofSeconds(20)), recorder.trail());
  }

  private static ClientSession session(int version, Connection connection) {
    return version == 1
        ? Http1Session.over(connection, Limits.CLIENT)
        : Http2Session.over(connection, Limits.CLIENT);
  }

  private ClientExchange exchange(ClientSession session) {
    return session.exchange(
        Request.get(Url.parse("http://a.test/")), Priority.MEDIUM, recorder.trail());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void ofAClient(int version) throws Exception {
    try (HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            request -> Response.text(Status.OK, "hello"),
            recorder.trail())) {
      Connection connection = dial(server.address().getPort());
      ClientSession session = session(version, connection);
      connection.channel().pipeline().addFirst(new Failing());
      assertThatExceptionOfType(LostException.class)
          .isThrownBy(() -> exchange(session).run(_ -> {}))
          .satisfies(e -> assertThat(e.because().reason()).isEqualTo(HttpReason.OWN_FAULT))
          .withMessageContaining("NoClassDefFoundError");
      until(() -> !session.isOpen());
    }
  }

  /** Its client is told by the end of the connection, and the server's journey why. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void ofAServer(int version) throws Exception {
    var serving =
        new Serving(
            request -> Response.text(Status.OK, "hello"),
            Limits.SERVER,
            recorder.trail(),
            Stories.into(recorder.trail()),
            new ResponseFields(InstantSource.system()),
            new Handovers(),
            new Ending());
    Channel listening =
        new ServerBootstrap()
            .group(network.eventLoops())
            .channelFactory(network.serverSockets())
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    ServerSession session =
                        version == 1
                            ? new Http1ServerConnection(serving, channel, 7, false)
                            : new Http2ServerConnection(serving, channel, 7, false);
                    session.start();
                    channel.pipeline().addFirst(new Failing());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
    ClientSession session =
        session(version, dial(((InetSocketAddress) listening.localAddress()).getPort()));
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> exchange(session).run(_ -> {}));
    until(() ->
        recorder.journey().entries().stream()
            .anyMatch(e ->
                e.because().reason() == HttpReason.OWN_FAULT
                    && e.step()
                        instanceof HttpStep.ExchangeFailed(long connection, String _, String _)
                    && connection == 7));
  }

  @Test
  void whoseFaultItIs() {
    assertThat(OwnFault.of(new StackOverflowError())).isPresent();
    assertThat(OwnFault.of(new IllegalStateException("so"))).isPresent();
    assertThat(OwnFault.of(new DecoderException(new NullPointerException()))).isPresent();
    assertThat(OwnFault.of(new DecoderException("not TLS"))).isEmpty();
    assertThat(OwnFault.of(new DecoderException(new IOException("reset")))).isEmpty();
    assertThat(OwnFault.of(new IOException("reset"))).isEmpty();
  }

  private static void until(BooleanSupplier so) {
    while (!so.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
      assertThat(Thread.interrupted()).isFalse();
    }
  }
}
