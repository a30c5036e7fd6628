package dev.glasshouse.http.h1;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.Inbox;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * The last handler of an HTTP/1 connection: turns what the guard and Netty's decoder say into
 * {@link Inbound} events, and reads on only while somebody takes them. What came in one read is
 * handed over at once, so that who waits for it is woken once.
 */
final class Receiver extends ChannelInboundHandlerAdapter {
  private static final int PIECES = 8;

  private final Inbox inbox;
  private final MessageGuard.Side side;
  private Guarded.Head head = new Guarded.Head(0, Framing.NONE);
  private HttpReason goneBecause = HttpReason.PEER_CLOSED;
  private String brokeWith = "";
  private boolean broken;
  private final List<Inbound> batch = new ArrayList<>();

  /**
   * A receiver.
   *
   * @param side a client closes the connection at the first violation; a server answers first
   */
  Receiver(Inbox inbox, MessageGuard.Side side) {
    this.inbox = inbox;
    this.side = side;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    switch (msg) {
      case Guarded.HeadBegun _ -> batch.add(Inbound.BEGUN);
      case Guarded.Head h -> head = h;
      case Guarded.Refused refused -> {
        breakWith(refused.problem());
        closeWhenClient(ctx);
      }
      case HttpObject object when broken -> ReferenceCountUtil.release(object);
      case HttpObject object when object.decoderResult().isFailure() -> {
        ReferenceCountUtil.release(object);
        breakWith(codecRefused(object.decoderResult().cause()));
        closeWhenClient(ctx);
      }
      case HttpMessage message -> message(message);
      case HttpContent content -> content(content);
      default -> ReferenceCountUtil.release(msg);
    }
  }

  private void closeWhenClient(ChannelHandlerContext ctx) {
    if (side == MessageGuard.Side.CLIENT) {
      ctx.close();
    }
  }

  private void message(HttpMessage message) {
    HttpVersion version =
        message.protocolVersion().minorVersion() == 0 ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
    Fields fields = fields(message.headers());
    switch (message) {
      case HttpResponse response ->
          batch.add(
              new Inbound.ResponseHead(
                  version,
                  new Status(response.status().code()),
                  response.status().reasonPhrase(),
                  fields,
                  head.bytes(),
                  head.framing()));
      case HttpRequest request ->
          batch.add(
              new Inbound.RequestHead(
                  version,
                  request.method().name(),
                  request.uri(),
                  fields,
                  head.bytes(),
                  head.framing()));
      default -> throw new IllegalStateException("neither request nor response");
    }
  }

  private void content(HttpContent content) {
    if (content.content().isReadable()) {
      batch.add(new Inbound.Data(content.content()));
      if (batch.size() >= PIECES) {
        // A long read: whoever waits begins with what is there. No end is among it.
        handOver();
      }
    } else {
      content.release();
    }
    if (content instanceof LastHttpContent last) {
      batch.add(new Inbound.End(fields(last.trailingHeaders())));
    }
  }

  private void handOver() {
    if (!batch.isEmpty()) {
      inbox.put(batch.toArray(Inbound[]::new));
      batch.clear();
    }
  }

  private static Fields fields(HttpHeaders headers) {
    if (headers.isEmpty()) {
      return Fields.EMPTY;
    }
    var all = new ArrayList<Field>(headers.size());
    headers
        .iteratorCharSequence()
        .forEachRemaining(e -> all.add(new Field(e.getKey().toString(), e.getValue().toString())));
    return Fields.copyOf(all);
  }

  private static HttpException codecRefused(Throwable cause) {
    return new ViolationException(Violation.CODEC_REFUSED, Texts.shown(Texts.of(cause)));
  }

  private void breakWith(HttpException problem) {
    if (!broken) {
      broken = true;
      batch.add(new Inbound.Broken(problem));
      handOver();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    handOver();
    if (inbox.wantsMore()) {
      ctx.read();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    breakWith(
        new LostException(
            brokeWith.isEmpty()
                ? Because.of(goneBecause)
                : Because.of(HttpReason.CONNECTION_BROKE, brokeWith)));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    String message = Texts.of(cause);
    if (cause instanceof DecoderException && cause.getCause() != null) {
      message = Texts.of(cause.getCause());
    }
    if (message.contains("reset")) {
      goneBecause = HttpReason.PEER_RESET;
    } else {
      brokeWith = Texts.shown(message);
    }
    ctx.close();
  }
}
