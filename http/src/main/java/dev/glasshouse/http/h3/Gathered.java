package dev.glasshouse.http.h3;

import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.Inbox;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;

/**
 * What came in on a stream in one turn of its event loop, handed over to the inbox together at the
 * turn's end: QUIC brings content a datagram at a time, some 1,300 bytes, and to wake whoever waits
 * for it costs far more than they do. On the event loop only.
 */
final class Gathered {
  /** Bytes of the buffer into which small pieces of content are put together. */
  private static final int PIECE = 32 * 1024;

  private final Inbox inbox;
  private final List<Inbound> events = new ArrayList<>();
  private ByteBuf content = Unpooled.EMPTY_BUFFER;
  private boolean due;

  /** Nothing yet, for this inbox. */
  Gathered(Inbox inbox) {
    this.inbox = inbox;
  }

  /** Some content; what is given stays the caller's. */
  void content(ChannelHandlerContext ctx, ByteBuf more) {
    // The first of a turn is often the only one: it goes as it is, and so do large ones.
    if (events.isEmpty() || more.readableBytes() > PIECE / 2) {
      seal();
      events.add(new Inbound.Data(more.retain()));
    } else {
      if (more.readableBytes() > content.writableBytes()) {
        seal();
        content = ctx.alloc().buffer(PIECE, PIECE);
      }
      content.writeBytes(more);
    }
    if (!due) {
      due = true;
      ctx.executor().execute(this::handOver);
    }
  }

  /** Something else, behind what came before it: handed over at once with all that. */
  void add(Inbound event) {
    seal();
    events.add(event);
    handOver();
  }

  private void handOver() {
    due = false;
    seal();
    if (!events.isEmpty()) {
      inbox.put(events.toArray(Inbound[]::new));
      events.clear();
    }
  }

  private void seal() {
    if (content.isReadable()) {
      events.add(new Inbound.Data(content));
      content = Unpooled.EMPTY_BUFFER;
    }
  }
}
