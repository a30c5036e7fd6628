package dev.glasshouse.http.h2;

import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A server's first bytes that are no frame but the beginning of another protocol, as happens where
 * HTTP/2 is spoken with prior knowledge (RFC 9113 3.3). As a frame's length each of them would be
 * far beyond what may come. Pure.
 */
final class OtherProtocol {
  /** Bytes that tell all of them apart. */
  static final int ENOUGH = 5;

  /** Characters of a status line that are told. */
  private static final int TOLD = 60;

  private static final byte[] HTTP = "HTTP/".getBytes(StandardCharsets.US_ASCII);

  private OtherProtocol() {}

  /** What is wrong; empty where it may be HTTP/2, or more has to come. */
  static Optional<Fault> of(ByteBuf in) {
    int at = in.readerIndex();
    int there = in.readableBytes();
    if (there >= 2
        && (in.getByte(at) == 0x15 || in.getByte(at) == 0x16)
        && in.getByte(at + 1) == 3) {
      return Optional.of(Fault.connection(Http2Error.PROTOCOL_ERROR, Violation.SPEAKS_TLS));
    }
    if (there < HTTP.length) {
      return Optional.empty();
    }
    for (int i = 0; i < HTTP.length; i++) {
      if (in.getByte(at + i) != HTTP[i]) {
        return Optional.empty();
      }
    }
    String begin = in.toString(at, Math.min(there, TOLD), StandardCharsets.ISO_8859_1);
    int end = begin.indexOf('\r');
    String line = Texts.shown(end < 0 ? begin : begin.substring(0, end));
    return Optional.of(Fault.connection(Http2Error.PROTOCOL_ERROR, Violation.SPEAKS_HTTP_1, line));
  }
}
