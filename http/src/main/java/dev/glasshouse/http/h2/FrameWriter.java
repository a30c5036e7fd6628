package dev.glasshouse.http.h2;

import dev.glasshouse.http.Field;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes frames (RFC 9113 6), many into one buffer, so that one flush is one write to the socket
 * and one TLS record. On the event loop only.
 */
final class FrameWriter {
  private static final int HEADER = 9;
  private static final int END_STREAM = 0x1;
  private static final int ACK = 0x1;
  private static final int END_HEADERS = 0x4;

  /** Content up to this size is copied behind its frame header; more goes as it is. */
  private static final int COPIED = 4096;

  /** Bytes of small frames that are put together at most. */
  private static final int MOST = 32 * 1024;

  private final ChannelHandlerContext ctx;
  private final DefaultHttp2HeadersEncoder hpack;
  private ByteBuf out = Unpooled.EMPTY_BUFFER;
  private int frame = 16_384;
  private boolean written;

  FrameWriter(ChannelHandlerContext ctx) {
    this.ctx = ctx;
    this.hpack = new DefaultHttp2HeadersEncoder(FrameWriter::isSensitive, true);
  }

  /** Never put into a compression table, where others could guess at them (RFC 7541 7.1.3). */
  private static boolean isSensitive(CharSequence name, CharSequence value) {
    return switch (name.toString()) {
      case "authorization", "proxy-authorization" -> true;
      case "cookie" -> value.length() < 20;
      default -> false;
    };
  }

  /** The size of the compression table that the peer allows, of which we use 4 KiB at most. */
  void table(long bytes) throws Http2Exception {
    Http2HeadersEncoder.Configuration configuration = hpack.configuration();
    configuration.maxHeaderTableSize(Math.min(bytes, 4096));
  }

  /** The largest frame that the peer takes; ours stay small so that urgent ones get between. */
  int frame() {
    return frame;
  }

  void preface() {
    room(24).writeCharSequence("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", StandardCharsets.US_ASCII);
  }

  /** SETTINGS: identifiers and values in turn. */
  void settings(long... settings) {
    ByteBuf to = head(settings.length / 2 * 6, Http2FrameTypes.SETTINGS, 0, 0);
    for (int i = 0; i < settings.length; i += 2) {
      to.writeShort((int) settings[i]);
      to.writeInt((int) settings[i + 1]);
    }
  }

  void settingsAck() {
    head(0, Http2FrameTypes.SETTINGS, ACK, 0);
  }

  void ping(boolean ack, long data) {
    head(8, Http2FrameTypes.PING, ack ? ACK : 0, 0).writeLong(data);
  }

  void windowUpdate(int stream, int more) {
    head(4, Http2FrameTypes.WINDOW_UPDATE, 0, stream).writeInt(more);
  }

  void reset(int stream, Http2Error code) {
    head(4, Http2FrameTypes.RST_STREAM, 0, stream).writeInt((int) code.code());
  }

  void goAway(int last, Http2Error code, String text) {
    byte[] debug = text.getBytes(StandardCharsets.UTF_8);
    head(8 + debug.length, Http2FrameTypes.GO_AWAY, 0, 0)
        .writeInt(last)
        .writeInt((int) code.code())
        .writeBytes(debug);
  }

  void headers(int stream, List<Field> fields, boolean end) {
    section(stream, Http2FrameTypes.HEADERS, end ? END_STREAM : 0, -1, fields);
  }

  void pushPromise(int stream, int promised, List<Field> fields) {
    section(stream, Http2FrameTypes.PUSH_PROMISE, 0, promised, fields);
  }

  private void section(int stream, byte type, int flags, int promised, List<Field> fields) {
    ByteBuf to = room(256);
    int begin = to.writerIndex();
    to.writeZero(HEADER);
    if (promised >= 0) {
      to.writeInt(promised);
    }
    try {
      hpack.encodeHeaders(stream, FieldSection.of(fields), to);
    } catch (Http2Exception e) {
      throw new IllegalStateException("no limit of the encoder's was set", e);
    }
    int length = to.writerIndex() - begin - HEADER;
    if (length <= frame) {
      to.setMedium(begin, length);
      to.setByte(begin + 3, type);
      to.setByte(begin + 4, flags | END_HEADERS);
      to.setInt(begin + 5, stream);
      return;
    }
    ByteBuf block = to.copy(begin + HEADER, length);
    to.writerIndex(begin);
    try {
      byte kind = type;
      int first = flags;
      while (block.isReadable()) {
        int n = Math.min(frame, block.readableBytes());
        boolean last = n == block.readableBytes();
        head(n, kind, first | (last ? END_HEADERS : 0), stream).writeBytes(block, n);
        kind = Http2FrameTypes.CONTINUATION;
        first = 0;
      }
    } finally {
      block.release();
    }
  }

  /** DATA; the buffer is released when it was sent. */
  void data(int stream, ByteBuf content, boolean end) {
    int length = content.readableBytes();
    ByteBuf to = head(length, Http2FrameTypes.DATA, end ? END_STREAM : 0, stream);
    if (length <= COPIED) {
      to.writeBytes(content);
      content.release();
      if (to.readableBytes() > MOST) {
        push();
      }
    } else {
      push();
      ctx.write(content);
      written = true;
    }
  }

  private ByteBuf head(int length, byte type, int flags, int stream) {
    ByteBuf to = room(HEADER + Math.min(length, COPIED));
    to.writeMedium(length);
    to.writeByte(type);
    to.writeByte(flags);
    to.writeInt(stream);
    return to;
  }

  private ByteBuf room(int bytes) {
    if (!out.isWritable() && out.capacity() == 0) {
      out = ctx.alloc().buffer(Math.max(1024, bytes));
    }
    return out;
  }

  private void push() {
    if (out.isReadable()) {
      ctx.write(out);
      written = true;
    } else {
      out.release();
    }
    out = Unpooled.EMPTY_BUFFER;
  }

  /** Sends what was written. */
  void flush() {
    push();
    if (written) {
      written = false;
      ctx.flush();
    }
  }

  /** Bytes that wait for the next flush. */
  int waiting() {
    return out.readableBytes();
  }

  /** Nothing more is written. */
  void close() {
    out.release();
    out = Unpooled.EMPTY_BUFFER;
    hpack.close();
  }
}
