package dev.glasshouse.http.h1;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.OpenFile;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.Alarm;
import dev.glasshouse.http.wire.Handover;
import dev.glasshouse.http.wire.PatientSending;
import dev.glasshouse.http.wire.ResponseFields;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCounted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;

/** Writes a server's responses: chooses the framing, adds Date, streams the body. */
final class ResponseWriter {
  /**
   * What of the request matters to the form of the response.
   *
   * @param method its method
   * @param version its version
   * @param mayStay whether the connection may carry another exchange
   */
  record Asked(Method method, HttpVersion version, boolean mayStay) {
    /** There was no request that could be read. */
    static final Asked NOTHING = new Asked(Method.GET, HttpVersion.HTTP_1_1, false);
  }

  /** Bytes of a body that are copied behind the head: one write is cheaper than two. */
  private static final int COPIED = 16 * 1024;

  private final Channel channel;
  private final boolean secure;
  private final Limits limits;
  private final ResponseFields common;
  private final Handover handover;
  private final MessageWriter writer;
  private boolean stays;

  ResponseWriter(Channel channel, Limits limits, ResponseFields common, Handover handover) {
    this.channel = channel;
    this.secure = channel.pipeline().get(SslHandler.class) != null;
    this.limits = limits;
    this.common = common;
    this.handover = handover;
    this.writer = new MessageWriter(channel, limits.times().idle(), limits.pace());
  }

  /** Whether the connection may carry another exchange after the last response written. */
  boolean stays() {
    return stays;
  }

  /** Sends an interim response. */
  void interim(Status status, Fields fields) throws HttpException {
    handover.hurry();
    writer.writeAll(interimHead(status, fields), Deadline.in(limits.times().idle()));
  }

  /**
   * Does something on the event loop, behind what was written before and ahead of what is written
   * from now on; at once where this is the event loop. Nothing, where the loop has ended.
   */
  void onTheLoop(Runnable what) {
    EventLoop loop = channel.eventLoop();
    if (loop.inEventLoop()) {
      what.run();
      return;
    }
    handover.hurry();
    try {
      loop.execute(what);
    } catch (RejectedExecutionException _) {
      // Whoever waits for the client is told that the connection has gone.
    }
  }

  /** Sends an interim response, and waits for nothing; on the event loop. */
  void interimAtOnce(Status status, Fields fields) {
    channel.writeAndFlush(interimHead(status, fields), channel.voidPromise());
  }

  private ByteBuf interimHead(Status status, Fields fields) {
    Fields sent = fields.without("Transfer-Encoding", "Connection", "Content-Length");
    return writer.buffer(MessageWriter.head(statusLine(status, status.phrase()), sent));
  }

  /** Writes the head of a response behind which the connection is no longer HTTP's. */
  void open(Response response) throws HttpException {
    stays = false;
    handover.hurry();
    boolean switches = response.status().equals(Status.SWITCHING_PROTOCOLS);
    Fields its = common.of(response, Method.CONNECT);
    Fields fields = switches ? its.plus("Connection", "Upgrade") : its.without("Upgrade");
    writer.writeAll(
        writer.buffer(MessageWriter.head(statusLine(response.status(), response.reason()), fields)),
        Deadline.in(limits.times().idle()));
  }

  /**
   * Writes a response; its body is closed.
   *
   * @return bytes of the body that were sent
   * @throws HttpException when the client does not take it, or the body broke off; the connection
   *     must be closed then
   */
  long write(Response response, Asked asked) throws HttpException {
    writer.begin();
    OptionalLong length = response.body().length();
    boolean bodiless = ResponseFields.isBodiless(response, asked.method());
    boolean chunked = isChunked(response, asked);
    byte[] head = head(response, asked);
    if (bodiless || length.orElse(-1) == 0) {
      response.close();
      send(writer.buffer(head));
      return 0;
    }
    if (response.body() instanceof Body.Bytes body && body.buffer().remaining() <= COPIED) {
      send(whole(head, body.buffer()));
      return length.getAsLong();
    }
    handover.hurry();
    Deadline deadline = Deadline.in(limits.times().total());
    Optional<Body.InFile> file =
        length.orElse(0) >= OpenFile.WORTH && !secure ? response.body().inFile() : Optional.empty();
    return file.isPresent()
        ? file(head, file.get(), deadline)
        : body(head, response, chunked, deadline);
  }

