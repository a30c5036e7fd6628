package dev.glasshouse.http.h3;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.ClientStream;
import dev.glasshouse.http.wire.Pace;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http3.DefaultHttp3DataFrame;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Writes one message on a request stream, no faster than the peer takes it. */
final class StreamWriter {
  /** Bytes that may wait for the peer before whoever sends has to wait too. */
  private static final int AHEAD = 64 * 1024;

  private final QuicStreamChannel channel;
  private final StreamOut out;
  private final Duration idle;
  private final Pace pace;
  private long unasked;
  private final AtomicLong waiting = new AtomicLong();
  private long waitedNanos;
  private long frames;

  /** Whether the message's head is out; on the event loop only. */
  private boolean begun;

  /**
   * A writer.
   *
   * @param limits how long the peer may take nothing, or too little
   */
  StreamWriter(QuicStreamChannel channel, StreamOut out, Limits limits) {
    this.channel = channel;
    this.out = out;
    this.idle = limits.times().idle();
    this.pace = new Pace(limits.pace(), Pace.Of.TAKING);
  }

  /**
   * Writes an interim response, unless the message itself has begun: one that comes too late says
   * nothing any more. On the event loop only.
   */
  void interim(List<Field> fields) {
    if (!begun) {
      channel.writeAndFlush(Sections.frame(fields));
      frames++;
    }
  }

  /**
   * Writes the message's head. On the event loop only.
   *
   * @param end whether it is the last of the message
   */
  ChannelFuture section(List<Field> fields, boolean end) {
    begun = true;
    ChannelFuture written = channel.write(Sections.frame(fields));
    frames++;
    if (end) {
      out.endAfter(frames);
    }
    channel.flush();
    return written;
  }

  /** Ends the message, with trailers or without. On the event loop only. */
  void finish(List<Field> trailers) {
    if (!trailers.isEmpty()) {
      channel.write(Sections.frame(trailers));
      frames++;
    }
    out.endAfter(frames);
    channel.flush();
  }

  /** Writes a whole message. On the event loop only. */
  void whole(List<Field> section, ByteBuffer content, List<Field> trailers) {
    begun = true;
    channel.write(Sections.frame(section));
    channel.write(
        new DefaultHttp3DataFrame(
            channel.alloc().directBuffer(content.remaining()).writeBytes(content)));
    frames += 2;
    finish(trailers);
  }

  /** Writes some content; waits only when the peer is behind. On any thread but the event loop. */
  void content(byte[] bytes, int length, Deadline deadline) throws HttpException {
    content(bytes, length, deadline, Long.MAX_VALUE, () -> false);
  }

  /** The same, which looks now and then whether it has waited enough. */
  void content(byte[] bytes, int length, Deadline deadline, BooleanSupplier enough)
      throws HttpException {
    content(bytes, length, deadline, ClientStream.LOOK_NANOS, enough);
  }

  private void content(
      byte[] bytes, int length, Deadline deadline, long look, BooleanSupplier enough)
      throws HttpException {
    ByteBuf piece = channel.alloc().directBuffer(length).writeBytes(bytes, 0, length);
    long ahead = waiting.addAndGet(length);
    var written = channel.newPromise();
    written.addListener(_ -> waiting.addAndGet(-length));
    try {
      channel
          .eventLoop()
          .execute(() -> {
            frames++;
            channel.writeAndFlush(new DefaultHttp3DataFrame(piece), written);
          });
    } catch (RejectedExecutionException _) {
      piece.release();
      throw new LostException(
          Because.of(HttpReason.CONNECTION_BROKE, "the network is closed, and its threads ended"));
    }
    unasked += length;
    if (ahead > AHEAD) {
      long begin = System.nanoTime();
      await(written, deadline, look, enough);
      Optional<StalledException> slow = pace.count(System.nanoTime() - begin, unasked);
      unasked = 0;
      if (slow.isPresent()) {
        throw slow.get();
      }
    } else if (written.isDone() && !written.isSuccess()) {
      throw lost(written);
    }
  }

  /** Waits until what was written is with QUIC. */
  void await(ChannelFuture written, Deadline deadline) throws HttpException {
    await(written, deadline, Long.MAX_VALUE, () -> false);
  }

  private void await(ChannelFuture written, Deadline deadline, long look, BooleanSupplier enough)
      throws HttpException {
    long begin = System.nanoTime();
    try {
      Deadline until = deadline.within(idle);
      while (!written.await(Math.min(until.leftNanos(), look), TimeUnit.NANOSECONDS)) {
        if (enough.getAsBoolean()) {
          return;
        }
        if (until.passed()) {
          throw new StalledException(Because.of(HttpReason.STALLED_SENDING, Texts.duration(idle)));
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
    } finally {
      waitedNanos += System.nanoTime() - begin;
    }
    if (!written.isSuccess()) {
      throw lost(written);
    }
  }

  private static LostException lost(ChannelFuture written) {
    return new LostException(
        Because.of(
            HttpReason.CONNECTION_BROKE,
            written.cause() == null ? "" : Texts.shown(Texts.of(written.cause()))));
  }

  /** How long the writer had to wait for the peer. */
  Duration waited() {
    return Duration.ofNanos(waitedNanos);
  }
}
