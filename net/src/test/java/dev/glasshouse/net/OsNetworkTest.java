package dev.glasshouse.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OsNetworkTest {
  /** The end is told to a loop that is between two turns: it has just looked whether it ends. */
  @Test
  void whatIsOpenIsClosedWithIt() throws Exception {
    OsNetwork network = OsNetwork.open(1);
    var accepted = new CompletableFuture<Channel>();
    Channel listening = listen(network, accepted);
    try (Socket client = new Socket()) {
      client.connect(listening.localAddress());
      client.setSoTimeout(30_000);
      Channel served = accepted.get(30, TimeUnit.SECONDS);
      EventLoop loop = served.eventLoop();
      var busy = new CountDownLatch(1);
      loop.execute(() -> {
        busy.countDown();
        while (!loop.isShuttingDown()) {
          Thread.onSpinWait();
        }
      });
      busy.await();
      network.close();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(served.isOpen()).isFalse();
      assertThat(listening.isOpen()).isFalse();
    } finally {
      network.close();
    }
  }

  private static Channel listen(OsNetwork network, CompletableFuture<Channel> accepted) {
    return new ServerBootstrap()
        .group(network.eventLoops())
        .channelFactory(network.serverSockets())
        .childHandler(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelActive(io.netty.channel.ChannelHandlerContext ctx) {
                accepted.complete(ctx.channel());
              }
            })
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .syncUninterruptibly()
        .channel();
  }
}
