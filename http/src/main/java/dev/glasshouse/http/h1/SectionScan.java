package dev.glasshouse.http.h1;

import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.journey.HttpReason;
import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * Looks for the empty line that ends a head or a trailer section, in what has come of it; goes on
 * where it stopped the last time. What no line may have (NUL, a bare LF) is refused as soon as it
 * is seen, and so is too much.
 */
final class SectionScan {
  private static final ByteProcessor INSIDE_LINE = b -> b != '\n' && b != 0;

  private final Limits.Head limits;
  private int scanned;
  private int lineStart;

  SectionScan(Limits.Head limits) {
    this.limits = limits;
  }

  /** Another section begins. */
  void begin() {
    scanned = 0;
    lineStart = 0;
  }

  /** The length of the head from the reader index, its empty line included; -1 to wait for more. */
  int headLength(ByteBuf in) throws HttpException {
    int limit = limits.startLine() + limits.section();
    while (scanned < in.readableBytes()) {
      int end = lineEnd(in);
      if (lineStart == 0 && end > limits.startLine()) {
        throw new LimitException(
            HttpReason.LIMIT_START_LINE, "head.startLine", limits.startLine(), "bytes");
      }
      if (end > limit) {
        throw new LimitException(
            HttpReason.LIMIT_SECTION, "head.section", limits.section(), "bytes");
      }
      if (isLast(in, end)) {
        return end + 1;
      }
    }
    return -1;
  }

  /** The same of a trailer section. */
  int trailersLength(ByteBuf in) throws HttpException {
    while (scanned < in.readableBytes()) {
      int end = lineEnd(in);
      if (end > limits.trailers()) {
        throw new LimitException(
            HttpReason.LIMIT_TRAILERS, "head.trailers", limits.trailers(), "bytes");
      }
      if (isLast(in, end)) {
        return end + 1;
      }
    }
    return -1;
  }

  /** Where the next LF or NUL stands, from the reader index; or the end of what has come. */
  private int lineEnd(ByteBuf in) {
    int start = in.readerIndex();
    int there = in.readableBytes();
    int at = in.forEachByte(start + scanned, there - scanned, INSIDE_LINE);
    return at < 0 ? there : at - start;
  }

  /** Goes on behind the end of a line; whether that was the empty one. */
  private boolean isLast(ByteBuf in, int end) throws ViolationException {
    if (end == in.readableBytes()) {
      scanned = end;
      return false;
    }
    int start = in.readerIndex();
    if (in.getByte(start + end) == 0) {
      throw new ViolationException(Violation.NUL);
    }
    if (end == 0 || in.getByte(start + end - 1) != '\r') {
      throw new ViolationException(Violation.BARE_LF);
    }
    if (end == lineStart + 1) {
      return true;
    }
    lineStart = end + 1;
    scanned = end + 1;
    return false;
  }
}
