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
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Carries messages over sockets.
 *
 * <p>Every question has a datagram socket for itself, on a port that the kernel picks at random for
 * it. The socket is connected, so the kernel itself drops what comes from another address, and
 * tells when nobody listens on the other side.
 */
public final class NettyTransport implements Transport {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int LARGEST = 65535;

  private final EventLoopGroup loops;
  private final ChannelFactory<? extends Channel> datagrams;
  private final ChannelFactory<? extends Channel> streams;
  private final Optional<InetAddress> from;
  private final Map<EventExecutor, AskingPorts> ports = new ConcurrentHashMap<>();

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

  @Override
  public Exchange udp(InetSocketAddress server, byte[] message, Replies replies) {
    EventExecutor loop = loop();
    AskingPorts its = ports.get(loop);
    return (its == null ? ports.computeIfAbsent(loop, this::ports) : its)
        .ask(server, message, replies);
  }

  private AskingPorts ports(EventExecutor loop) {
    return loop instanceof IoEventLoop io && FreshPorts.fit(io)
        ? new FreshPorts(io, from)
        : new NewPorts((EventLoop) loop, datagrams, from);
  }

  /** The loop that this runs on; another where it runs on none. */
  private EventExecutor loop() {
    for (EventExecutor each : loops) {
      if (each.inEventLoop()) {
        return each;
      }
    }
    return loops.next();
  }

  @Override
  public Exchange tcp(InetSocketAddress server, byte[] message, Replies replies) {
    Bootstrap bootstrap =
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
                });
    ChannelFuture connecting =
        from.isEmpty()
            ? bootstrap.connect(server)
            : bootstrap.connect(server, new InetSocketAddress(from.get(), 0));
    // RFC 1035 section 4.2.2: two bytes of length first.
    ByteBuf bytes = Unpooled.buffer(message.length + 2);
    bytes.writeShort(message.length).writeBytes(message);
    return exchange(connecting, bytes, replies);
  }

  static Exchange exchange(ChannelFuture connecting, ByteBuf bytes, Replies replies) {
    connecting.addListener(done -> {
      if (done.isSuccess()) {
        connecting
            .channel()
            .writeAndFlush(bytes)
            .addListener(sent -> {
              if (!sent.isSuccess()) {
                replies.failed(AskingPorts.text(sent.cause()));
              }
            });
      } else {
        bytes.release();
        replies.failed(AskingPorts.text(done.cause()));
      }
    });
    return () -> connecting.channel().close();
  }

  /** Hands on what comes. */
  private static final class Listener extends SimpleChannelInboundHandler<ByteBuf> {
    private final InetSocketAddress server;
    private final Replies replies;
    private final AtomicBoolean failed = new AtomicBoolean();

    Listener(InetSocketAddress server, Replies replies) {
      this.server = server;
      this.replies = replies;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) {
      replies.message(server, ByteBufUtil.getBytes(frame));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      fail("the connection was closed without an answer");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      fail(AskingPorts.text(cause));
      ctx.close();
    }

    private void fail(String problem) {
      if (failed.compareAndSet(false, true)) {
        replies.failed(problem);
      }
    }
  }
}
