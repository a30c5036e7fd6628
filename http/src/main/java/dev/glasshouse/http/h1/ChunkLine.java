package dev.glasshouse.http.h1;

import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import io.netty.buffer.ByteBuf;

/** The line before a chunk's data: its size, and perhaps extensions (RFC 9112 7.1, 7.1.1). Pure. */
final class ChunkLine {
  private final ByteBuf bytes;
  private final int end;
  private int at;

  private ChunkLine(ByteBuf bytes, int end) {
    this.bytes = bytes;
    this.at = bytes.readerIndex();
    this.end = end;
  }

  /**
   * The size that a line names.
   *
   * @param bytes the line, from the reader index on
   * @param lf the index of the LF that ends it
   */
  static long size(ByteBuf bytes, int lf) throws ViolationException {
    if (lf == bytes.readerIndex() || bytes.getByte(lf - 1) != '\r') {
      throw new ViolationException(Violation.BARE_LF);
    }
    return new ChunkLine(bytes, lf - 1).size();
  }

  private long size() throws ViolationException {
    int from = at;
    long size = 0;
    while (at < end && hex(peek()) >= 0) {
      if (at - from == 15) {
        throw new ViolationException(Violation.CHUNK_TOO_LARGE);
      }
      size = size << 4 | hex(peek());
      at++;
    }
    if (at == from) {
      throw new ViolationException(Violation.BAD_CHUNK_SIZE);
    }
    while (at < end) {
      extension();
    }
    return size;
  }

  private void extension() throws ViolationException {
    blanks();
    if (at == end || peek() != ';') {
      throw new ViolationException(Violation.BAD_CHUNK_SIZE);
    }
    at++;
    blanks();
    token();
    int before = at;
    blanks();
    if (at < end && peek() == '=') {
      at++;
      blanks();
      if (at < end && peek() == '"') {
        quoted();
      } else {
        token();
      }
    } else {
      at = before;
    }
  }

  private void blanks() {
    while (at < end && FieldSyntax.isBlank(peek())) {
      at++;
    }
  }

  private void token() throws ViolationException {
    int from = at;
    while (at < end && FieldSyntax.isTokenChar(peek())) {
      at++;
    }
    if (at == from) {
      throw new ViolationException(Violation.BAD_EXTENSION);
    }
  }

  private void quoted() throws ViolationException {
    at++;
    while (at < end && peek() != '"') {
      if (peek() == '\\') {
        at++;
      }
      if (at >= end || !FieldSyntax.isValueByte(peek())) {
        throw new ViolationException(Violation.BAD_EXTENSION);
      }
      at++;
    }
    if (at == end) {
      throw new ViolationException(Violation.BAD_EXTENSION);
    }
    at++;
  }

  private int peek() {
    return bytes.getUnsignedByte(at);
  }

  private static int hex(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
