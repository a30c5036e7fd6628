package dev.glasshouse.http.h3;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicStreamFrame;
import java.util.ArrayList;
import java.util.List;

/**
 * The handler next to the wire of a request stream: gathers frames until a flush, and sends them
 * with the stream's end, where it is there, in one go. Without it, each frame and the end would be
 * a packet of its own.
 */
final class StreamOut extends ChannelOutboundHandlerAdapter {
  private final List<ByteBuf> waiting = new ArrayList<>();
  private final List<ChannelPromise> promises = new ArrayList<>();
  private long passed;
  private long open;
  private long moved;
  private long endAfter = Long.MAX_VALUE;
  private boolean ended;
  private volatile Runnable whenEnded = () -> {};

  /**
   * The stream ends with a frame; the codec may hold frames back for a while, so they are counted.
   *
   * @param frames how many frames are sent in all
   */
  void endAfter(long frames) {
    endAfter = frames;
  }

  /** Bytes that QUIC has not taken yet, as far as that shows. On the event loop only. */
  long open() {
    return open;
  }

  /** Bytes that QUIC has taken since this was asked last. On the event loop only. */
  long moved() {
    long since = moved;
    moved = 0;
    return since;
  }

  /** Told once when the end of the message is with QUIC. */
  void whenEnded(Runnable told) {
    whenEnded = told;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    if (msg instanceof ByteBuf bytes) {
      waiting.add(bytes);
      promises.add(promise);
      passed++;
    } else {
      ctx.write(msg, promise);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    boolean end = !ended && passed >= endAfter;
    if (waiting.isEmpty()) {
      if (end) {
        ended = true;
        ctx.write(QuicStreamFrame.EMPTY_FIN).addListener(_ -> whenEnded.run());
      }
      ctx.flush();
      return;
    }
    ByteBuf all = waiting.size() == 1 ? waiting.getFirst() : together(ctx);
    List<ChannelPromise> theirs = List.copyOf(promises);
    waiting.clear();
    promises.clear();
    ended |= end;
    int bytes = all.readableBytes();
    open += bytes;
    ctx.write(end ? new DefaultQuicStreamFrame(all, true) : all)
        .addListener(done -> {
          open -= bytes;
          moved += bytes;
          for (ChannelPromise promise : theirs) {
            if (done.isSuccess()) {
              promise.trySuccess();
            } else {
              promise.tryFailure(done.cause());
            }
          }
          if (end) {
            whenEnded.run();
          }
        });
    ctx.flush();
  }

  private ByteBuf together(ChannelHandlerContext ctx) {
    CompositeByteBuf all = ctx.alloc().compositeDirectBuffer(waiting.size());
    for (ByteBuf one : waiting) {
      all.addComponent(true, one);
    }
    return all;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    waiting.forEach(ByteBuf::release);
    waiting.clear();
    for (ChannelPromise promise : promises) {
      promise.tryFailure(new java.nio.channels.ClosedChannelException());
    }
    promises.clear();
  }
}
