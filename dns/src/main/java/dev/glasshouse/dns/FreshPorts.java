package dev.glasshouse.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The UDP sockets of one event loop that questions are sent from.
 *
 * <p>While a question is out, a socket is its alone: connected to its server, so that the kernel
 * itself drops what comes from another address, on a port that the kernel picked for this question
 * at random (RFC 5452 section 9.2). A socket whose question was answered waits for the next one:
 * disconnected and connected anew, it gets another random port of the kernel's, for less than half
 * of what a new socket costs.
 *
 * <p>Sockets that wait for long are closed. Everything here happens on the loop.
 */
final class FreshPorts {
  // Whatever size we promised, a larger datagram must be seen whole to be judged.
  private static final int LARGEST = 4096;
  private static final int MOST_IDLE = 2048;
  private static final int SWEEP_SECONDS = 10;

  private final EventLoop loop;
  private final ChannelFactory<? extends Channel> datagrams;
  private final Optional<InetAddress> from;
  private final ArrayDeque<Port> idle = new ArrayDeque<>();
  // How many were idle all the time since the last sweep.
  private int unneeded;
  private boolean sweeping;

  FreshPorts(
      EventLoop loop, ChannelFactory<? extends Channel> datagrams, Optional<InetAddress> from) {
    this.loop = loop;
    this.datagrams = datagrams;
    this.from = from;
  }

  /** Sends a question, and listens for what comes back. From any thread. */
  Transport.Exchange ask(InetSocketAddress server, byte[] message, Transport.Replies replies) {
    var talk = new Talk(server, message, replies);
    onLoop(talk::begin);
    return () -> onLoop(talk::end);
  }

  private void onLoop(Runnable what) {
    if (loop.inEventLoop()) {
      what.run();
    } else {
      loop.execute(what);
    }
  }

  private void sweep() {
    for (; unneeded > 0 && !idle.isEmpty(); unneeded--) {
      idle.removeFirst().channel.close();
    }
    unneeded = idle.size();
    sweeping = !idle.isEmpty();
    sweepLater();
  }

  private void sweepLater() {
    if (sweeping && !loop.isShuttingDown()) {
      loop.schedule(this::sweep, SWEEP_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** One question that is out. */
  private final class Talk {
    final InetSocketAddress server;
    final byte[] message;
    final Transport.Replies replies;
    Optional<Port> port = Optional.empty();
    boolean answered;
    boolean over;

    Talk(InetSocketAddress server, byte[] message, Transport.Replies replies) {
      this.server = server;
      this.message = message;
      this.replies = replies;
    }

    void begin() {
      Port idler = idle.pollLast();
      unneeded = Math.min(unneeded, idle.size());
      if (idler == null) {
        open();
      } else {
        take(idler);
        idler.channel.disconnect();
        idler.channel.connect(server).addListener(done -> connected((ChannelFuture) done));
      }
    }

    private void open() {
      var fresh = new Port();
      take(fresh);
      Bootstrap bootstrap =
          new Bootstrap()
              .group(loop)
              .channelFactory(datagrams)
              .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST))
              .handler(fresh);
      ChannelFuture connecting =
          from.isEmpty()
              ? bootstrap.connect(server)
              : bootstrap.connect(server, new InetSocketAddress(from.get(), 0));
      fresh.channel = connecting.channel();
      connecting.addListener(_ -> connected(connecting));
    }

    private void take(Port its) {
      port = Optional.of(its);
      its.talk = Optional.of(this);
    }

    private void connected(ChannelFuture connecting) {
      if (!connecting.isSuccess()) {
        connecting.channel().close();
        fail(text(connecting.cause()));
        return;
      }
      if (over) {
        return;
      }
      ByteBuf bytes = connecting.channel().alloc().directBuffer(message.length);
      connecting
          .channel()
          .writeAndFlush(bytes.writeBytes(message))
          .addListener(sent -> {
            if (!sent.isSuccess()) {
              fail(text(sent.cause()));
            }
          });
    }

    void hear(DatagramPacket packet) {
      answered = true;
      replies.message(packet.sender(), ByteBufUtil.getBytes(packet.content()));
    }

    /** Nothing more can come; told once, and only while somebody listens. */
    void fail(String problem) {
      if (!over) {
        over = true;
        replies.failed(problem);
        over = false;
        end();
      }
    }

    void end() {
      if (!over) {
        over = true;
        port.ifPresent(p -> p.free(answered));
        port = Optional.empty();
      }
    }
  }

  /** A socket. */
  private final class Port extends ChannelInboundHandlerAdapter {
    Channel channel;
    Optional<Talk> talk = Optional.empty();

    @SuppressWarnings("NullAway.Init") // the channel is there before anything comes
    Port() {}

    /** Its question is over. What was never answered may be so late: then the port is closed. */
    void free(boolean answered) {
      talk = Optional.empty();
      if (answered
          && channel instanceof EpollDatagramChannel
          && channel.isOpen()
          && idle.size() < MOST_IDLE) {
        idle.addLast(this);
        if (!sweeping) {
          sweeping = true;
          sweepLater();
        }
      } else {
        channel.close();
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      try {
        if (message instanceof DatagramPacket packet && talk.isPresent()) {
          talk.get().hear(packet);
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (!context.channel().isOpen()) {
        idle.remove(this);
        talk.ifPresent(t -> t.fail("the socket was closed"));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      talk.ifPresent(t -> t.fail(text(cause)));
      context.close();
    }
  }

  /** What went wrong, in words. */
  static String text(Throwable cause) {
    String message = cause.getMessage();
    if (cause instanceof PortUnreachableException
        || (message != null && message.contains("refused"))) {
      return "nobody listens there (refused)";
    }
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
