package dev.glasshouse.http.h1;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.Inbox;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The handlers of one end, without a network: bytes go in, events come out. */
final class Wired implements AutoCloseable {
  private final Inbox inbox = new Inbox(1 << 20, () -> {});
  private final EmbeddedChannel channel;

  private Wired(MessageReader.Side side, Limits.Head limits, Method asked) {
    var reader = new MessageReader(side, limits, inbox, () -> {});
    this.channel = new EmbeddedChannel(reader);
    if (side == MessageReader.Side.CLIENT) {
      reader.expect(asked, false);
    }
  }

  static Wired server(Limits.Head limits) {
    return new Wired(MessageReader.Side.SERVER, limits, Method.GET);
  }

  /** A client that has sent a request of this method. */
  static Wired client(Limits.Head limits, Method asked) {
    return new Wired(MessageReader.Side.CLIENT, limits, asked);
  }

  /** Feeds bytes, in pieces of a size; 0 for all at once. */
  Wired feed(byte[] bytes, int piece) {
    int step = piece == 0 ? Math.max(1, bytes.length) : piece;
    for (int at = 0; at < bytes.length && channel.isOpen(); at += step) {
      channel.writeInbound(Unpooled.copiedBuffer(bytes, at, Math.min(step, bytes.length - at)));
    }
    return this;
  }

  Wired feed(String text, int piece) {
    return feed(text.getBytes(StandardCharsets.ISO_8859_1), piece);
  }

  /** The peer says in TLS that nothing more comes. */
  Wired goodbye() {
    channel.pipeline().fireUserEventTriggered(SslCloseCompletionEvent.SUCCESS);
    return this;
  }

  /** The connection under TLS ends, and nobody has said that it would. */
  Wired cut() {
    channel
        .pipeline()
        .fireUserEventTriggered(new SslCloseCompletionEvent(new ClosedChannelException()));
    return end();
  }

  /** The connection breaks. */
  Wired breaks(String problem) {
    channel.pipeline().fireExceptionCaught(new IOException(problem));
    return end();
  }

  /** The peer closes. */
  Wired end() {
    channel.finishAndReleaseAll();
    return this;
  }

  /** What came out, content as text in one piece. */
  List<Object> events() {
    var events = new ArrayList<Object>();
    var text = new StringBuilder();
    for (Inbound next = inbox.poll(); !(next instanceof Inbound.Nothing); next = inbox.poll()) {
      if (next instanceof Inbound.Data data) {
        text.append(data.bytes().toString(StandardCharsets.ISO_8859_1));
        data.bytes().release();
        continue;
      }
      if (!text.isEmpty()) {
        events.add(text.toString());
        text.setLength(0);
      }
      events.add(next);
    }
    if (!text.isEmpty()) {
      events.add(text.toString());
    }
    return events;
  }

  @Override
  public void close() {
    channel.finishAndReleaseAll();
    inbox.close();
  }
}
