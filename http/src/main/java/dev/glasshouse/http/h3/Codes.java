package dev.glasshouse.http.h3;

import io.netty.handler.codec.http3.Http3ErrorCode;

/** The error codes of RFC 9114 8.1 and RFC 9204 6, and those that they do not know. */
public final class Codes {
  private Codes() {}

  /** The name of a code; of one that is not known, its number. */
  public static String name(long code) {
    for (Http3ErrorCode known : Http3ErrorCode.values()) {
      if (known.code() == code) {
        return known.name();
      }
    }
    return "0x" + Long.toHexString(code);
  }
}
