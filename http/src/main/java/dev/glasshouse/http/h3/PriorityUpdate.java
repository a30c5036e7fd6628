package dev.glasshouse.http.h3;

import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.Urgency;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http3.Http3UnknownFrame;
import java.nio.charset.StandardCharsets;

/**
 * A request has become more or less urgent (PRIORITY_UPDATE, RFC 9218 7.2). The codec knows no such
 * frame, and carries it as one that is unknown. Servers of ours heed it; clients of ours send none.
 *
 * @param stream the request's stream
 * @param value as the field Priority writes it
 */
record PriorityUpdate(long stream, String value) {
  private static final long OF_REQUEST = 0xF0700;
  private static final long OF_PUSH = 0xF0701;

  /** Longer than any priority that means something. */
  private static final int MOST = 256;

  /** Whether a frame is one, of a request or of a push. */
  static boolean is(Http3UnknownFrame frame) {
    return frame.type() == OF_REQUEST || frame.type() == OF_PUSH;
  }

  /**
   * Reads a frame that is one.
   *
   * @throws ViolationException where it is malformed, or about what cannot be
   */
  static PriorityUpdate read(Http3UnknownFrame frame) throws ViolationException {
    if (frame.type() == OF_PUSH) {
      throw malformed("a push that was never promised");
    }
    ByteBuf in = frame.content();
    if (!in.isReadable() || in.readableBytes() > MOST) {
      throw malformed(in.readableBytes() + " bytes");
    }
    int more = (1 << ((in.getByte(in.readerIndex()) & 0xff) >> 6)) - 1;
    if (in.readableBytes() <= more) {
      throw malformed("a stream's number that is cut off");
    }
    long stream = in.readByte() & 0x3f;
    for (int i = 0; i < more; i++) {
      stream = stream << 8 | in.readByte() & 0xff;
    }
    if ((stream & 3) != 0) {
      throw malformed("stream " + stream + " carries no request");
    }
    return new PriorityUpdate(stream, in.toString(StandardCharsets.ISO_8859_1));
  }

  private static ViolationException malformed(String what) {
    return ViolationException.in(HttpVersion.HTTP_3, Violation.BAD_PRIORITY_UPDATE, what);
  }

  /** The urgency that it says. */
  Urgency urgency() {
    return Urgency.parse(value);
  }
}
