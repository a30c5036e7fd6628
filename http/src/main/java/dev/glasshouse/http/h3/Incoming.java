package dev.glasshouse.http.h3;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.ResetException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.Inbox;
import dev.glasshouse.http.wire.OwnFault;
import dev.glasshouse.http.wire.PseudoFields;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.StreamReason;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http3.Http3DataFrame;
import io.netty.handler.codec.http3.Http3ErrorCode;
import io.netty.handler.codec.http3.Http3Exception;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import io.netty.handler.codec.http3.Http3HeadersValidationException;
import io.netty.handler.codec.http3.Http3PushPromiseFrame;
import io.netty.handler.codec.http3.Http3UnknownFrame;
import io.netty.handler.codec.quic.QuicStreamResetException;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What comes in on one request stream, from frames to {@link Inbound} events: order, lengths and
 * limits are checked here, and it is read only while somebody takes it. On the event loop only.
 */
abstract class Incoming extends ChannelInboundHandlerAdapter {
  private final Inbox inbox;
  private final Gathered gathered;
  private final Limits limits;
  private boolean headSeen;
  private boolean trailersSeen;
  private boolean over;
  private boolean ended;
  private OptionalLong promised = OptionalLong.empty();
  private long received;

  Incoming(Inbox inbox, Limits limits) {
    this.inbox = inbox;
    this.gathered = new Gathered(inbox);
    this.limits = limits;
  }

  /** A head came; returns whether it is the message's own, and not an interim one. */
  abstract boolean head(List<Field> section) throws HttpException;

  /** A frame came that carries nothing. */
  void useless(String frame) {}

  /** The error that a PUSH_PROMISE is (RFC 9114 7.2.5). */
  abstract Http3ErrorCode ofPush();

  /** The whole connection has to end because of what the peer did on this stream. */
  abstract void end(Http3ErrorCode code, HttpException problem);

  private void misused(Http3ErrorCode code, String what) {
    ViolationException problem = Codes.violation(code, what);
    fail(problem);
    end(code, problem);
  }

  /** The head is larger than the limit; returns whether that was answered. */
  boolean tooLarge(LimitException problem) {
    return false;
  }

  /** The stream has to be ended because of what the peer did. */
  abstract void refuse(Http3ErrorCode code, HttpException problem);

  /** The peer has ended the stream before its time. */
  abstract HttpException reset(long code);

  /** Why a stream that just vanishes has vanished. */
  abstract HttpException gone();

  final Inbox inbox() {
    return inbox;
  }

  /** What Content-Length says of the message, where it counts. */
  final void promise(OptionalLong length) {
    promised = length;
  }

  /** Whether the whole message has come, or what came was refused. */
  final boolean isOver() {
    return over;
  }

  /** Whether no content has come. */
  final boolean isEmpty() {
    return received == 0;
  }

  /** Whether the peer's side of the stream has ended in order. */
  final boolean isWhole() {
    return ended;
  }

  @Override
  public final void channelRead(ChannelHandlerContext ctx, Object msg) {
    try {
      if (over) {
        return;
      }
      switch (msg) {
        case Http3HeadersFrame headers -> headers(headers);
        case Http3DataFrame data -> data(ctx, data);
        case Http3UnknownFrame unknown when PriorityUpdate.is(unknown) ->
            misused(Http3ErrorCode.H3_FRAME_UNEXPECTED, "PRIORITY_UPDATE on a request stream");
        case Http3PushPromiseFrame _ -> misused(ofPush(), "a PUSH_PROMISE that was not allowed");
        default -> {
          // A frame of a kind that nobody knows: RFC 9114 9 has it passed over.
          useless("an unknown frame");
        }
      }
    } catch (LimitException e) {
      broken(Http3ErrorCode.H3_EXCESSIVE_LOAD, e);
    } catch (HttpException e) {
      broken(Http3ErrorCode.H3_MESSAGE_ERROR, e);
    } finally {
      ReferenceCountUtil.release(msg);
    }
  }

  private void headers(Http3HeadersFrame frame) throws HttpException {
    List<Field> section = Sections.fields(frame.headers());
    Optional<LimitException> problem = limit(section);
    if (problem.isPresent()) {
      if (headSeen || !tooLarge(problem.get())) {
        throw problem.get();
      }
      over = true;
      return;
    }
    if (!headSeen) {
      headSeen = head(section);
      return;
    }
    Fields trailers = PseudoFields.trailers(HttpVersion.HTTP_3, section);
    if (trailers.bytes() > limits.head().trailers()) {
      throw new LimitException(
          HttpReason.LIMIT_TRAILERS, "head.trailers", limits.head().trailers(), "bytes");
    }
    trailersSeen = true;
    end(trailers);
  }

