package dev.glasshouse.http.h3;

import dev.glasshouse.http.Texts;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http3.Http3ErrorCode;
import io.netty.handler.codec.http3.Http3Exception;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;

/**
 * Watches the streams of one direction that a peer opens: its control stream and those of QPACK.
 * Where the codec refuses what comes on them, or stumbles over it, the connection ends with the
 * code that the specification names, and somebody is told why. Netty's codec (4.2.18) leaves open
 * what is cut off in the middle of a field (RFC 9114 7.1), a setting with a value that it cannot
 * have (RFC 8441 3), and instructions about a dynamic table where there is none (RFC 9204 4.3,
 * 4.4): its stream stands still then, and the connection goes on without it. On the event loop
 * only.
 *
 * <p>Goes behind the codec's handler in the connection's pipeline.
 */
final class OneWayStreams extends ChannelInboundHandlerAdapter {
  private static final int CONTROL = 0x0;
  private static final int QPACK_ENCODER = 0x2;
  private static final int QPACK_DECODER = 0x3;

  /** Ends the connection. */
  interface Ender {
    /**
     * The peer did what it may not.
     *
     * @param problem in words
     */
    void end(Http3ErrorCode code, String problem);

    /** Something of ours went wrong. */
    void failed(Throwable cause);
  }

  private final Ender ender;

  OneWayStreams(Ender ender) {
    this.ender = ender;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    if (msg instanceof QuicStreamChannel stream && stream.type() == QuicStreamType.UNIDIRECTIONAL) {
      var type = new Type();
      stream.pipeline().addFirst(type).addLast(new Faults(type));
    }
    ctx.fireChannelRead(msg);
  }

  /** Reads along what a stream is for (RFC 9114 6.2): its first byte, before the codec takes it. */
  private static final class Type extends ChannelInboundHandlerAdapter {
    /** As it is written with one byte; all that are known are. */
    private int its = -1;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      if (msg instanceof ByteBuf bytes && bytes.isReadable()) {
        its = bytes.getUnsignedByte(bytes.readerIndex());
        ctx.pipeline().remove(this);
      }
      ctx.fireChannelRead(msg);
    }
  }

  /** Behind the codec's handlers of one stream: what they throw comes here. */
  private final class Faults extends ChannelInboundHandlerAdapter {
    private final Type type;

    Faults(Type type) {
      this.type = type;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      Throwable real =
          cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
      switch (real) {
        case Http3Exception its -> ender.end(its.errorCode(), Texts.of(its));
        // With assertions on, the codec says so of what came that it did not reckon with.
        case AssertionError its -> stumbled(its);
        case Error its -> ender.failed(its);
        case RuntimeException its -> stumbled(its);
        // What the line has done to it is told when the connection goes.
        default -> {}
      }
    }

    private void stumbled(Throwable cause) {
      switch (type.its) {
        case CONTROL -> {
          if (cause instanceof IllegalArgumentException) {
            ender.end(Http3ErrorCode.H3_SETTINGS_ERROR, Texts.of(cause));
          } else {
            ender.end(Http3ErrorCode.H3_FRAME_ERROR, "a frame that ends within a field");
          }
        }
        case QPACK_ENCODER ->
            ender.end(
                Http3ErrorCode.QPACK_ENCODER_STREAM_ERROR,
                "an instruction for a dynamic table that is not there");
        case QPACK_DECODER ->
            ender.end(
                Http3ErrorCode.QPACK_DECODER_STREAM_ERROR,
                "an acknowledgment of a dynamic table that is not there");
        default -> ender.failed(cause);
      }
    }
  }
}
