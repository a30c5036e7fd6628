package dev.glasshouse.http.spdy;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.IncompleteException;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.ClientStream;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.Inbox;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One stream of a SPDY connection, on either end. */
final class SpdyStream {
  /** Whether we opened a stream. */
  enum Opener {
    US,
    PEER
  }

  /** For frames of a stream that is not there any more: what comes on it is let go. */
  static final SpdyStream NONE = new SpdyStream();

  private final Optional<SpdyEnd> end;
  private final Opener opener;
  private final Inbox inbox;
  private volatile int number;
  private OptionalLong promised = OptionalLong.empty();
  private long came;
  private boolean theirEnd;
  private volatile boolean ourEnd;
  private volatile boolean over;

  private SpdyStream() {
    this.end = Optional.empty();
    this.opener = Opener.PEER;
    this.inbox = new Inbox(0, () -> {});
    this.over = true;
  }

  SpdyStream(SpdyEnd its, Opener opener) {
    this.end = Optional.of(its);
    this.opener = opener;
    this.inbox =
        new Inbox(
            its.limits().content().buffer(),
            () -> its.channel().eventLoop().execute(() -> its.readMore(this)));
  }

  int number() {
    return number;
  }

  void number(int its) {
    number = its;
  }

  boolean isOurs() {
    return opener == Opener.US;
  }

  boolean isOver() {
    return over;
  }

  Inbox inbox() {
    return inbox;
  }

  private SpdyEnd end() {
    return end.orElseThrow();
  }

  /** This is how long the content is to be, where that was said. */
  void promise(OptionalLong length) {
    promised = length;
  }

  /** A head came, and this is how long its content is to be. */
  void head(Inbound head, OptionalLong length, boolean last) {
    promised = length;
    inbox.put(head);
    if (last) {
      ended();
    }
  }

  /** Content came. */
  void data(ByteBuf bytes, boolean last) {
    if (over || theirEnd) {
      bytes.release();
      return;
    }
    came += bytes.readableBytes();
    if (came > promised.orElse(Long.MAX_VALUE)) {
      bytes.release();
      end()
          .channel()
          .writeAndFlush(new DefaultSpdyRstStreamFrame(number, SpdyStreamStatus.PROTOCOL_ERROR));
      broken(new ViolationException(Violation.LENGTH_DIFFERS, promised.getAsLong(), came));
      return;
    }
    inbox.put(new Inbound.Data(bytes));
    if (last) {
      ended();
    } else if (!inbox.wantsMore()) {
      end().pause(this);
    }
  }

  private void ended() {
    theirEnd = true;
    long length = promised.orElse(came);
    if (length != came) {
      inbox.put(
          new Inbound.Broken(
              new IncompleteException(Because.of(HttpReason.SHORT_BODY, length, came))));
    } else {
      inbox.put(new Inbound.End(Fields.EMPTY));
    }
    end().readMore(this);
    if (ourEnd) {
      leave();
    }
  }

  /** Nothing more can come. */
  void broken(HttpException problem) {
    if (!over) {
      inbox.put(new Inbound.Broken(problem));
      leave();
    }
  }

  private void leave() {
    over = true;
    end().remove(this);
  }

  /** Sends some content, and waits while the peer does not take it. */
  void send(byte[] bytes, int length, Deadline deadline) throws HttpException {
    write(Unpooled.copiedBuffer(bytes, 0, length), deadline, Long.MAX_VALUE, () -> false);
  }

  /** The same, which looks now and then whether it has waited enough. */
  void send(byte[] bytes, int length, Deadline deadline, BooleanSupplier enough)
      throws HttpException {
    write(Unpooled.copiedBuffer(bytes, 0, length), deadline, ClientStream.LOOK_NANOS, enough);
  }

  private void write(ByteBuf bytes, Deadline deadline, long look, BooleanSupplier enough)
      throws HttpException {
    if (over) {
      bytes.release();
      throw new LostException(Because.of(HttpReason.PEER_RESET));
    }
    var frame = new DefaultSpdyDataFrame(number, bytes);
    ChannelFuture written = end().channel().writeAndFlush(frame);
    try {
      Deadline until = deadline.within(end().limits().times().idle());
      while (!written.await(Math.min(until.leftNanos(), look), TimeUnit.NANOSECONDS)) {
        if (enough.getAsBoolean()) {
          return;
        }
        if (until.passed()) {
          throw new StalledException(
              Because.of(
                  HttpReason.STALLED_SENDING, Texts.duration(end().limits().times().idle())));
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
    }
    if (!written.isSuccess()) {
      throw new LostException(Because.of(HttpReason.CONNECTION_BROKE, Texts.of(written.cause())));
    }
  }

  /** Our side has nothing more to say; an empty last frame says so. */
  void finish() {
    if (!over && !ourEnd) {
      var frame = new DefaultSpdyDataFrame(number);
      frame.setLast(true);
      end().channel().writeAndFlush(frame);
      ourEnd();
    }
  }

  /** Our side has said its last. */
  void ourEnd() {
    ourEnd = true;
    end()
        .channel()
        .eventLoop()
        .execute(() -> {
          if (theirEnd && !over) {
            leave();
          }
        });
  }

  /** Gives it up, and says so. */
  void reset(SpdyStreamStatus status) {
    end()
        .channel()
        .eventLoop()
        .execute(() -> {
          if (!over && number > 0) {
            end().channel().writeAndFlush(new DefaultSpdyRstStreamFrame(number, status));
          }
          if (!over) {
            leave();
          }
        });
  }
}