  /** Counted after decoding, each field by itself, as RFC 9114 4.2.2 has it. */
  private Optional<LimitException> limit(List<Field> section) {
    Limits.Head head = limits.head();
    if (section.size() > head.fields()) {
      return Optional.of(
          new LimitException(HttpReason.LIMIT_FIELDS, "head.fields", head.fields(), "fields"));
    }
    return Sections.size(section) > head.section()
        ? Optional.of(
            new LimitException(HttpReason.LIMIT_SECTION, "head.section", head.section(), "bytes"))
        : Optional.empty();
  }

  private void data(ChannelHandlerContext ctx, Http3DataFrame data) throws HttpException {
    int bytes = data.content().readableBytes();
    if (!headSeen) {
      throw ViolationException.in(HttpVersion.HTTP_3, Violation.DATA_BEFORE_HEAD);
    }
    received += bytes;
    if (promised.isPresent() && received > promised.getAsLong()) {
      throw different();
    }
    if (bytes > 0) {
      gathered.content(ctx, data.content());
    } else {
      useless("an empty DATA");
    }
  }

  private ViolationException different() {
    return ViolationException.in(
        HttpVersion.HTTP_3, Violation.LENGTH_DIFFERS, promised.orElse(0), received);
  }

  private void end(Fields trailers) throws HttpException {
    if (promised.isPresent() && received != promised.getAsLong()) {
      throw different();
    }
    over = true;
    gathered.add(new Inbound.End(trailers));
  }

  final void broken(Http3ErrorCode code, HttpException problem) {
    if (!over) {
      over = true;
      gathered.add(new Inbound.Broken(problem));
      refuse(code, problem);
    }
  }

  /** Nothing more comes, for a reason of this side's. */
  final void fail(HttpException problem) {
    if (!over) {
      over = true;
      gathered.add(new Inbound.Broken(problem));
    }
  }

  @Override
  public final void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.fireChannelReadComplete();
    if (over || inbox.wantsMore()) {
      ctx.read();
    }
  }

  @Override
  public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownReadComplete.INSTANCE) {
      finished();
    }
    ctx.fireUserEventTriggered(event);
  }

  private void finished() {
    ended = true;
    if (over) {
      return;
    }
    try {
      if (!headSeen) {
        throw ViolationException.in(
            HttpVersion.HTTP_3, Violation.CODEC_REFUSED, "the stream ended before the head");
      }
      if (!trailersSeen) {
        end(Fields.EMPTY);
      }
    } catch (HttpException e) {
      broken(Http3ErrorCode.H3_MESSAGE_ERROR, e);
    }
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Throwable real =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    switch (real) {
      case QuicStreamResetException its -> fail(reset(its.applicationProtocolCode()));
      case Http3HeadersValidationException its ->
          broken(Http3ErrorCode.H3_MESSAGE_ERROR, codec(Texts.of(its)));
      case Http3Exception its -> ended(its);
      // The codec read past the end of what had come (RFC 9114 7.1).
      case IndexOutOfBoundsException _ when cause instanceof DecoderException ->
          misused(Http3ErrorCode.H3_FRAME_ERROR, "a frame that ends within a field");
      // What the line has done to it is told when the stream goes.
      default ->
          OwnFault.of(real)
              .ifPresent(ours -> {
                fail(ours);
                end(Http3ErrorCode.H3_INTERNAL_ERROR, ours);
              });
    }
  }

  /** The codec ends the connection, and has said why. */
  private void ended(Http3Exception why) {
    HttpException problem =
        why.errorCode() == Http3ErrorCode.H3_EXCESSIVE_LOAD
            ? new LimitException(
                HttpReason.LIMIT_SECTION, "head.section", limits.head().section(), "bytes")
            : Codes.violation(why.errorCode(), Texts.of(why));
    fail(problem);
    end(why.errorCode(), problem);
  }

  private static ViolationException codec(String text) {
    return ViolationException.in(HttpVersion.HTTP_3, Violation.CODEC_REFUSED, Texts.shown(text));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(gone());
    ctx.fireChannelInactive();
  }

  /** What a reset with this code means for who waits (RFC 9114 8.1). */
  static HttpException meaning(long code) {
    String name = Codes.name(code);
    if (code == Http3ErrorCode.H3_REQUEST_REJECTED.code()) {
      return new LostException(Because.of(StreamReason.REFUSED_STREAM, Clause.rfc(9114, "4.1.1")));
    }
    return new ResetException(
        name, Because.of(StreamReason.RESET_BY_PEER, Clause.rfc(9114, "8"), name));
  }
}
