package dev.glasshouse.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Carries messages over sockets.
 *
 * <p>Every datagram has a socket of its own, on a port that the kernel picks at random. The socket
 * is connected, so the kernel itself drops what comes from another address, and tells when nobody
 * listens on the other side.
 */
public final class NettyTransport implements Transport {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int LARGEST = 65535;

  private final EventLoopGroup loops;
  private final ChannelFactory<? extends Channel> datagrams;
  private final ChannelFactory<? extends Channel> streams;
  private final Optional<InetAddress> from;

  /**
   * A transport.
   *
   * @param datagrams makes UDP sockets
   * @param streams makes TCP sockets
   */
  public NettyTransport(
      EventLoopGroup loops,
      ChannelFactory<? extends Channel> datagrams,
      ChannelFactory<? extends Channel> streams) {
    this(loops, datagrams, streams, Optional.empty());
  }

  private NettyTransport(
      EventLoopGroup loops,
      ChannelFactory<? extends Channel> datagrams,
      ChannelFactory<? extends Channel> streams,
      Optional<InetAddress> from) {
    this.loops = loops;
    this.datagrams = datagrams;
    this.streams = streams;
    this.from = from;
  }

  /** The same from one address of this machine's, where the system would choose. */
  public NettyTransport from(InetAddress address) {
    return new NettyTransport(loops, datagrams, streams, Optional.of(address));
  }

  private ChannelFuture connect(Bootstrap bootstrap, InetSocketAddress server) {
    return from.isEmpty()
        ? bootstrap.connect(server)
        : bootstrap.connect(server, new InetSocketAddress(from.get(), 0));
  }

  @Override
  public Exchange udp(InetSocketAddress server, byte[] message, Replies replies) {
    ChannelFuture connecting =
        connect(
            new Bootstrap()
                .group(loops)
                .channelFactory(datagrams)
                // Whatever size we promised, a larger datagram must be seen whole to be judged.
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(4096))
                .handler(new Listener(server, replies)),
            server);
    ByteBuf bytes = Unpooled.wrappedBuffer(message);
    return exchange(connecting, bytes, replies);
  }

  @Override
  public Exchange tcp(InetSocketAddress server, byte[] message, Replies replies) {
    ChannelFuture connecting =
        connect(
            new Bootstrap()
                .group(loops)
                .channelFactory(streams)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(
                    new ChannelInitializer<Channel>() {
                      @Override
                      protected void initChannel(Channel channel) {
                        channel
                            .pipeline()
                            .addLast(new LengthFieldBasedFrameDecoder(LARGEST + 2, 0, 2, 0, 2))
                            .addLast(new Listener(server, replies));
                      }
                    }),
            server);
    // RFC 1035 section 4.2.2: two bytes of length first.
    ByteBuf bytes = Unpooled.buffer(message.length + 2);
    bytes.writeShort(message.length).writeBytes(message);
    return exchange(connecting, bytes, replies);
  }

  private static Exchange exchange(ChannelFuture connecting, ByteBuf bytes, Replies replies) {
    connecting.addListener(done -> {
      if (done.isSuccess()) {
        connecting
            .channel()
            .writeAndFlush(bytes)
            .addListener(sent -> {
              if (!sent.isSuccess()) {
                replies.failed(text(sent.cause()));
              }
            });
      } else {
        bytes.release();
        replies.failed(text(done.cause()));
      }
    });
    return () -> connecting.channel().close();
  }

  private static String text(Throwable cause) {
    String message = cause.getMessage();
    if (cause instanceof PortUnreachableException
        || (message != null && message.contains("refused"))) {
      return "nobody listens there (refused)";
    }
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  /** Hands on what comes. */
  private static final class Listener extends SimpleChannelInboundHandler<Object> {
    private final InetSocketAddress server;
    private final Replies replies;
    private final AtomicBoolean failed = new AtomicBoolean();

    Listener(InetSocketAddress server, Replies replies) {
      this.server = server;
      this.replies = replies;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Object message) {
      switch (message) {
        case DatagramPacket packet ->
            replies.message(packet.sender(), ByteBufUtil.getBytes(packet.content()));
        case ByteBuf frame -> replies.message(server, ByteBufUtil.getBytes(frame));
        default -> {
          // Nothing else comes.
        }
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      fail("the connection was closed without an answer");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      fail(text(cause));
      ctx.close();
    }

    private void fail(String problem) {
      if (failed.compareAndSet(false, true)) {
        replies.failed(problem);
      }
    }
  }
}
