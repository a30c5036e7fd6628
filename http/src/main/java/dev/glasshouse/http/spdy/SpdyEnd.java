package dev.glasshouse.http.spdy;

import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.StreamReason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyHeadersFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySessionHandler;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What both ends of a SPDY connection share: its streams, and what comes in on them. */
final class SpdyEnd extends SimpleChannelInboundHandler<SpdyFrame> {
  /** What only one of the ends does. */
  interface Side {
    /** A head came: a request's, a response's, or trailers. */
    void head(SpdyHeadersFrame frame);

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

  SpdyEnd(Channel channel, Limits limits, Side side) {
    this.channel = channel;
    this.limits = limits;
    this.side = side;
  }

  /** The pipeline of one end. */
  ChannelHandler[] handlers(boolean server) {
    int section = limits.head().section();
    return new ChannelHandler[] {
      new SpdyFrameCodec(SpdyVersion.SPDY_3_1, 8192, section, 6, 15, 8),
      new SpdySessionHandler(SpdyVersion.SPDY_3_1, server),
      this
    };
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
      case SpdyHeadersFrame head -> side.head(head);
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
    HttpException lost = new LostException(Because.of(HttpReason.PEER_CLOSED));
    for (SpdyStream one : List.copyOf(streams.values())) {
      one.broken(lost.again());
    }
    side.gone();
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
