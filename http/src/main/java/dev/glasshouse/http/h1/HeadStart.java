package dev.glasshouse.http.h1;

import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import io.netty.buffer.ByteBuf;

/** The first bytes of a head: garbage is told there, because its end may never come. */
final class HeadStart {
  private static final int SKIPPED_LINES = 2;
  private static final int FRAME_HEAD = 9;
  private static final int SETTINGS = 4;
  private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/'};

  /** {@code HTTP/1.1}, as nearly every response begins. */
  private static final long HTTP_1_1 = 0x485454502f312e31L;

  private final MessageReader.Side side;
  private int skippedLines;

  HeadStart(MessageReader.Side side) {
    this.side = side;
  }

  /** Another message begins. */
  void begin() {
    skippedLines = 0;
  }

  /** A server forgives an empty line or two before a request (RFC 9112 2.2); false to wait. */
  boolean skipEmptyLines(ByteBuf in) {
    if (side == MessageReader.Side.CLIENT) {
      return true;
    }
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

  /** Refuses what cannot become a head; false to wait for more, to know what it is instead. */
  boolean check(ByteBuf in) throws ViolationException {
    int at = in.readerIndex();
    if (side == MessageReader.Side.CLIENT
        && in.readableBytes() >= Long.BYTES
        && in.getLong(at) == HTTP_1_1) {
      return true;
    }
    int first = in.getUnsignedByte(at);
    boolean tls =
        (first == 0x15 || first == 0x16) && (in.readableBytes() == 1 || in.getByte(at + 1) == 3);
    if (tls) {
      throw new ViolationException(
          side == MessageReader.Side.CLIENT ? Violation.SPEAKS_TLS : Violation.TLS_BYTES);
    }
    if (side == MessageReader.Side.SERVER) {
      if (!FieldSyntax.isTokenChar(first)) {
        throw new ViolationException(Violation.BAD_METHOD);
      }
      return true;
    }
    if (first == 0 && mayBeSettings(in)) {
      return false;
    }
    for (int i = 0; i < Math.min(HTTP.length, in.readableBytes()); i++) {
      if (in.getByte(at + i) != HTTP[i]) {
        throw new ViolationException(Violation.NOT_HTTP);
      }
    }
    return true;
  }

  /**
   * Whether this may become what servers of HTTP/2 send first, a frame SETTINGS of stream 0 (RFC
   * 9113 3.4 and 4.1): true to wait for more of it.
   */
  private static boolean mayBeSettings(ByteBuf in) throws ViolationException {
    int at = in.readerIndex();
    if (in.readableBytes() < FRAME_HEAD) {
      return true;
    }
    if (in.getByte(at + 3) == SETTINGS && in.getInt(at + 5) == 0) {
      throw new ViolationException(Violation.SPEAKS_HTTP_2);
    }
    return false;
  }
}
