package dev.glasshouse.net.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.ProxyReason;
import dev.glasshouse.journey.ProxyStep;
import dev.glasshouse.journey.Recorder;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy that takes the connection and never says a word. */
@Timeout(60)
class SilentProxyTest {
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
  private Channel channel = new LocalChannel();

  @BeforeEach
  void connect() throws Exception {
    var address = new LocalAddress(SilentProxyTest.class);
    new ServerBootstrap()
        .group(loops)
        .channel(LocalServerChannel.class)
        .childHandler(quiet())
        .bind(address)
        .sync();
    channel =
        new Bootstrap()
            .group(loops)
            .channel(LocalChannel.class)
            .handler(quiet())
            .connect(address)
            .sync()
            .channel();
  }

  private static ChannelInitializer<Channel> quiet() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter());
      }
    };
  }

  @AfterEach
  void close() {
    loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://p.test", "socks5h://p.test", "http://p.test:3128"})
  void isToldAsSilentAndNotAsRefusing(String proxy) {
    var recorder = Recorder.start();
    var tunnel =
        new Tunnel(
            Proxy.parse(proxy),
            new ProxyAccess(() -> "nonce"),
            "192.0.2.1",
            80,
            Optional.empty(),
            1,
            Deadline.in(Duration.ofMillis(100)),
            recorder.trail());
    assertThatThrownBy(() -> tunnel.open(channel))
        .isInstanceOf(TunnelException.class)
        .hasMessage("it did not answer in time");
    assertThat(recorder.journey().entries())
        .filteredOn(entry -> entry.step() instanceof ProxyStep.TunnelRefused)
        .extracting(Entry::because)
        .extracting(because -> (Object) because.reason())
        .containsExactly(ProxyReason.SILENT);
  }
}
