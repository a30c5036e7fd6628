package dev.glasshouse.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import java.io.IOException;
import java.util.Optional;

/**
 * The first handler of every connection: counts what passes, sees who ends it, and asks the kernel
 * about it one last time before its socket is gone.
 *
 * <p>Half-closed connections are allowed on the channel for that reason alone: a FIN that comes in
 * leaves the socket open until this handler has asked, and closes it then.
 */
final class Wire extends ChannelDuplexHandler {
  private final Network network;
  private final Runnable ended;
  private volatile long sent;
  private volatile long received;
  private volatile End end = End.OPEN;
  private volatile Optional<TcpInfo> last = Optional.empty();
  private boolean goodbye;

  /**
   * A handler.
   *
   * @param ended called once, on the event loop, when the connection is gone
   */
  Wire(Network network, Runnable ended) {
    this.network = network;
    this.ended = ended;
  }

  /** Bytes written, TLS's own included. */
  long sent() {
    return sent;
  }

  /** Bytes read, TLS's own included. */
  long received() {
    return received;
  }

  /** Who ended it. */
  End end() {
    return end;
  }

  /** What the kernel knew just before the end. */
  Optional<TcpInfo> last() {
    return last;
  }

  /**
   * The peer said in TLS that nothing more will come (close_notify, RFC 8446 section 6.1). It may
   * have closed its socket by then, so that our own last word is answered with an RST, which may be
   * seen before its FIN: that is no reset. Called on the event loop.
   */
  void goodbye() {
    goodbye = true;
  }

  @Override
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // written on the event loop only
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    received += size(msg);
    ctx.fireChannelRead(msg);
  }

  @Override
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // written on the event loop only
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    sent += size(msg);
    ctx.write(msg, promise);
  }

  private static long size(Object message) {
    if (message instanceof ByteBuf buffer) {
      return buffer.readableBytes();
    }
    if (message instanceof ByteBufHolder holder) {
      return holder.content().readableBytes();
    }
    return message instanceof FileRegion region ? region.count() : 0;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      endedBy(ctx, End.PEER);
      ctx.close();
      return;
    }
    if (event instanceof ChannelOutputShutdownEvent) {
      outputEnded(ctx);
    }
    if (!(event instanceof ChannelInputShutdownReadComplete)) {
      ctx.fireUserEventTriggered(event);
    }
  }

  /**
   * Nothing more can be written: because one of us has said so, or because a write has failed.
   * Where the peer has reset the connection the kernel still hands out what came before that (Linux
   * does), then the end, as if the peer had just closed: the write has taken the error away. So the
   * connection is not closed here; it is read to its end, and nobody takes it for usable.
   */
  private void outputEnded(ChannelHandlerContext ctx) {
    if (network.tcpInfo(ctx.channel()).filter(TcpInfo::isClosed).isPresent()) {
      endedBy(ctx, End.RESET);
      ctx.read();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      endedBy(ctx, End.RESET);
    }
    ctx.fireExceptionCaught(cause);
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    // A write that failed has closed the channel before anybody asks for it.
    endedBy(ctx, ctx.channel().isOpen() ? End.US : End.RESET);
    ctx.close(promise);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    endedBy(ctx, End.PEER);
    ended.run();
    ctx.fireChannelInactive();
  }

  private void endedBy(ChannelHandlerContext ctx, End who) {
    if (end == End.OPEN) {
      last = ctx.channel().isOpen() ? network.tcpInfo(ctx.channel()) : Optional.empty();
      end = goodbye ? End.PEER : who;
    }
  }
}