  /** Bytes of the body of the last response that was written, as far as they went out. */
  long sent() {
    return writer.sent();
  }

  private long file(byte[] head, Body.InFile which, Deadline deadline) throws HttpException {
    try (OpenFile file = OpenFile.at(which.path())) {
      channel.write(writer.buffer(head));
      long sent = writer.file(file, which.first(), which.end(), deadline);
      writer.settle(deadline);
      return sent;
    } catch (HttpException e) {
      throw e;
    } catch (IOException e) {
      throw new LostException(Because.of(HttpReason.HANDLER_FAILED, Texts.of(e)));
    }
  }

  /** A response's head; from here on it is known whether the connection stays. */
  private byte[] head(Response response, Asked asked) {
    boolean framed =
        response.body().length().isPresent()
            || asked.version() == HttpVersion.HTTP_1_1
            || ResponseFields.isBodiless(response, asked.method());
    stays = asked.mayStay() && framed && !response.fields().hasElement("Connection", "close");
    return MessageWriter.head(
        statusLine(response.status(), response.reason()),
        fields(response, asked, isChunked(response, asked), stays));
  }

  private static boolean isChunked(Response response, Asked asked) {
    return response.body().length().isEmpty() && asked.version() == HttpVersion.HTTP_1_1;
  }

  /** Before a connection ends, the kernel must have all of it: what is not sent then is lost. */
  private void send(ByteBuf message) throws HttpException {
    if (stays) {
      writer.writeOff(handover.write(channel, message), limits.times().total());
    } else {
      handover.hurry();
      writer.writeAll(message, Deadline.in(limits.times().total()));
    }
  }

  /** A head and the content behind it as one buffer. */
  private ByteBuf whole(byte[] head, ByteBuffer content) {
    return channel
        .alloc()
        .directBuffer(head.length + content.remaining())
        .writeBytes(head)
        .writeBytes(content);
  }

  /** Waits until the kernel has all that was written. */
  void settle() throws HttpException {
    writer.settle(Deadline.in(limits.times().idle()));
  }

  /** Whether nothing of what was written waits to be handed to the kernel. */
  boolean isSettled() {
    return writer.isSettled();
  }

  /** As {@link MessageWriter#whenSettled}. */
  void whenSettled(Runnable told) {
    writer.whenSettled(told);
  }

  /** Whether a response can be written without waiting for anything. */
  boolean fits(Response response) {
    return response.body() instanceof Body.Bytes && channel.isWritable();
  }

  /**
   * Writes a response that fits. On the event loop; nothing is waited for.
   *
   * @return bytes of the body
   */
  long writeAtOnce(Response response, Asked asked) {
    byte[] head = head(response, asked);
    boolean bodiless = ResponseFields.isBodiless(response, asked.method());
    if (bodiless || !(response.body() instanceof Body.Bytes body) || body.isEmpty()) {
      channel.writeAndFlush(writer.buffer(head), channel.voidPromise());
      return 0;
    }
    ByteBuffer bytes = body.buffer();
    int length = bytes.remaining();
    if (length <= COPIED) {
      channel.writeAndFlush(whole(head, bytes), channel.voidPromise());
    } else {
      channel.write(writer.buffer(head), channel.voidPromise());
      writer.writeOff(content(body, length));
    }
    return length;
  }

