package dev.glasshouse.http.h1;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.IncompleteException;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.Inbox;
import dev.glasshouse.http.wire.OwnFault;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads the messages that come in on an HTTP/1 connection: follows the framing byte by byte, and
 * lets nothing through that is malformed. Heads ({@link HeadParser}), chunk lines ({@link
 * ChunkLine}) and trailer sections are read when they are whole, content as it comes, without a
 * copy. What it finds goes to the inbox, and it reads on only while somebody takes that.
 *
 * <p>The last handler of the connection; on the event loop only.
 */
final class MessageReader extends ChannelInboundHandlerAdapter {
  /** Answers a request whose head came whole, and that has no content, on the event loop. */
  @FunctionalInterface
  interface Prompt {
    /** Looks at a request. */
    Taken take(Inbound.RequestHead request);
  }

  /** What became of a request that was looked at. */
  enum Taken {
    /** It goes to the inbox. */
    NOT,
    /** It is answered: nobody is told of it. */
    ANSWERED,
    /** It will be answered: nothing behind it is read before {@link #goOn} or {@link #hand}. */
    BEGUN
  }

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
    /** Whether what follows a request is HTTP is not decided yet. */
    HELD,
    IDLE,
    STOPPED
  }

  private final Side side;
  private final Limits.Head limits;
  private final Receiver out;
  private final Runnable ended;
  private final HeadStart start;
  private final SectionScan section;
  private final Chunks chunks;
  private State state;
  private Method asked = Method.GET;
  private boolean maySwitch;
  private Optional<ChannelHandlerContext> context = Optional.empty();
  private ByteBuf pending = Unpooled.EMPTY_BUFFER;
  private boolean begun;
  private int interim;
  private long promised;
  private long left;
  private long content;
  private boolean endedInThisRead;
  private Optional<String> broke = Optional.empty();
  private boolean cut;
  private Prompt prompt = _ -> Taken.NOT;
  private int handed;
  private volatile boolean fallenSilent;

  /**
   * A reader.
   *
   * @param side a client closes the connection at the first violation; a server answers first
   * @param inbox where what comes in is taken
   * @param ended told when the last byte of a message has come, before who waits for it is
   */
  MessageReader(Side side, Limits.Head limits, Inbox inbox, Runnable ended) {
    this.side = side;
    this.limits = limits;
    this.out = new Receiver(inbox);
    this.ended = ended;
    this.start = new HeadStart(side);
    this.section = new SectionScan(limits);
    this.chunks = new Chunks(limits.extensions());
    this.state = side == Side.CLIENT ? State.IDLE : State.HEAD;
  }

  /** Asks this one first; on a server's connection. */
  void ask(Prompt first) {
    prompt = first;
  }

  /** Whether the peer has ended its direction of the connection; ours may still be open. */
  boolean hasFallenSilent() {
    return fallenSilent;
  }

  /** Whether a request has begun, and is not there whole. */
  boolean isWithin() {
    return state != State.HEAD || begun;
  }

  /** How many requests went to the inbox. */
  int handed() {
    return handed;
  }

  /**
   * A request of this method is about to be sent: an answer may come now.
   *
   * @param upgrade whether it asks for another protocol, so that 101 may come
   */
  void expect(Method method, boolean upgrade) {
    if (state == State.IDLE) {
      asked = method;
      maySwitch = upgrade;
      interim = 0;
      begin();
    }
  }

  /**
   * What follows the request that was read last: reading goes on. Until this is said, nothing
   * behind a request is read that asks for another protocol, or for a tunnel.
   *
   * @param tunnel whether it is none of HTTP's
   */
  void goOn(boolean tunnel) {
    if (state != State.HELD) {
      return;
    }
    if (tunnel) {
      state = State.UNTIL_CLOSE;
    } else {
      begin();
    }
    readOn();
  }

  private void readOn() {
    if (context.isPresent()) {
      channelRead(context.get(), Unpooled.EMPTY_BUFFER);
      channelReadComplete(context.get());
    }
  }

  private void begin() {
    state = State.HEAD;
    begun = false;
    section.begin();
    start.begin();
    chunks.begin();
    content = 0;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    if (!(msg instanceof ByteBuf bytes)) {
      ReferenceCountUtil.release(msg);
      return;
    }
    ByteBuf in = bytes;
    if (pending.isReadable()) {
      in = pending.writeBytes(bytes);
      bytes.release();
    }
    pending = Unpooled.EMPTY_BUFFER;
    endedInThisRead = false;
    int from = in.readerIndex();
    try {
      read(in);
      if (in.isReadable()) {
        // What nothing was taken from may grow: nobody has a part of it.
        boolean grows = in != bytes && in.readerIndex() == from;
        pending = grows ? in.retain() : ctx.alloc().buffer(2 * in.readableBytes()).writeBytes(in);
      }
    } catch (HttpException e) {
      stop(ctx, e);
    } finally {
      in.release();
    }
  }

  /**
   * Follows the framing until more bytes are needed.
   *
   * <p>With the head and the content in it, which come with every message, it is one method on
   * purpose: HotSpot puts what is below 325 bytes of bytecode into its callers, which here are all
   * of Netty's that lead to it, and compiles the whole several times over.
   */
  private void read(ByteBuf in) throws HttpException {
    boolean enough = true;
    while (enough && in.isReadable()) {
      switch (state) {
        case HEAD -> {
          if (!begun && !start.skipEmptyLines(in)) {
            return;
          }
          int length = start.check(in) ? section.headLength(in) : -1;
          if (length < 0) {
            if (!begun) {
              begun = true;
              out.add(Inbound.BEGUN);
            }
            return;
          }
          byte[] bytes = new byte[length];
          in.readBytes(bytes);
          if (side == Side.CLIENT) {
            answer(HeadParser.response(bytes, asked, limits));
          } else {
            request(HeadParser.request(bytes, limits));
          }
        }
        case LENGTH, CHUNK_DATA -> {
          int n = (int) Math.min(left, in.readableBytes());
          left -= n;
          content += n;
          out.add(new Inbound.Data(in.readRetainedSlice(n)));
          if (left == 0 && state == State.LENGTH) {
            end(Fields.EMPTY);
          } else if (left == 0) {
            state = State.CHUNK_END;
          }
        }
        case CHUNK_LINE -> enough = chunkLine(in);
        case CHUNK_END -> enough = chunkEnd(in);
        case TRAILERS -> enough = trailers(in);
        case UNTIL_CLOSE -> {
          content += in.readableBytes();
          out.add(new Inbound.Data(in.readRetainedSlice(in.readableBytes())));
        }
        case HELD -> {
          return;
        }
        case IDLE ->
            throw new ViolationException(
                endedInThisRead ? Violation.EXCESS_BYTES : Violation.UNASKED_BYTES);
        case STOPPED -> in.skipBytes(in.readableBytes());
      }
    }
  }

  private void request(Inbound.RequestHead request) {
    maySwitch = maySwitch(request);
    boolean bare = !begun && !maySwitch && request.framing() instanceof Framing.None;
    switch (bare ? prompt.take(request) : Taken.NOT) {
      case NOT -> toInbox(request);
      case ANSWERED -> begin();
      case BEGUN -> state = State.HELD;
    }
  }

  private void toInbox(Inbound.RequestHead request) {
    handed++;
    out.add(request);
    content(request.framing());
  }

  /** A request that was taken up goes to the inbox after all, and reading goes on. */
  void hand(Inbound.RequestHead request) {
    if (state == State.HELD) {
      toInbox(request);
      readOn();
    }
  }

  /** Whether what follows it may be none of HTTP's (RFC 9110 7.8 and 9.3.6). */
  static boolean maySwitch(Inbound.RequestHead request) {
    return request.method().equals("CONNECT")
        || (request.version() == HttpVersion.HTTP_1_1
            && request.fields().has("Upgrade")
            && request.fields().hasElement("Connection", "upgrade"));
  }

  private void answer(Inbound.ResponseHead response) throws HttpException {
    if (maySwitch && response.status().equals(Status.SWITCHING_PROTOCOLS)) {
      out.add(response);
      state = State.UNTIL_CLOSE;
    } else if (response.status().isInterim()) {
      interim(response.status().code());
      out.add(response);
    } else {
      out.add(response);
      content(response.framing());
    }
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
      case Framing.None _ -> end(Fields.EMPTY);
      case Framing.Length length when length.bytes() == 0 -> end(Fields.EMPTY);
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

  private void end(Fields trailers) {
    out.add(new Inbound.End(trailers));
    ended.run();
    endedInThisRead = true;
    if (side == Side.CLIENT) {
      state = State.IDLE;
    } else if (maySwitch) {
      maySwitch = false;
      state = State.HELD;
    } else {
      begin();
    }
  }

  private boolean chunkLine(ByteBuf in) throws HttpException {
    left = chunks.size(in);
    if (left == 0) {
      state = State.TRAILERS;
      section.begin();
    } else if (left > 0) {
      state = State.CHUNK_DATA;
    }
    return left >= 0;
  }

  private boolean chunkEnd(ByteBuf in) throws ViolationException {
    boolean whole = Chunks.end(in);
    if (whole) {
      state = State.CHUNK_LINE;
    }
    return whole;
  }

  private boolean trailers(ByteBuf in) throws HttpException {
    int length = section.trailersLength(in);
    if (length < 0) {
      return false;
    }
    byte[] bytes = new byte[length];
    in.readBytes(bytes);
    end(HeadParser.trailers(bytes, limits));
    return true;
  }

  private void stop(ChannelHandlerContext ctx, HttpException problem) {
    state = State.STOPPED;
    out.breakWith(problem);
    if (side == Side.CLIENT) {
      ctx.close();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    boolean enough = state == State.HELD && pending.isReadable();
    if (out.handOver() && !enough) {
      ctx.read();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException && broke.isEmpty()) {
      broke = Optional.of(Texts.shown(Texts.of(cause)));
    }
    try {
      Optional<LostException> ours = OwnFault.of(cause);
      if (ours.isPresent()) {
        out.breakWith(ours.get());
      } else {
        out.failed(cause);
      }
    } finally {
      ctx.close();
    }
  }

  /** Whether TLS ended as it should, by close_notify: anybody can end the connection under it. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      fallenSilent(ctx);
    }
    if (!(event instanceof SslCloseCompletionEvent closed)) {
      return;
    }
    if (closed.isSuccess() && state == State.UNTIL_CLOSE) {
      // The peer has said its last: how its socket ends is of no matter any more.
      end(Fields.EMPTY);
      boolean _ = out.handOver();
    } else {
      cut |= !closed.isSuccess();
    }
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
    ended(ctx);
    out.gone();
  }

  /**
   * The client will say no more, and may still listen (RFC 9112 9.6). That nothing more comes is
   * told behind what came, except in a tunnel, where each direction ends for itself.
   */
  private void fallenSilent(ChannelHandlerContext ctx) {
    fallenSilent = true;
    boolean tunnel = state == State.UNTIL_CLOSE;
    ended(ctx);
    if (tunnel) {
      boolean _ = out.handOver();
    } else {
      out.gone();
    }
  }

  private void ended(ChannelHandlerContext ctx) {
    switch (state) {
      case HEAD -> {
        if (begun) {
          cutShort(ctx, CutShort.head());
        }
      }
      case LENGTH -> cutShort(ctx, CutShort.body(promised, content, broke));
      case CHUNK_LINE, CHUNK_DATA, CHUNK_END, TRAILERS ->
          cutShort(ctx, CutShort.chunks(content, broke));
      case UNTIL_CLOSE -> {
        if (broke.isPresent() || cut) {
          cutShort(ctx, CutShort.untilClose(content, broke));
        } else {
          end(Fields.EMPTY);
        }
      }
      case HELD, IDLE, STOPPED -> {}
    }
  }

  private void cutShort(ChannelHandlerContext ctx, Because because) {
    stop(ctx, new IncompleteException(because));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = Optional.of(ctx);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    ReferenceCountUtil.release(pending);
    pending = Unpooled.EMPTY_BUFFER;
  }
}
