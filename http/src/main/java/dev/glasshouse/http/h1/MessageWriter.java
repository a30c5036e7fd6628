package dev.glasshouse.http.h1;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.OpenFile;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.Alarm;
import dev.glasshouse.http.wire.ClientStream;
import dev.glasshouse.http.wire.ContentPump;
import dev.glasshouse.http.wire.Pace;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.ReferenceCounted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Writes messages on a channel, no faster than the peer takes them. */
final class MessageWriter {
  private static final byte[] CRLF = {'\r', '\n'};

  /** Bytes of a file that are handed to the kernel at once. */
  private static final long FILE_PIECE = 128 * 1024;

  private final Channel channel;
  private final Duration idle;
  private final Pace pace;
  private long unasked;
  private long sent;
  private final Alarm alarm;
  private volatile ChannelFuture last;

  /**
   * A writer.
   *
   * @param idle how long the peer may take nothing
   * @param least how fast it has to take what waits
   */
  MessageWriter(Channel channel, Duration idle, Limits.Pace least) {
    this.channel = channel;
    this.idle = idle;
    this.pace = new Pace(least, Pace.Of.TAKING);
    this.alarm = new Alarm(channel.eventLoop());
    this.last = channel.newSucceededFuture();
  }

  /**
   * A head as it is written (RFC 9112 2.1): each character is a byte.
   *
   * @param startLine the start line, without its end
   */
  static byte[] head(String startLine, Fields fields) {
    int length = startLine.length() + (int) fields.bytes() + 4;
    var text = new StringBuilder(length).append(startLine).append("\r\n");
    append(fields, text);
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void append(Fields fields, StringBuilder text) {
    for (Field field : fields) {
      text.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
  }

  /** Bytes as a buffer that the kernel can take them from. */
  ByteBuf buffer(byte[] bytes) {
    return channel.alloc().directBuffer(bytes.length).writeBytes(bytes);
  }

  /** Writes, and waits only when the peer is behind. */
  void write(ByteBuf message, Deadline deadline) throws HttpException {
    unasked += message.readableBytes();
    last = channel.writeAndFlush(message);
    if (!channel.isWritable()) {
      long begin = System.nanoTime();
      await(last, deadline);
      keepPace(begin);
    }
  }

  /** The kernel has all that was written, for which one has waited. */
  private void keepPace(long begin) throws StalledException {
    Optional<StalledException> slow = pace.count(System.nanoTime() - begin, unasked);
    unasked = 0;
    if (slow.isPresent()) {
      throw slow.get();
    }
  }

  private void writeUnless(BooleanSupplier enough, ByteBuf message, Deadline deadline)
      throws HttpException {
    unasked += message.readableBytes();
    last = channel.writeAndFlush(message);
    if (!channel.isWritable()) {
      long begin = System.nanoTime();
      await(last, deadline, ClientStream.LOOK_NANOS, enough);
      keepPace(begin);
    }
  }

  /**
   * Writes what is the end of a message, and waits only when the peer is far behind: whether it
   * arrives shows when something else does, or when the connection ends. A thread that waited until
   * the kernel had it would be woken for nothing but that.
   *
   * @param message as it is being written
   * @param most how long it may take where it is waited for
   */
  void writeOff(ChannelFuture message, Duration most) throws HttpException {
    last = message;
    if (last.isDone() || !channel.isWritable()) {
      await(last, Deadline.in(most));
    }
  }

  /** As {@link #writeOff}, on the event loop: nothing is waited for. */
  void writeOff(ReferenceCounted message) {
    last = channel.writeAndFlush(message);
  }

  /**
   * Told on the event loop when the kernel has all that was written off, or the connection broke.
   */
  void whenSettled(Runnable told) {
    last.addListener(_ -> told.run());
  }

  /** Waits until the kernel has all that was written. */
  void settle(Deadline deadline) throws HttpException {
    await(last, deadline);
  }

  /** Whether the kernel has all that was written off, or the connection broke. */
  boolean isSettled() {
    return last.isDone();
  }

  /** Writes, and waits until the kernel has it. */
  void writeAll(ByteBuf message, Deadline deadline) throws HttpException {
    await(channel.writeAndFlush(message), deadline);
  }

  private void await(ChannelFuture written, Deadline deadline) throws HttpException {
    await(written, deadline, Long.MAX_VALUE, () -> false);
  }

  /**
   * Waits until the kernel has something.
   *
   * @param look how often it looks, nanoseconds, whether it has waited enough
   * @param enough when it says so, nobody waits any more
   */
  private void await(ChannelFuture written, Deadline deadline, long look, BooleanSupplier enough)
      throws HttpException {
    Deadline until = deadline.within(idle);
    if (!written.isDone()) {
      Thread thread = Thread.currentThread();
      written.addListener(_ -> LockSupport.unpark(thread));
      long end = System.nanoTime() + until.leftNanos();
      while (!written.isDone()) {
        if (thread.isInterrupted()) {
          throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
        }
        if (enough.getAsBoolean()) {
          return;
        }
        long now = System.nanoTime();
        if (end - now <= 0) {
          throw new StalledException(Because.of(HttpReason.STALLED_SENDING, Texts.duration(idle)));
        }
        alarm.park(written, now + Math.min(end - now, look));
      }
    }
    if (!written.isSuccess()) {
      throw new LostException(
          Because.of(
              HttpReason.CONNECTION_BROKE,
              Optional.ofNullable(written.cause()).map(MessageWriter::first).orElse("")));
    }
  }

  /** What went wrong first: a channel that cannot be written to any more says only that. */
  private static String first(Throwable problem) {
    Throwable at = problem;
    for (Throwable below = at.getCause(); below != null; below = at.getCause()) {
      at = below;
    }
    return Texts.shown(Texts.of(at));
  }

  /**
   * Writes a body piece by piece, without the end of the message.
   *
   * @param chunked whether each piece is a chunk (RFC 9112 7.1)
   * @return bytes written
   * @throws IOException when the body cannot be read; {@link HttpException} when the connection
   *     does not take it
   * @throws IllegalStateException when the body is not as long as it said
   */
  long body(BodyStream body, OptionalLong length, boolean chunked, Deadline deadline)
      throws IOException {
    return ContentPump.send(
        body,
        length,
        deadline,
        () -> false,
        (bytes, n, until) -> {
          content(bytes, n, chunked, until);
          sent += n;
        });
  }

  /** A message begins of which nothing was sent. */
  void begin() {
    sent = 0;
  }

  /** Bytes of the message's body or file that were written, also where it broke off. */
  long sent() {
    return sent;
  }

  /**
   * The same, for as long as nothing speaks against it.
   *
   * @param stop asked before each piece, and now and then while one waits for the peer; when it
   *     says so, the rest is not written
   * @param reading how each piece is had
   */
  long body(
      BodyStream body,
      OptionalLong length,
      boolean chunked,
      Deadline deadline,
      BooleanSupplier stop,
      ContentPump.Reading reading)
      throws IOException {
    return ContentPump.send(
        body,
        length,
        deadline,
        stop,
        reading,
        (bytes, n, until) -> writeUnless(stop, chunked ? chunk(bytes, n) : piece(bytes, n), until));
  }

  /**
   * Writes content that lies in a file, on a channel without TLS. Where the file has become
   * shorter, that is a broken connection.
   *
   * @return how many bytes
   */
  long file(OpenFile file, long first, long end, Deadline deadline) throws HttpException {
    ChannelFuture before = last;
    for (long at = first; at < end; at += FILE_PIECE) {
      long n = Math.min(FILE_PIECE, end - at);
      last = channel.writeAndFlush(piece(file, at, n));
      // One is with the kernel while the next waits: it weighs nothing in the channel's own count.
      long begin = System.nanoTime();
      await(before, deadline);
      keepPace(begin);
      unasked += n;
      sent = at - first;
      before = last;
    }
    return end - first;
  }

  private static SentFile piece(OpenFile file, long first, long count) {
    file.hold();
    return new SentFile(file, first, count);
  }

  /** Writes some content. */
  void content(byte[] bytes, int n, boolean chunked, Deadline deadline) throws HttpException {
    write(chunked ? chunk(bytes, n) : piece(bytes, n), deadline);
  }

  private ByteBuf piece(byte[] bytes, int n) {
    return channel.alloc().directBuffer(n).writeBytes(bytes, 0, n);
  }

  private ByteBuf chunk(byte[] bytes, int n) {
    byte[] size = (Integer.toHexString(n) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    return channel
        .alloc()
        .directBuffer(size.length + n + 2)
        .writeBytes(size)
        .writeBytes(bytes, 0, n)
        .writeBytes(CRLF);
  }

  /**
   * Ends a message, and waits until the kernel has all of it. Only in chunks the end is told: where
   * it is not, a peer that has all and hangs up has broken nothing off.
   */
  void end(boolean chunked, Fields trailers, Deadline deadline) throws HttpException {
    if (chunked) {
      writeAll(buffer(head("0", trailers)), deadline);
    } else {
      await(last, deadline);
    }
  }
}
