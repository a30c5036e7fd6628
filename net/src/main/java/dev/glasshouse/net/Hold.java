package dev.glasshouse.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The last handler of a connection that nobody has taken up yet: keeps what comes too early (a
 * server may speak first), and hands it on in order when it is removed.
 */
final class Hold extends ChannelInboundHandlerAdapter {
  private final int limit;
  private final Deque<Runnable> events = new ArrayDeque<>();
  private final Deque<Object> messages = new ArrayDeque<>();
  private boolean read;
  private boolean inactive;
  private boolean released;

  Hold(int limit) {
    this.limit = limit;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    if (messages.size() >= limit) {
      ReferenceCountUtil.release(msg);
      ctx.close();
      return;
    }
    messages.add(msg);
    events.add(() -> ctx.fireChannelRead(messages.remove()));
    read = true;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    // Told once, at the release.
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    inactive = true;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    events.add(() -> ctx.fireExceptionCaught(cause));
    if (cause instanceof IOException) {
      ctx.close();
    }
  }

  /** Makes the removal that follows hand on what was kept. */
  void release() {
    released = true;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (!released) {
      messages.forEach(ReferenceCountUtil::release);
      return;
    }
    events.forEach(Runnable::run);
    if (read) {
      ctx.fireChannelReadComplete();
    }
    if (inactive) {
      ctx.fireChannelInactive();
    }
  }
}
