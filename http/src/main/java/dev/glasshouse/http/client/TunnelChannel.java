package dev.glasshouse.http.client;

import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Tunnel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * A tunnel as a channel, so that TLS and HTTP run over it as over a socket. Two virtual threads
 * carry what the tunnel blocks for; neither is ahead of its peer by more than a few pieces.
 */
final class TunnelChannel extends AbstractChannel {
  private static final ChannelMetadata METADATA = new ChannelMetadata(false);

  /** Bytes of a piece that is read: 32 KiB, two records of TLS. */
  private static final int PIECE = 32 * 1024;

  /** Bytes that may wait to be sent before the channel takes no more: 256 KiB, as a stream's. */
  private static final int AHEAD = 256 * 1024;

  private final Tunnel tunnel;
  private final Channel carrier;
  private final ChannelConfig config = new DefaultChannelConfig(this);
  private final Semaphore wanted = new Semaphore(0);

  /** What is to be sent; an empty piece is the end. */
  private final BlockingQueue<ByteBuf> out = new LinkedBlockingQueue<>();

  private volatile boolean closed;
  private boolean reading;
  private boolean sending = true;
  private int waiting;

  private TunnelChannel(Tunnel tunnel, Channel carrier) {
    super(carrier);
    this.tunnel = tunnel;
    this.carrier = carrier;
    config.setAutoRead(false);
  }

  /**
   * A channel on the event loop of the connection that carries the tunnel. It reads nothing yet.
   *
   * @throws IOException when that event loop has ended
   */
  static TunnelChannel over(Tunnel tunnel, Channel carrier) throws IOException {
    var its = new TunnelChannel(tunnel, carrier);
    if (carrier.eventLoop().isShuttingDown()) {
      tunnel.close();
      throw new IOException("the network is closed");
    }
    carrier.eventLoop().register(its).syncUninterruptibly();
    Thread.ofVirtual().name("glass-tunnel-in").start(its::receive);
    Thread.ofVirtual().name("glass-tunnel-out").start(its::send);
    return its;
  }

  // ---- on threads of their own ----

  private void receive() {
    byte[] piece = new byte[PIECE];
    try {
      while (true) {
        wanted.acquire();
        int n = read(piece);
        if (n < 0) {
          onLoop(this::ended);
          return;
        }
        ByteBuf bytes = alloc().buffer(n).writeBytes(piece, 0, n);
        onLoop(() -> arrived(bytes));
      }
    } catch (IOException e) {
      onLoop(() -> broke(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (closed) {
        tunnel.close();
      }
    }
  }

  /** How long nothing comes is for who uses the channel to judge. */
  private int read(byte[] piece) throws IOException {
    while (true) {
      try {
        return tunnel.in().read(piece, 0, piece.length);
      } catch (StalledException e) {
        if (closed) {
          throw e;
        }
      }
    }
  }

  private void send() {
    byte[] piece = new byte[0];
    try {
      for (ByteBuf next = out.take(); next.isReadable(); next = out.take()) {
        int n = next.readableBytes();
        piece = piece.length < n ? new byte[n] : piece;
        next.readBytes(piece, 0, n);
        next.release();
        tunnel.send(piece, 0, n);
        onLoop(() -> sent(n));
      }
      tunnel.end();
      // Whoever receives meets the peer's own end, which it has been asked for now.
      wanted.release();
    } catch (IOException e) {
      onLoop(() -> broke(e));
      tunnel.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      tunnel.close();
    } finally {
      onLoop(this::sendsNoMore);
    }
  }

  private void onLoop(Runnable what) {
    try {
      eventLoop().execute(what);
    } catch (RejectedExecutionException e) {
      // The network is closed, and the tunnel with it.
      tunnel.close();
    }
  }

  // ---- on the event loop ----

  private void arrived(ByteBuf bytes) {
    reading = false;
    if (closed) {
      bytes.release();
      // To the peer's end, which comes soon or not at all.
      wanted.release();
      return;
    }
    pipeline().fireChannelRead(bytes);
    pipeline().fireChannelReadComplete();
  }

  private void ended() {
    if (!closed) {
      pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
      close();
    }
  }

  private void broke(IOException problem) {
    if (!closed) {
      pipeline().fireExceptionCaught(problem);
      close();
    }
  }

  private void sent(int bytes) {
    waiting -= bytes;
    if (!closed && waiting <= AHEAD / 2) {
      unsafe().flush();
    }
  }

  private void sendsNoMore() {
    sending = false;
    out.forEach(ReferenceCountUtil::release);
    out.clear();
  }

  @Override
  protected void doBeginRead() {
    if (!reading) {
      reading = true;
      wanted.release();
    }
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer in) throws IOException {
    if (!sending) {
      throw new ClosedChannelException();
    }
    while (waiting < AHEAD && in.current() instanceof ByteBuf bytes) {
      if (bytes.isReadable()) {
        waiting += bytes.readableBytes();
        out.add(bytes.retain());
      }
      in.remove();
    }
  }

  @Override
  protected Object filterOutboundMessage(Object message) {
    if (message instanceof ByteBuf) {
      return message;
    }
    throw new UnsupportedOperationException("a tunnel carries bytes");
  }

  @Override
  protected void doClose() {
    closed = true;
    out.add(Unpooled.EMPTY_BUFFER);
  }

  @Override
  protected void doDisconnect() {
    doClose();
  }

  @Override
  protected void doBind(SocketAddress address) {
    throw new UnsupportedOperationException("a tunnel has no address of its own");
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return loop == carrier.eventLoop();
  }

  @Override
  protected SocketAddress localAddress0() {
    return carrier.localAddress();
  }

  @Override
  protected SocketAddress remoteAddress0() {
    return carrier.remoteAddress();
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public boolean isActive() {
    return !closed;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new AbstractUnsafe() {
      @Override
      public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
        promise.setFailure(new UnsupportedOperationException("a tunnel is connected already"));
      }
    };
  }
}
