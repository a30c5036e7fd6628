package dev.glasshouse.net.proxy;

import dev.glasshouse.dns.Deadline;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A short talk on a channel, for a thread that blocks: some bytes out, some bytes in. Bounded: what
 * comes beyond the limit is not taken.
 */
final class Talk extends ChannelInboundHandlerAdapter {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition came = lock.newCondition();
  private final Channel channel;
  private final int limit;
  private final Deadline deadline;
  private final ByteBuf bytes = Unpooled.buffer();
  private boolean gone;
  private boolean tooMuch;

  private Talk(Channel channel, int limit, Deadline deadline) {
    this.channel = channel;
    this.limit = limit;
    this.deadline = deadline;
  }

  /** Begins to listen. */
  static Talk begin(Channel channel, int limit, Deadline deadline) throws TunnelException {
    var talk = new Talk(channel, limit, deadline);
    talk.onLoop(() -> {
      channel.pipeline().addBefore(channel.pipeline().lastContext().name(), null, talk);
      channel.config().setAutoRead(true);
      if (!channel.isActive()) {
        talk.channelInactive();
      }
    });
    return talk;
  }

  /** Ends to listen; what the peer says from now is for who comes next. */
  void end() throws TunnelException {
    onLoop(() -> {
      channel.config().setAutoRead(false);
      channel.pipeline().remove(this);
    });
    lock.lock();
    try {
      if (bytes.isReadable()) {
        throw broken("it said more than it was asked");
      }
    } finally {
      lock.unlock();
    }
  }

  private void onLoop(Runnable task) throws TunnelException {
    var done = new CountDownLatch(1);
    channel
        .eventLoop()
        .execute(() -> {
          try {
            task.run();
          } finally {
            done.countDown();
          }
        });
    try {
      if (!done.await(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
        throw TunnelException.silent();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw broken("it is wanted no more");
    }
  }

  static TunnelException broken(String problem) {
    return new TunnelException(problem, TunnelException.Again.NEVER);
  }

  void say(byte[] message) {
    channel.writeAndFlush(Unpooled.wrappedBuffer(message));
  }

  /** So many bytes. */
  byte[] hear(int count) throws TunnelException {
    lock.lock();
    try {
      while (bytes.readableBytes() < count) {
        await();
      }
      byte[] heard = new byte[count];
      bytes.readBytes(heard);
      return heard;
    } finally {
      lock.unlock();
    }
  }

  /** One byte after the other, until they end like this. */
  byte[] hearUntil(byte[] end) throws TunnelException {
    lock.lock();
    try {
      while (true) {
        int at = find(end);
        if (at >= 0) {
          byte[] heard = new byte[at + end.length];
          bytes.readBytes(heard);
          return heard;
        }
        await();
      }
    } finally {
      lock.unlock();
    }
  }

  private int find(byte[] end) {
    for (int i = 0; i + end.length <= bytes.readableBytes(); i++) {
      int n = 0;
      while (n < end.length && bytes.getByte(bytes.readerIndex() + i + n) == end[n]) {
        n++;
      }
      if (n == end.length) {
        return i;
      }
    }
    return -1;
  }

  private void await() throws TunnelException {
    if (tooMuch) {
      throw broken("it said more than " + limit + " bytes");
    }
    if (gone) {
      throw new TunnelException("it closed the connection", TunnelException.Again.RECONNECT);
    }
    try {
      if (came.awaitNanos(deadline.leftNanos()) <= 0) {
        throw TunnelException.silent();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw broken("it is wanted no more");
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    lock.lock();
    try {
      if (msg instanceof ByteBuf more && bytes.readableBytes() + more.readableBytes() <= limit) {
        bytes.writeBytes(more);
      } else {
        tooMuch = true;
      }
      came.signalAll();
    } finally {
      lock.unlock();
      ReferenceCountUtil.release(msg);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    channelInactive();
    ctx.fireChannelInactive();
  }

  private void channelInactive() {
    lock.lock();
    try {
      gone = true;
      came.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
