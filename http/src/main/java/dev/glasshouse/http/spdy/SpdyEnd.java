package dev.glasshouse.http.spdy;

import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.StreamReason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyHeadersFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySessionHandler;
import io.netty.handler.codec.spdy.SpdySettingsFrame;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What both ends of a SPDY connection share: its streams, and what comes in on them. */
final class SpdyEnd extends SimpleChannelInboundHandler<SpdyFrame> {
  /** What only one of the ends does. */
  interface Side {
    /** A head came: a request's, a response's, or trailers. */
    void head(SpdyHeadersFrame frame);

    /** The peer lets so many streams be open at once. */
    default void allows(int streams) {}

    /** The connection ends because of what the peer did. */
    default void failed(HttpException problem) {}

    /** The peer takes no streams after this one. */
    void goesAway(int last);

    /** A stream is over. */
    void over(SpdyStream stream);

    /** The connection has gone. */
    void gone();
  }

  private final Channel channel;
  private final Limits limits;
  private final Side side;
  private final Map<Integer, SpdyStream> streams = new HashMap<>();
  private final Set<SpdyStream> full = new HashSet<>();
  private final LimitedCodec codec;
  private Optional<HttpException> why = Optional.empty();

  SpdyEnd(Channel channel, Limits limits, Side side) {
    this.channel = channel;
    this.limits = limits;
    this.side = side;
    this.codec = new LimitedCodec(limits, this::fail);
  }

  /** The connection ends, and this is why. */
  private void fail(HttpException problem) {
    if (why.isEmpty()) {
      why = Optional.of(problem);
      side.failed(problem);
    }
  }

  /** The peer has gone too far, and is cut off. On the event loop. */
  void refuse(HttpException problem) {
    codec.refuse(problem);
  }

  /** The pipeline of one end. */
  ChannelHandler[] handlers(boolean server) {
    return new ChannelHandler[] {codec, new SpdySessionHandler(SpdyVersion.SPDY_3_1, server), this};
  }

  Channel channel() {
    return channel;
  }

  Limits limits() {
    return limits;
  }

  void add(SpdyStream stream) {
    streams.put(stream.number(), stream);
  }

  SpdyStream stream(int id) {
    return streams.getOrDefault(id, SpdyStream.NONE);
  }

  /** Forgets a stream; on the event loop. */
  void remove(SpdyStream stream) {
    streams.remove(stream.number(), stream);
    readMore(stream);
    side.over(stream);
  }

  int open() {
    return streams.size();
  }

  /** As long as one stream holds more than its share, nothing is read. */
  void pause(SpdyStream stream) {
    full.add(stream);
    channel.config().setAutoRead(false);
  }

  void readMore(SpdyStream stream) {
    if (full.remove(stream) && full.isEmpty()) {
      channel.config().setAutoRead(true);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, SpdyFrame frame) {
    switch (frame) {
      case SpdyDataFrame data ->
          stream(data.streamId()).data(data.content().retain(), data.isLast());
      case SpdyHeadersFrame head when head.isTruncated() ->
          refuse(
              new LimitException(
                  HttpReason.LIMIT_SECTION, "head.section", limits.head().section(), "bytes"));
      case SpdyHeadersFrame head -> side.head(head);
      case SpdySettingsFrame said -> {
        int most = said.getValue(SpdySettingsFrame.SETTINGS_MAX_CONCURRENT_STREAMS);
        if (most >= 0) {
          side.allows(most);
        }
      }
      case SpdyRstStreamFrame reset -> {
        boolean refused = reset.status().equals(SpdyStreamStatus.REFUSED_STREAM);
        stream(reset.streamId())
            .broken(
                new LostException(
                    Because.of(refused ? StreamReason.REFUSED_STREAM : HttpReason.PEER_RESET)));
      }
      case SpdyGoAwayFrame away -> {
        int last = away.lastGoodStreamId();
        side.goesAway(last);
        for (SpdyStream one : List.copyOf(streams.values())) {
          if (one.isOurs() && one.number() > last) {
            one.broken(new LostException(Because.of(StreamReason.AFTER_LAST, last, one.number())));
          }
        }
      }
      default -> {}
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    HttpException lost = why.orElseGet(() -> new LostException(Because.of(HttpReason.PEER_CLOSED)));
    for (SpdyStream one : List.copyOf(streams.values())) {
      one.broken(lost.again());
    }
    side.gone();
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    String text = Texts.of(cause);
    if (!(cause instanceof IOException)) {
      fail(new ViolationException(Violation.CODEC_REFUSED, Texts.shown(text)));
    } else if (why.isEmpty()) {
      why =
          Optional.of(
              new LostException(
                  text.contains("reset")
                      ? Because.of(HttpReason.PEER_RESET)
                      : Because.of(HttpReason.CONNECTION_BROKE, Texts.shown(text))));
    }
    ctx.close();
  }
}