  /** Content as the kernel has it already, where that is so and there is no TLS. */
  private ReferenceCounted content(Body.Bytes body, int length) {
    Optional<OpenFile> file =
        secure || length < OpenFile.WORTH ? Optional.empty() : body.file().filter(OpenFile::hold);
    return file.isPresent()
        ? new SentFile(file.get(), 0, length)
        : Unpooled.wrappedBuffer(body.buffer());
  }

  /** Whether a response's content can be written as it comes, without waiting for any. */
  static boolean isPrompt(Response response, Asked asked) {
    return response.body().isPrompt() && !ResponseFields.isBodiless(response, asked.method());
  }

  /**
   * Writes a response that is prompt, as its content comes. On the event loop; nothing is waited
   * for.
   *
   * @param alarm tells when the client has not taken anything for too long
   * @param end told when it is out, or broke off
   * @throws IOException when its content cannot be had at all
   */
  void writeAsItComes(Response response, Asked asked, Alarm alarm, LoopWriting.End end)
      throws IOException {
    byte[] head = head(response, asked);
    new LoopWriting(channel, limits, alarm, response, isChunked(response, asked), end).begin(head);
  }

  /** Whether a response's content mostly waits, so that it is written without a thread for it. */
  static boolean isPatient(Response response, Asked asked) {
    return response.body().isPatient() && !ResponseFields.isBodiless(response, asked.method());
  }

  /**
   * Writes a response that is patient. A virtual thread may be told its end before this returns.
   *
   * @param end told when it is out, or broke off
   */
  void writePatiently(Response response, Asked asked, LoopWriting.End end) {
    boolean chunked = isChunked(response, asked);
    byte[] head = head(response, asked);
    Deadline deadline = Deadline.in(limits.times().total());
    handover.hurry();
    PatientSending.begin(
        response,
        deadline,
        new PatientSending.Way() {
          @Override
          public void begin() throws HttpException {
            writer.write(writer.buffer(head), deadline);
          }

          @Override
          public void send(byte[] bytes, int length, Deadline until) throws HttpException {
            writer.content(bytes, length, chunked, until);
          }

          @Override
          public void finish(BodyStream body) throws HttpException {
            writer.end(chunked, body.trailers(), deadline);
          }

          @Override
          public void over(long bytes, Because because, boolean ours) {
            end.over(bytes, because);
          }
        });
  }

  private long body(byte[] head, Response response, boolean chunked, Deadline deadline)
      throws HttpException {
    try (BodyStream body = response.body().open()) {
      if (response.body().isReplayable() || body.available() > 0) {
        channel.write(writer.buffer(head));
      } else {
        // Its content may be long in coming, and the head is of use before that.
        channel.writeAndFlush(writer.buffer(head));
      }
      long sent = writer.body(body, response.body().length(), chunked, deadline);
      writer.end(chunked, body.trailers(), deadline);
      return sent;
    } catch (HttpException e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      // The head is out: a broken connection is the only way left to say so.
      throw new LostException(Because.of(HttpReason.HANDLER_FAILED, Texts.of(e)));
    }
  }

  /** RFC 9112 4. A phrase that may not be sent gives way to the registry's. */
  private static String statusLine(Status status, String reason) {
    String phrase = reason.isEmpty() || !FieldSyntax.isValue(reason) ? status.phrase() : reason;
    return "HTTP/1.1 " + status.code() + " " + (phrase.isEmpty() ? "Status" : phrase);
  }

  private Fields fields(Response response, Asked asked, boolean chunked, boolean staying) {
    Fields fields = common.of(response, asked.method());
    boolean may = !ResponseFields.isBodiless(response, asked.method());
    if (may && chunked) {
      fields = fields.plus("Transfer-Encoding", "chunked");
    }
    if (!staying) {
      return fields.plus("Connection", "close");
    }
    return asked.version() == HttpVersion.HTTP_1_0
        ? fields.plus("Connection", "keep-alive")
        : fields;
  }
}
