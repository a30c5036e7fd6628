package dev.glasshouse.http.wire;

import dev.glasshouse.http.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection so that what was said last arrives: a socket that is closed over unread bytes
 * sends a reset, which may take back what the peer has not read yet. So everything that was written
 * goes out, over TLS with its close_notify; then only our direction is closed, and what still comes
 * is read and let go until the peer closes, too (RFC 9112 9.6). {@link Limits.Linger} bounds it.
 */
public final class Lingering extends ChannelInboundHandlerAdapter {
  private final Channel channel;
  private long left;

  private Lingering(Channel channel, Limits.Linger limits) {
    this.channel = channel;
    this.left = limits.bytes();
  }

  /**
   * Ends it; does nothing when that has begun already. Nothing that comes from now on reaches the
   * channel's other handlers, except that it is closed. On the event loop, after the last write.
   */
  public static void close(Channel channel, Limits.Linger limits) {
    if (!(channel instanceof DuplexChannel duplex) || !channel.isActive()) {
      channel.close();
      return;
    }
    if (channel.pipeline().get(Lingering.class) != null) {
      return;
    }
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    ChannelFuture said =
        tls == null ? channel.writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
    channel.pipeline().addFirst(new Lingering(channel, limits));
    said.addListener(_ -> {
      if (duplex.isInputShutdown()) {
        channel.close();
      } else {
        duplex.shutdownOutput();
      }
    });
    var _ =
        channel
            .eventLoop()
            .schedule(() -> channel.close(), limits.time().toNanos(), TimeUnit.NANOSECONDS);
    channel.config().setAutoRead(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    if (msg instanceof ByteBuf bytes) {
      left -= bytes.readableBytes();
    }
    ReferenceCountUtil.release(msg);
    if (left < 0) {
      channel.close();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    // The others have read their last.
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      channel.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    channel.close();
  }
}
