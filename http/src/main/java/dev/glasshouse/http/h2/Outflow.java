package dev.glasshouse.http.h2;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.wire.Urgency;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Optional;

/**
 * What goes out on one connection: the content of all its streams, in the order of their urgency,
 * no faster than the windows of the peer and the socket allow. On the event loop only.
 */
final class Outflow {
  private final Channel channel;
  private final FrameWriter frames;
  private final SendSchedule<Http2Stream> schedule = new SendSchedule<>();
  private final Endpoint endpoint;
  private long window = 65_535;
  private boolean pumping;
  private long sent;

  Outflow(Endpoint endpoint, Channel channel, FrameWriter frames) {
    this.endpoint = endpoint;
    this.channel = channel;
    this.frames = frames;
  }

  /** Whether the peer holds all streams back by the connection's own window. */
  boolean isHeldBack() {
    return window <= 0;
  }

  /** Bytes of content that went out in all. */
  long sent() {
    return sent;
  }

  /** The connection's own window grows; false when it would be too large. */
  boolean widen(long more) {
    window += more;
    pump();
    return window <= Integer.MAX_VALUE;
  }

  /** The windows of these streams grow; false when one would be too large. */
  boolean widen(Iterable<Http2Stream> streams, long more) {
    for (Http2Stream stream : streams) {
      stream.widen(more);
      if (stream.sendWindow() > Integer.MAX_VALUE) {
        return false;
      }
      schedule(stream);
    }
    pump();
    return true;
  }

  /** Adds content of a stream. */
  void queue(Http2Stream stream, ByteBuf piece) {
    if (!stream.state().maySend() || stream.endQueued()) {
      piece.release();
      return;
    }
    if (stream.waiting() == 0) {
      stream.moved();
    }
    stream.content().add(piece);
    stream.waits(piece.readableBytes());
    schedule(stream);
    pump();
  }

  /** Adds all the content of a stream at once. */
  void whole(Http2Stream stream, ByteBuf content, List<Field> trailers) {
    stream.content().add(content);
    stream.waits(content.readableBytes());
    stream.moved();
    stream.endWith(trailers);
    schedule(stream);
    pump();
  }

  /** The message of a stream is whole. */
  void finish(Http2Stream stream, List<Field> trailers) {
    if (stream.endQueued() || !stream.state().maySend()) {
      return;
    }
    stream.endWith(trailers);
    if (stream.waiting() == 0) {
      end(stream);
    } else {
      pump();
    }
  }

  private void end(Http2Stream stream) {
    if (stream.trailers().isEmpty()) {
      frames.data(stream.id(), Unpooled.EMPTY_BUFFER, true);
    } else {
      frames.headers(stream.id(), stream.trailers(), true);
    }
    endpoint.flushSoon();
    endpoint.ourEnd(stream);
  }

  private void schedule(Http2Stream stream) {
    boolean ready = stream.waiting() > 0 && stream.sendWindow() > 0;
    if (ready && !stream.scheduled()) {
      stream.scheduled(true);
      schedule.add(stream, stream.id(), stream.urgency());
    } else if (!ready) {
      // A window can shrink below nothing (RFC 9113 6.9.2).
      boolean _ = remove(stream);
    }
  }

  /** A stream has become more or less urgent. */
  void reprioritize(Http2Stream stream, Urgency urgency) {
    boolean _ = remove(stream);
    stream.urgency(urgency);
    schedule(stream);
  }

  /** Takes a stream out that is over. */
  boolean remove(Http2Stream stream) {
    if (!stream.scheduled()) {
      return false;
    }
    stream.scheduled(false);
    return schedule.remove(stream);
  }

  /** Sends what may be sent now. */
  void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      Optional<Http2Stream> next = turn();
      while (next.isPresent()) {
        send(next.get());
        next = turn();
      }
    } finally {
      pumping = false;
    }
  }

  private Optional<Http2Stream> turn() {
    return window > 0 && channel.isWritable() ? schedule.next() : Optional.empty();
  }

  private void send(Http2Stream stream) {
    ByteBuf first = stream.content().getFirst();
    long most = Math.min(Math.min(window, stream.sendWindow()), frames.frame());
    int n = (int) Math.min(most, first.readableBytes());
    boolean whole = n == first.readableBytes();
    ByteBuf piece = whole ? stream.content().removeFirst() : first.readRetainedSlice(n);
    window -= n;
    sent += n;
    stream.went(n);
    boolean last = stream.endQueued() && stream.waiting() == 0;
    boolean ends = last && stream.trailers().isEmpty();
    frames.data(stream.id(), piece, ends);
    endpoint.calm().useful();
    endpoint.flushSoon();
    if (stream.waiting() == 0 || stream.sendWindow() <= 0) {
      boolean _ = remove(stream);
    } else {
      schedule.sent(stream);
    }
    if (ends) {
      endpoint.ourEnd(stream);
    } else if (last) {
      end(stream);
    }
  }
}
