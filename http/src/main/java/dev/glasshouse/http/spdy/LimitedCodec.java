package dev.glasshouse.http.spdy;

import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.wire.Flood;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.StreamReason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.spdy.DefaultSpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySessionStatus;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The codec of SPDY's frames, which holds a peer to the same limits as HTTP/2 does: of resets, of
 * frames that carry nothing, of answers that wait, and of header blocks, whose size is limited both
 * as they come and as they become, since deflate makes a thousand bytes of one.
 */
final class LimitedCodec extends SpdyFrameCodec {
  private static final int MOST_CONTENT = 8192;

  private final Limits limits;
  private final Flood flood;
  private final Consumer<HttpException> refused;
  private long block;
  private int unsentAnswers;
  private boolean failed;
  private Optional<ChannelHandlerContext> context = Optional.empty();

  /**
   * A codec.
   *
   * @param refused told once, when the peer has gone too far; the connection is closed after that
   */
  LimitedCodec(Limits limits, Consumer<HttpException> refused) {
    super(SpdyVersion.SPDY_3_1, MOST_CONTENT, limits.head().section(), 6, 15, 8);
    this.limits = limits;
    this.flood = new Flood(limits.multiplex(), System.nanoTime());
    this.refused = refused;
  }

  /** The peer has gone too far: says GOAWAY, and closes. On the event loop. */
  void refuse(HttpException problem) {
    if (failed) {
      return;
    }
    failed = true;
    refused.accept(problem);
    context.ifPresent(ctx -> {
      try {
        write(
            ctx, new DefaultSpdyGoAwayFrame(0, SpdySessionStatus.PROTOCOL_ERROR), ctx.newPromise());
        ctx.flush();
      } catch (Exception _) {
        // It is closed all the same.
      }
      ctx.close();
    });
  }

  private void hold(Optional<LimitException> over) {
    over.ifPresent(this::refuse);
  }

  private void control(String frame) {
    hold(flood.control(frame, System.nanoTime()));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    context = Optional.of(ctx);
    super.handlerAdded(ctx);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (failed) {
      in.skipBytes(in.readableBytes());
    } else {
      super.decode(ctx, in, out);
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof SpdyDataFrame) {
      flood.useful();
    }
    if (message instanceof SpdyRstStreamFrame reset && isTheirFault(reset.status())) {
      hold(flood.fault(System.nanoTime()));
    }
    super.write(ctx, message, promise);
  }

  private static boolean isTheirFault(SpdyStreamStatus status) {
    return !status.equals(SpdyStreamStatus.CANCEL)
        && !status.equals(SpdyStreamStatus.INTERNAL_ERROR);
  }

  // ---- what comes ----

  @Override
  public void readDataFrame(int stream, boolean last, ByteBuf data) {
    if (failed) {
      data.release();
      return;
    }
    if (data.isReadable() || last) {
      flood.useful();
    } else {
      control("DATA");
    }
    super.readDataFrame(stream, last, data);
  }

  @Override
  public void readSynStreamFrame(
      int stream, int associated, byte priority, boolean last, boolean unidirectional) {
    block = 0;
    flood.useful();
    super.readSynStreamFrame(stream, associated, priority, last, unidirectional);
  }

  @Override
  public void readSynReplyFrame(int stream, boolean last) {
    block = 0;
    flood.useful();
    super.readSynReplyFrame(stream, last);
  }

  @Override
  public void readHeadersFrame(int stream, boolean last) {
    block = 0;
    control("HEADERS");
    super.readHeadersFrame(stream, last);
  }

  @Override
  public void readHeaderBlock(ByteBuf piece) {
    block += piece.readableBytes();
    int most = limits.head().section();
    if (block > most) {
      refuse(new LimitException(HttpReason.LIMIT_SECTION, "head.section", most, "bytes"));
    }
    if (failed) {
      piece.release();
    } else {
      super.readHeaderBlock(piece);
    }
  }

  @Override
  public void readHeaderBlockEnd() {
    if (!failed) {
      super.readHeaderBlockEnd();
    }
  }

  @Override
  public void readRstStreamFrame(int stream, int status) {
    hold(flood.reset(System.nanoTime()));
    super.readRstStreamFrame(stream, status);
  }

  @Override
  public void readSettingsFrame(boolean clear) {
    control("SETTINGS");
    super.readSettingsFrame(clear);
  }

  @Override
  public void readPingFrame(int id) {
    control("PING");
    boolean writable = context.map(ctx -> ctx.channel().isWritable()).orElse(true);
    unsentAnswers = writable ? 0 : unsentAnswers + 1;
    int most = limits.multiplex().queued();
    if (unsentAnswers > most) {
      refuse(new LimitException(StreamReason.FLOOD_QUEUE, "multiplex.queued", most, "frames"));
    }
    if (!failed) {
      super.readPingFrame(id);
    }
  }

  @Override
  public void readGoAwayFrame(int last, int status) {
    control("GOAWAY");
    super.readGoAwayFrame(last, status);
  }

  @Override
  public void readWindowUpdateFrame(int stream, int more) {
    control("WINDOW_UPDATE");
    super.readWindowUpdateFrame(stream, more);
  }

  @Override
  public void readUnknownFrame(int type, byte flags, ByteBuf payload) {
    control("0x" + Integer.toHexString(type));
    super.readUnknownFrame(type, flags, payload);
  }
}
