package dev.glasshouse.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A new UDP channel for each question: on loops that {@link FreshPorts} do not fit. */
final class NewPorts implements AskingPorts {
  private static final int LARGEST = 4096;

  private final EventLoop loop;
  private final ChannelFactory<? extends Channel> datagrams;
  private final Optional<InetAddress> from;

  NewPorts(
      EventLoop loop, ChannelFactory<? extends Channel> datagrams, Optional<InetAddress> from) {
    this.loop = loop;
    this.datagrams = datagrams;
    this.from = from;
  }

  @Override
  public Transport.Exchange ask(
      InetSocketAddress server, byte[] message, Transport.Replies replies) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channelFactory(datagrams)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST))
            .handler(new Listener(replies));
    ChannelFuture connecting =
        from.isEmpty()
            ? bootstrap.connect(server)
            : bootstrap.connect(server, new InetSocketAddress(from.get(), 0));
    return NettyTransport.exchange(connecting, Unpooled.wrappedBuffer(message), replies);
  }

  /** Hands on what comes. */
  private static final class Listener extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Transport.Replies replies;

    Listener(Transport.Replies replies) {
      this.replies = replies;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      ByteBuf content = packet.content();
      replies.message(packet.sender(), ByteBufUtil.getBytes(content));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      replies.failed(AskingPorts.text(cause));
      context.close();
    }
  }
}
