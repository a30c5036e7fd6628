package dev.glasshouse.http.h2;

import io.netty.handler.codec.http2.Http2Error;

/** The error codes of RFC 9113 7, and those that it does not know. */
final class ErrorCodes {
  private ErrorCodes() {}

  /** The error of a code; one that is not known is as good as INTERNAL_ERROR. */
  static Http2Error of(long code) {
    Http2Error known = Http2Error.valueOf(code);
    return known == null ? Http2Error.INTERNAL_ERROR : known;
  }

  /** The name of a code; of one that is not known, its number. */
  static String name(long code) {
    Http2Error known = Http2Error.valueOf(code);
    return known == null ? "0x" + Long.toHexString(code) : known.name();
  }
}
