package dev.glasshouse.dns.serve;

import dev.glasshouse.journey.Trail;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Questions that come over one connection, each behind its length. They are answered in whatever
 * order the answers come.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7766#section-6.2.1.1">RFC 7766 section
 *     6.2.1.1</a>
 */
final class StreamHandler extends SimpleChannelInboundHandler<ByteBuf> implements Desk.Lane {
  private final Served served;
  private final Carrier carrier;
  private final InetSocketAddress client;
  private final Desk desk;
  private final Queue<ByteBuf> waiting = new ArrayDeque<>();
  private final Queue<Runnable> writers = new ArrayDeque<>();
  private ChannelHandlerContext ctx;
  private int inFlight;
  private long lastActive;
  private boolean noMore;
  private boolean draining;

  @SuppressWarnings("NullAway.Init") // the context is there before anything comes
  StreamHandler(Served served, Carrier carrier, InetSocketAddress client) {
    this.served = served;
    this.carrier = carrier;
    this.client = client;
    this.desk = new Desk(served, carrier, Desk.LONGEST);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
    lastActive = System.nanoTime();
    watch(served.limits().idle().toNanos());
  }

  private void watch(long nanos) {
    ctx.executor().schedule(this::look, nanos, TimeUnit.NANOSECONDS);
  }

  /** Closes a connection on which nothing was asked or taken for too long. */
  private void look() {
    long left = served.limits().idle().toNanos() - (System.nanoTime() - lastActive);
    if (!ctx.channel().isActive()) {
      return;
    }
    if (left > 0) {
      watch(left);
    } else {
      ctx.close();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
    lastActive = System.nanoTime();
    waiting.add(message.retain());
    drain();
  }

  /** Hands on what waits, as far as the limit on questions in flight allows. */
  private void drain() {
    if (draining) {
      return;
    }
    draining = true;
    while (!waiting.isEmpty() && inFlight < served.limits().inFlight()) {
      ByteBuf message = waiting.remove();
      inFlight++;
      try {
        desk.take(message, client, this);
      } finally {
        message.release();
      }
    }
    draining = false;
    ctx.channel().config().setAutoRead(waiting.isEmpty() && ctx.channel().isWritable());
    if (noMore && inFlight == 0 && waiting.isEmpty()) {
      ctx.flush();
      ctx.writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER)
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  /** The client asks no more, but may wait for answers. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      end();
    }
  }

  /** Answers what was asked, and closes. On the event loop. */
  void end() {
    noMore = true;
    drain();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      lastActive = System.nanoTime();
      for (int i = writers.size(); i > 0; i--) {
        Runnable next = writers.poll();
        if (next != null) {
          next.run();
        }
      }
    }
    drain();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    // Whoever waits to write learns that nobody reads any more.
    while (!writers.isEmpty()) {
      writers.remove().run();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  @Override
  public void send(InetSocketAddress to, byte[] message, int length) {
    write(message, length);
    over();
  }

  @Override
  public void drop() {
    over();
  }

  private void over() {
    inFlight--;
    drain();
  }

  private void write(byte[] message, int length) {
    ByteBuf bytes = ctx.alloc().directBuffer(length + 2);
    bytes.writeShort(length).writeBytes(message, 0, length);
    ctx.writeAndFlush(bytes)
        .addListener(done -> {
          if (done.isSuccess()) {
            lastActive = System.nanoTime();
          }
        });
  }

  @Override
  public ReplySink sink(ClientQuery query) {
    return new Sink(query);
  }

  /** Where the answer to one question goes. */
  private final class Sink extends AtomicBoolean implements ReplySink {
    private static final long serialVersionUID = 1L;

    private final transient Trail trail;
    private final boolean pads;

    Sink(ClientQuery query) {
      trail = query.trail();
      pads = Padding.wanted(query);
    }

    @Override
    public void reply(byte[] message, int length) {
      if (!getAndSet(true)) {
        if (pads) {
          byte[] padded = Padding.padded(message, length);
          onLoop(padded, padded.length, true);
        } else {
          onLoop(message, length, true);
        }
      }
    }

    @Override
    public boolean part(byte[] message, int length) {
      if (!get()) {
        onLoop(message, length, false);
      }
      return ctx.channel().isActive();
    }

    private void onLoop(byte[] message, int length, boolean last) {
      if (ctx.executor().inEventLoop()) {
        leave(message, length, last);
      } else {
        byte[] copy = Arrays.copyOf(message, length);
        ctx.executor().execute(() -> leave(copy, length, last));
      }
    }

    private void leave(byte[] message, int length, boolean last) {
      served.counts().add(ServerCount.ANSWERS);
      // What comes in parts is told as a whole by who sends it; its last part ends the story.
      if (last && trail.on()) {
        Sent.tell(trail, client, carrier, message, length);
      }
      write(message, length);
      if (last) {
        over();
      }
    }

    @Override
    public void drop() {
      if (!getAndSet(true)) {
        ctx.executor().execute(StreamHandler.this::over);
      }
    }

    @Override
    public void ready(Runnable next) {
      ctx.executor()
          .execute(() -> {
            if (ctx.channel().isWritable() || !ctx.channel().isActive()) {
              next.run();
            } else {
              writers.add(next);
            }
          });
    }
  }
}
