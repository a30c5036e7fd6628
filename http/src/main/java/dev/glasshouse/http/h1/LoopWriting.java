package dev.glasshouse.http.h1;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.Alarm;
import dev.glasshouse.http.wire.Pace;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One response on its way out, for which no thread waits: what has come of its content is written,
 * as long as the client takes it. On the event loop only.
 */
final class LoopWriting {
  /** Bytes of content that are written at once. */
  private static final int PIECE = 32 * 1024;

  /** Takes the end of a response. */
  @FunctionalInterface
  interface End {
    /**
     * It is out, or broke off.
     *
     * @param bytes of content that were written
     * @param because {@link Because#HAPPENED} when that was all
     */
    void over(long bytes, Because because);
  }

  private final Channel channel;
  private final Limits limits;
  private final Alarm alarm;
  private final Deadline deadline;
  private final long promised;
  private final boolean chunked;
  private final End end;
  private final BodyStream body;
  private final byte[] piece;
  private byte[] head = {};
  private final Pace pace;
  private long sent;
  private long counted;
  private boolean over;
  private boolean behind;

  /**
   * One of which nothing was written.
   *
   * @throws IOException when its content cannot be had at all
   */
  LoopWriting(
      Channel channel, Limits limits, Alarm alarm, Response response, boolean chunked, End end)
      throws IOException {
    this.channel = channel;
    this.limits = limits;
    this.alarm = alarm;
    this.deadline = Deadline.in(limits.times().total());
    this.promised = response.body().length().orElse(Long.MAX_VALUE);
    this.chunked = chunked;
    this.end = end;
    this.pace = new Pace(limits.pace(), Pace.Of.TAKING);
    this.body = response.body().open();
    this.piece = new byte[(int) Math.min(PIECE, promised)];
  }

  /** Writes it from its head on. */
  void begin(byte[] itsHead) {
    head = itsHead;
    more();
  }

  private void more() {
    try {
      boolean goOn = true;
      while (goOn && !over) {
        goOn = one();
      }
    } catch (HttpException e) {
      broken(e.because());
    } catch (IOException | RuntimeException e) {
      // The head may be out: a broken connection is the only way left to say so.
      broken(Because.of(HttpReason.HANDLER_FAILED, Texts.of(e)));
    }
  }

  /** Writes what has come; false when it has to wait. */
  private boolean one() throws IOException {
    if (!channel.isActive()) {
      throw new LostException(Because.of(HttpReason.READER_LEFT));
    }
    if (!channel.isWritable()) {
      awaitRoom();
      return false;
    }
    int n = body.readNow(piece, 0, piece.length);
    if (n < 0) {
      last();
      return false;
    }
    if (n > 0) {
      sent += n;
      if (sent > promised) {
        throw new IllegalStateException("the body is longer than it said: " + promised);
      }
      write(n);
      return true;
    }
    if (head.length > 0) {
      write(0);
    }
    channel.flush();
    body.whenMore(() -> {
      if (channel.eventLoop().inEventLoop()) {
        more();
      } else {
        channel.eventLoop().execute(this::more);
      }
    });
    return false;
  }

  /** The head where that is not out yet, and some content (RFC 9112 7.1). */
  private void write(int n) {
    byte[] size = {};
    if (chunked && n > 0) {
      size = (Integer.toHexString(n) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
    ByteBuf out = channel.alloc().directBuffer(head.length + size.length + n + 2);
    out.writeBytes(head).writeBytes(size).writeBytes(piece, 0, n);
    if (size.length > 0) {
      out.writeByte('\r').writeByte('\n');
    }
    head = new byte[0];
    channel.write(out, channel.voidPromise());
  }

  private void last() {
    if (sent < promised && promised != Long.MAX_VALUE) {
      throw new IllegalStateException(
          "the body ended after " + sent + " of " + promised + " bytes");
    }
    if (head.length > 0) {
      write(0);
    }
    if (chunked) {
      byte[] ending = MessageWriter.head("0", body.trailers());
      channel.write(
          channel.alloc().directBuffer(ending.length).writeBytes(ending), channel.voidPromise());
    }
    channel.flush();
    over = true;
    end.over(sent, Because.HAPPENED);
  }

  /** Goes on when the kernel has all that was written. */
  private void awaitRoom() {
    behind = true;
    long begin = System.nanoTime();
    Runnable untimed =
        alarm.call(begin + deadline.within(limits.times().idle()).leftNanos(), this::late);
    ChannelFuture taken = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
    taken.addListener(_ -> {
      untimed.run();
      behind = false;
      long now = sent - counted;
      counted = sent;
      pace.count(System.nanoTime() - begin, now)
          .ifPresentOrElse(slow -> broken(slow.because()), this::more);
    });
  }

  private void late() {
    if (behind) {
      broken(
          new StalledException(
                  Because.of(HttpReason.STALLED_SENDING, Texts.duration(limits.times().idle())))
              .because());
    }
  }

  private void broken(Because because) {
    if (over) {
      return;
    }
    over = true;
    body.cancel();
    if (channel.isActive() && head.length > 0) {
      write(0);
    }
    channel.flush();
    channel.close();
    end.over(sent, because);
  }
}
