package dev.glasshouse.http.h1;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.ContentPump;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Writes messages on a channel, no faster than the peer takes them. */
final class MessageWriter {
  private final Channel channel;
  private final Duration idle;

  MessageWriter(Channel channel, Duration idle) {
    this.channel = channel;
    this.idle = idle;
  }

  /** Header fields as Netty's encoder takes them: each character is a byte. */
  static HttpHeaders headers(Fields fields) {
    HttpHeaders headers = new DefaultHttpHeaders(false);
    for (Field field : fields) {
      headers.add(
          field.name(),
          new AsciiString(field.value().getBytes(StandardCharsets.ISO_8859_1), false));
    }
    return headers;
  }

  /** Writes, and waits only when the peer is behind. */
  void write(Object message, Deadline deadline) throws HttpException {
    ChannelFuture written = channel.writeAndFlush(message);
    if (!channel.isWritable()) {
      await(written, deadline);
    }
  }

  /** Writes, and waits until the kernel has it. */
  void writeAll(Object message, Deadline deadline) throws HttpException {
    await(channel.writeAndFlush(message), deadline);
  }

  private void await(ChannelFuture written, Deadline deadline) throws HttpException {
    Deadline until = deadline.within(idle);
    try {
      if (!written.await(until.leftNanos(), TimeUnit.NANOSECONDS)) {
        throw new StalledException(Because.of(HttpReason.STALLED_SENDING, Texts.duration(idle)));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
    }
    if (!written.isSuccess()) {
      throw new LostException(
          Because.of(
              HttpReason.CONNECTION_BROKE,
              written.cause() == null ? "" : Texts.shown(Texts.of(written.cause()))));
    }
  }

  /**
   * Writes a body piece by piece, without the end of the message.
   *
   * @param stop asked before each piece; when it says so, the rest is not written
   * @return bytes written
   * @throws IOException when the body cannot be read; {@link HttpException} when the connection
   *     does not take it
   * @throws IllegalStateException when the body is not as long as it said
   */
  long body(BodyStream body, OptionalLong length, Deadline deadline, BooleanSupplier stop)
      throws IOException {
    return ContentPump.send(
        body,
        length,
        deadline,
        stop,
        (bytes, n, until) ->
            write(
                new DefaultHttpContent(channel.alloc().buffer(n).writeBytes(bytes, 0, n)), until));
  }
}
