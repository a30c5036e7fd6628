package dev.glasshouse.http.h3;

import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.journey.Clause;
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

  /** What a peer did that is a connection error with this code, in words. */
  static ViolationException violation(Http3ErrorCode code, String problem) {
    return ViolationException.of(
        Violation.CODEC_REFUSED, clause(code), Texts.shown(code + ": " + problem));
  }

  /** The clause that says what this code is for. */
  private static Clause clause(Http3ErrorCode code) {
    return switch (code) {
      case H3_STREAM_CREATION_ERROR -> Clause.rfc(9114, "6.2");
      case H3_CLOSED_CRITICAL_STREAM, H3_MISSING_SETTINGS -> Clause.rfc(9114, "6.2.1");
      case H3_FRAME_ERROR -> Clause.rfc(9114, "7.1");
      case H3_FRAME_UNEXPECTED -> Clause.rfc(9114, "7.2");
      case H3_SETTINGS_ERROR -> Clause.rfc(9114, "7.2.4");
      case QPACK_DECOMPRESSION_FAILED -> Clause.rfc(9204, "2.2");
      case QPACK_ENCODER_STREAM_ERROR -> Clause.rfc(9204, "4.3");
      case QPACK_DECODER_STREAM_ERROR -> Clause.rfc(9204, "4.4");
      default -> Clause.rfc(9114, "8.1");
    };
  }
}
