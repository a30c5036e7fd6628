package dev.glasshouse.http;

import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;

/**
 * What a peer may do that the protocol does not allow, with the clause that forbids it and the
 * status with which a server answers it.
 */
public enum Violation {
  NOT_HTTP(HttpReason.NOT_HTTP, 9112, "4"),
  TLS_BYTES(HttpReason.TLS_BYTES, 9112, "2.1"),
  BAD_STATUS_LINE(HttpReason.BAD_STATUS_LINE, 9112, "4"),
  BAD_REQUEST_LINE(HttpReason.BAD_REQUEST_LINE, 9112, "3"),
  BAD_METHOD(HttpReason.BAD_METHOD, 9112, "3.1"),
  BAD_TARGET(HttpReason.BAD_TARGET, 9112, "3.2"),
  BAD_VERSION(HttpReason.BAD_VERSION, 9112, "2.3"),
  UNSUPPORTED_VERSION(HttpReason.UNSUPPORTED_VERSION, 9110, "2.5"),
  BARE_LF(HttpReason.BARE_LF, 9112, "2.2"),
  BARE_CR(HttpReason.BARE_CR, 9112, "2.2"),
  NUL(HttpReason.NUL, 9110, "5.5"),
  OBS_FOLD(HttpReason.OBS_FOLD, 9112, "5.2"),
  LEADING_SPACE(HttpReason.LEADING_SPACE, 9112, "2.2"),
  SPACE_BEFORE_COLON(HttpReason.SPACE_BEFORE_COLON, 9112, "5.1"),
  NO_COLON(HttpReason.NO_COLON, 9112, "5"),
  BAD_FIELD_NAME(HttpReason.BAD_FIELD_NAME, 9110, "5.1"),
  BAD_FIELD_VALUE(HttpReason.BAD_FIELD_VALUE, 9110, "5.5"),
  LENGTH_AND_CODING(HttpReason.LENGTH_AND_CODING, 9112, "6.1"),
  LENGTHS_DIFFER(HttpReason.LENGTHS_DIFFER, 9112, "6.3"),
  BAD_LENGTH(HttpReason.BAD_LENGTH, 9112, "6.3"),
  CHUNKED_NOT_LAST(HttpReason.CHUNKED_NOT_LAST, 9112, "6.3"),
  CHUNKED_TWICE(HttpReason.CHUNKED_TWICE, 9112, "6.1"),
  CODING_NOT_SUPPORTED(HttpReason.CODING_NOT_SUPPORTED, 9112, "6.1"),
  CODING_ON_1_0(HttpReason.CODING_ON_1_0, 9112, "6.1"),
  CODING_WITHOUT_BODY(HttpReason.CODING_WITHOUT_BODY, 9112, "6.1"),
  BAD_CHUNK_SIZE(HttpReason.BAD_CHUNK_SIZE, 9112, "7.1"),
  CHUNK_TOO_LARGE(HttpReason.CHUNK_TOO_LARGE, 9112, "7.1"),
  BAD_CHUNK_END(HttpReason.BAD_CHUNK_END, 9112, "7.1"),
  BAD_EXTENSION(HttpReason.BAD_EXTENSION, 9112, "7.1.1"),
  HOST_MISSING(HttpReason.HOST_MISSING, 9112, "3.2"),
  HOST_TWICE(HttpReason.HOST_TWICE, 9112, "3.2"),
  BAD_HOST(HttpReason.BAD_HOST, 9112, "3.2"),
  EXCESS_BYTES(HttpReason.EXCESS_BYTES, 9112, "6.3"),
  UNASKED_BYTES(HttpReason.UNASKED_BYTES, 9112, "9.2"),
  UNASKED_SWITCH(HttpReason.UNASKED_SWITCH, 9110, "15.2.2"),
  BAD_CODING(HttpReason.BAD_CODING, 9110, "8.4"),
  BAD_EXPECT(HttpReason.BAD_EXPECT, 9110, "10.1.1"),
  CODEC_REFUSED(HttpReason.CODEC_REFUSED, 9112, "2.2");

  private final HttpReason reason;
  private final Clause clause;

  Violation(HttpReason reason, int rfc, String section) {
    this.reason = reason;
    this.clause = Clause.rfc(rfc, section);
  }

  /** The sentence. */
  public HttpReason reason() {
    return reason;
  }

  /** The clause that forbids it. */
  public Clause clause() {
    return clause;
  }

  /** With what a server answers a request that does this. */
  public Status answer() {
    return switch (this) {
      case UNSUPPORTED_VERSION -> Status.VERSION_NOT_SUPPORTED;
      case CODING_NOT_SUPPORTED -> Status.NOT_IMPLEMENTED;
      case BAD_EXPECT -> Status.EXPECTATION_FAILED;
      default -> Status.BAD_REQUEST;
    };
  }
}
