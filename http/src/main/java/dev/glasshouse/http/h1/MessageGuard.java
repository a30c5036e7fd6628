package dev.glasshouse.http.h1;

import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.IncompleteException;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;

/**
 * Stands between the connection and Netty's HTTP/1 decoder, follows the framing byte by byte, and
 * lets nothing through that is malformed: heads as a whole ({@link HeadCheck}), chunk lines ({@link
 * ChunkLine}) and trailer sections one by one, content as it comes. What it finds goes down the
 * pipeline as {@link Guarded} messages, in order with the bytes.
 *
 * <p>On the event loop only.
 */
final class MessageGuard extends ChannelInboundHandlerAdapter {
  /** Which end of the connection this is. */
  enum Side {
    CLIENT,
    SERVER
  }

  private enum State {
    HEAD,
    LENGTH,
    CHUNK_LINE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILERS,
    UNTIL_CLOSE,
    IDLE,
    STOPPED
  }

  private static final int SKIPPED_LINES = 2;
  private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/'};

  private final Side side;
  private final Limits.Head limits;
  private State state;
  private Method asked = Method.GET;
  private ByteBuf pending = Unpooled.EMPTY_BUFFER;
  private boolean begun;
  private int scanned;
  private int lineStart;
  private int skippedLines;
  private int interim;
  private long promised;
  private long left;
  private long content;
  private int extensions;
  private boolean endedInThisRead;
  private boolean broke;
  private boolean cut;

  MessageGuard(Side side, Limits.Head limits) {
    this.side = side;
    this.limits = limits;
    this.state = side == Side.CLIENT ? State.IDLE : State.HEAD;
  }

  /** A request of this method is about to be sent: an answer may come now. */
  void expect(Method method) {
    if (state == State.IDLE) {
      asked = method;
      interim = 0;
      begin();
    }
  }

