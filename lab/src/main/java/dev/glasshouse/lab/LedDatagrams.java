package dev.glasshouse.lab;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Leads the datagrams of a connected socket to where an address that is played really is, and back:
 * whoever uses the socket sees the played address all the time.
 */
final class LedDatagrams extends ChannelDuplexHandler {
  /** The address that is spoken to, and where that really is. */
  private record Led(InetSocketAddress played, InetSocketAddress real) {}

  private final Function<InetSocketAddress, Optional<CompletableFuture<InetSocketAddress>>> where;
  private Optional<Led> led = Optional.empty();

  /**
   * For one socket.
   *
   * @param where where a played address really is, once somebody listens there; empty for others
   */
  LedDatagrams(Function<InetSocketAddress, Optional<CompletableFuture<InetSocketAddress>>> where) {
    this.where = where;
  }

  @Override
  public void connect(
      ChannelHandlerContext context,
      SocketAddress remote,
      SocketAddress local,
      ChannelPromise promise) {
    if (remote instanceof InetSocketAddress asked) {
      Optional<CompletableFuture<InetSocketAddress>> found = where.apply(asked);
      if (found.isPresent()) {
        LabNetwork.connect(
            context,
            found.get(),
            real -> {
              led = Optional.of(new Led(asked, real));
              context.connect(real, local, promise);
            },
            promise);
        return;
      }
    }
    context.pipeline().remove(this);
    context.connect(remote, local, promise);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (led.isPresent()
        && message instanceof DatagramPacket packet
        && led.get().played().equals(packet.recipient())) {
      context.write(new DatagramPacket(packet.content(), led.get().real()), promise);
    } else {
      context.write(message, promise);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (led.isPresent()
        && message instanceof DatagramPacket packet
        && led.get().real().equals(packet.sender())) {
      context.fireChannelRead(
          new DatagramPacket(packet.content(), packet.recipient(), led.get().played()));
    } else {
      context.fireChannelRead(message);
    }
  }
}
