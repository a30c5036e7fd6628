package dev.glasshouse.http.h1;

import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.journey.HttpReason;
import io.netty.buffer.ByteBuf;

/** What stands between the chunks of one message (RFC 9112 7.1), its extensions counted. */
final class Chunks {
  /** A line may be so much longer than its extensions: the size and its end. */
  private static final int REST = 20;

  private final int most;
  private int extensions;

  /** Chunks whose extensions may have so many bytes together. */
  Chunks(int most) {
    this.most = most;
  }

  /** Another message begins. */
  void begin() {
    extensions = 0;
  }

  /** Reads the line before a chunk; its size, or -1 to wait for more. */
  long size(ByteBuf in) throws HttpException {
    int room = Math.min(in.readableBytes(), most + REST);
    int lf = in.indexOf(in.readerIndex(), in.readerIndex() + room, (byte) '\n');
    int length = lf < 0 ? room : lf - in.readerIndex() + 1;
    if (extensions + length > most + REST || (lf < 0 && room == most + REST)) {
      throw new LimitException(HttpReason.LIMIT_EXTENSIONS, "head.extensions", most, "bytes");
    }
    if (lf < 0) {
      return -1;
    }
    long size = ChunkLine.size(in, lf);
    int semicolon = in.indexOf(in.readerIndex(), lf, (byte) ';');
    extensions += semicolon < 0 ? 0 : lf - semicolon;
    in.skipBytes(length);
    return size;
  }

  /** Reads what ends a chunk; false to wait for more. */
  static boolean end(ByteBuf in) throws ViolationException {
    if (in.getByte(in.readerIndex()) != '\r') {
      throw new ViolationException(Violation.BAD_CHUNK_END);
    }
    if (in.readableBytes() < 2) {
      return false;
    }
    if (in.getByte(in.readerIndex() + 1) != '\n') {
      throw new ViolationException(Violation.BAD_CHUNK_END);
    }
    in.skipBytes(2);
    return true;
  }
}