  private void begin() {
    state = State.HEAD;
    begun = false;
    scanned = 0;
    lineStart = 0;
    skippedLines = 0;
    content = 0;
    extensions = 0;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    if (!(msg instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(msg);
      return;
    }
    ByteBuf in = bytes;
    if (pending.isReadable()) {
      in = ctx.alloc().buffer(pending.readableBytes() + bytes.readableBytes());
      in.writeBytes(pending).writeBytes(bytes);
      bytes.release();
    }
    pending.release();
    pending = Unpooled.EMPTY_BUFFER;
    endedInThisRead = false;
    try {
      while (in.isReadable() && step(ctx, in)) {
        // Until more bytes are needed.
      }
      if (in.isReadable()) {
        pending = ctx.alloc().buffer(in.readableBytes()).writeBytes(in);
      }
    } catch (HttpException e) {
      stop(ctx, e);
    } finally {
      in.release();
    }
  }

  private boolean step(ChannelHandlerContext ctx, ByteBuf in) throws HttpException {
    return switch (state) {
      case HEAD -> head(ctx, in);
      case LENGTH -> {
        if (pass(ctx, in)) {
          end();
        }
        yield true;
      }
      case CHUNK_LINE -> chunkLine(ctx, in);
      case CHUNK_DATA -> {
        if (pass(ctx, in)) {
          state = State.CHUNK_END;
        }
        yield true;
      }
      case CHUNK_END -> chunkEnd(ctx, in);
      case TRAILERS -> trailers(ctx, in);
      case UNTIL_CLOSE -> {
        content += in.readableBytes();
        forward(ctx, in, in.readableBytes());
        yield true;
      }
      case IDLE ->
          throw new ViolationException(
              endedInThisRead ? Violation.EXCESS_BYTES : Violation.UNASKED_BYTES);
      case STOPPED -> {
        in.skipBytes(in.readableBytes());
        yield false;
      }
    };
  }

  private boolean head(ChannelHandlerContext ctx, ByteBuf in) throws HttpException {
    if (!begun && side == Side.SERVER && !skipEmptyLines(in)) {
      return false;
    }
    if (!begun) {
      begun = true;
      ctx.fireChannelRead(new Guarded.HeadBegun());
    }
    firstBytes(in);
    int length = sectionLength(in);
    if (length < 0) {
      return false;
    }
    byte[] bytes = new byte[length];
    in.getBytes(in.readerIndex(), bytes);
    HeadCheck.Checked checked =
        side == Side.CLIENT
            ? HeadCheck.response(bytes, asked, limits)
            : HeadCheck.request(bytes, limits);
    ctx.fireChannelRead(new Guarded.Head(length, checked.framing()));
    if (side == Side.CLIENT && checked.status() < 200) {
      interim(checked.status());
    } else {
      content(checked.framing());
    }
    forward(ctx, in, length);
    return true;
  }

  private void interim(int status) throws HttpException {
    if (status == 101) {
      throw new ViolationException(Violation.UNASKED_SWITCH);
    }
    if (++interim > limits.interim()) {
      throw new LimitException(
          HttpReason.LIMIT_INTERIM, "head.interim", limits.interim(), "responses");
    }
    begin();
  }

  private void content(Framing framing) {
    content = 0;
    switch (framing) {
      case Framing.None _ -> end();
      case Framing.Length length when length.bytes() == 0 -> end();
      case Framing.Length length -> {
        state = State.LENGTH;
        promised = length.bytes();
        left = promised;
      }
      case Framing.Chunked _ -> state = State.CHUNK_LINE;
      case Framing.UntilClose _ -> state = State.UNTIL_CLOSE;
      case Framing.EndOfStream _ -> throw new IllegalStateException("there are no streams here");
    }
  }

  private void end() {
    endedInThisRead = true;
    if (side == Side.CLIENT) {
      state = State.IDLE;
    } else {
      begin();
    }
  }

  /** A server forgives an empty line or two before a request (RFC 9112 2.2); false to wait. */
  private boolean skipEmptyLines(ByteBuf in) {
    while (skippedLines < SKIPPED_LINES
        && in.isReadable()
        && in.getByte(in.readerIndex()) == '\r') {
      if (in.readableBytes() == 1) {
        return false;
      }
      if (in.getByte(in.readerIndex() + 1) != '\n') {
        return true;
      }
      in.skipBytes(2);
      skippedLines++;
    }
    return in.isReadable();
  }

  /** Garbage is told from a head at its first bytes: its end may never come. */
  private void firstBytes(ByteBuf in) throws ViolationException {
    int at = in.readerIndex();
    int first = in.getUnsignedByte(at);
    boolean tls =
        (first == 0x15 || first == 0x16) && (in.readableBytes() == 1 || in.getByte(at + 1) == 3);
    if (tls) {
      throw new ViolationException(Violation.TLS_BYTES);
    }
    if (side == Side.SERVER) {
      if (!FieldSyntax.isTokenChar(first)) {
        throw new ViolationException(Violation.BAD_METHOD);
      }
      return;
    }
    for (int i = 0; i < Math.min(HTTP.length, in.readableBytes()); i++) {
      if (in.getByte(at + i) != HTTP[i]) {
        throw new ViolationException(Violation.NOT_HTTP);
      }
    }
  }

  /**
   * The length of the section from the reader index to its empty line; -1 when its end has not
   * come. Goes on where it stopped the last time.
   */
  private int sectionLength(ByteBuf in) throws HttpException {
    int start = in.readerIndex();
    boolean trailer = state == State.TRAILERS;
    int limit = trailer ? limits.trailers() : limits.startLine() + limits.section();
    for (int i = scanned; i < in.readableBytes(); i++) {
      int b = in.getByte(start + i);
      if (b == '\n') {
        if (i == 0 || in.getByte(start + i - 1) != '\r') {
          throw new ViolationException(Violation.BARE_LF);
        }
        if (!trailer && lineStart == 0 && i > limits.startLine()) {
          throw startLineTooLong();
        }
        if (i == lineStart + 1) {
          return i + 1;
        }
        lineStart = i + 1;
      } else if (b == 0) {
        throw new ViolationException(Violation.NUL);
      }
      if (i >= limit) {
        throw trailer
            ? new LimitException(
                HttpReason.LIMIT_TRAILERS, "head.trailers", limits.trailers(), "bytes")
            : new LimitException(
                HttpReason.LIMIT_SECTION, "head.section", limits.section(), "bytes");
      }
    }
    scanned = in.readableBytes();
    if (!trailer && lineStart == 0 && scanned > limits.startLine()) {
      throw startLineTooLong();
    }
    return -1;
  }

  private boolean chunkLine(ChannelHandlerContext ctx, ByteBuf in) throws HttpException {
    int room = Math.min(in.readableBytes(), limits.extensions() + 20);
    int lf = in.indexOf(in.readerIndex(), in.readerIndex() + room, (byte) '\n');
    int length = lf < 0 ? room : lf - in.readerIndex() + 1;
    if (extensions + length > limits.extensions() + 20) {
      throw extensionsTooLong();
    }
    if (lf < 0) {
      if (room == limits.extensions() + 20) {
        throw extensionsTooLong();
      }
      return false;
    }
    left = ChunkLine.size(in, lf);
    extensions += extensionBytes(in, lf);
    if (left == 0) {
      state = State.TRAILERS;
      scanned = 0;
      lineStart = 0;
    } else {
      state = State.CHUNK_DATA;
    }
    forward(ctx, in, length);
    return true;
  }

  private LimitException startLineTooLong() {
    return new LimitException(
        HttpReason.LIMIT_START_LINE, "head.startLine", limits.startLine(), "bytes");
  }

  private LimitException extensionsTooLong() {
    return new LimitException(
        HttpReason.LIMIT_EXTENSIONS, "head.extensions", limits.extensions(), "bytes");
  }

  private static int extensionBytes(ByteBuf in, int lf) {
    int semicolon = in.indexOf(in.readerIndex(), lf, (byte) ';');
    return semicolon < 0 ? 0 : lf - semicolon;
  }

  private boolean chunkEnd(ChannelHandlerContext ctx, ByteBuf in) throws ViolationException {
    if (in.getByte(in.readerIndex()) != '\r') {
      throw new ViolationException(Violation.BAD_CHUNK_END);
    }
    if (in.readableBytes() < 2) {
      return false;
    }
    if (in.getByte(in.readerIndex() + 1) != '\n') {
      throw new ViolationException(Violation.BAD_CHUNK_END);
    }
    state = State.CHUNK_LINE;
    forward(ctx, in, 2);
    return true;
  }

  private boolean trailers(ChannelHandlerContext ctx, ByteBuf in) throws HttpException {
    int length = sectionLength(in);
    if (length < 0) {
      return false;
    }
    byte[] section = new byte[length];
    in.getBytes(in.readerIndex(), section);
    HeadCheck.trailers(section, limits);
    end();
    forward(ctx, in, length);
    return true;
  }

  /** Lets content through; whether its last byte went. */
  private boolean pass(ChannelHandlerContext ctx, ByteBuf in) {
    int n = (int) Math.min(left, in.readableBytes());
    left -= n;
    content += n;
    forward(ctx, in, n);
    return left == 0;
  }

  private static void forward(ChannelHandlerContext ctx, ByteBuf in, int length) {
    ctx.fireChannelRead(in.readRetainedSlice(length));
  }

  private void stop(ChannelHandlerContext ctx, HttpException problem) {
    state = State.STOPPED;
    ctx.fireChannelRead(new Guarded.Refused(problem));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    broke |= cause instanceof IOException;
    ctx.fireExceptionCaught(cause);
  }

  /** Whether TLS ended as it should, by close_notify: anybody can end the connection under it. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslCloseCompletionEvent closed) {
      cut |= !closed.isSuccess();
    }
    ctx.fireUserEventTriggered(event);
  }

  /**
   * The end of the connection in the middle of a message is not the message's end (9112 8).
   *
   * <p>A body until the close is whole, over TLS, only where the peer said that it closes
   * (close_notify, RFC 8446 6.1): otherwise whoever sits between could cut it (RFC 9112 9.8).
   * Browsers let such an end pass; we show what came, and say that it is not known to be whole.
   */
  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    Clause clause = Clause.rfc(9112, "8");
    switch (state) {
      case HEAD -> {
        if (begun) {
          stop(ctx, new IncompleteException(Because.of(HttpReason.HEAD_CUT, clause)));
        }
      }
      case LENGTH ->
          stop(
              ctx,
              new IncompleteException(
                  Because.of(HttpReason.SHORT_BODY, clause, promised, content)));
      case CHUNK_LINE, CHUNK_DATA, CHUNK_END, TRAILERS ->
          stop(ctx, new IncompleteException(Because.of(HttpReason.CHUNKS_CUT, clause, content)));
      case UNTIL_CLOSE -> {
        if (broke) {
          stop(ctx, new IncompleteException(Because.of(HttpReason.PEER_RESET, clause)));
        } else if (cut) {
          stop(
              ctx,
              new IncompleteException(
                  Because.of(HttpReason.TLS_CUT, Clause.rfc(9112, "9.8"), content)));
        }
      }
      case IDLE, STOPPED -> {}
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    ReferenceCountUtil.release(pending);
    pending = Unpooled.EMPTY_BUFFER;
  }
}
