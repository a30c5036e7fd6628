package dev.glasshouse.http;

import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.Reason;
import dev.glasshouse.journey.StreamReason;

/**
 * What a peer may do that the protocol does not allow, with the clause that forbids it and the
 * status with which a server answers it.
 */
public enum Violation {
  NOT_HTTP(HttpReason.NOT_HTTP, 9112, "4"),
  TLS_BYTES(HttpReason.TLS_BYTES, 9112, "2.1"),
  SPEAKS_TLS(HttpReason.SPEAKS_TLS, 9112, "2.1"),
  SPEAKS_HTTP_2(HttpReason.SPEAKS_HTTP_2, 9113, "3.4"),
  SPEAKS_HTTP_1(HttpReason.SPEAKS_HTTP_1, 9113, "3.3"),
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
  CODEC_REFUSED(HttpReason.CODEC_REFUSED, 9112, "2.2"),
  PREFACE_MISSING(StreamReason.PREFACE_MISSING, 9113, "3.4"),
  SETTINGS_MISSING(StreamReason.SETTINGS_MISSING, 9113, "3.4"),
  BAD_FRAME(StreamReason.BAD_FRAME, 9113, "4.2"),
  BAD_COMPRESSION(StreamReason.BAD_COMPRESSION, 9113, "4.3"),
  FRAME_ON_IDLE(StreamReason.FRAME_ON_IDLE, 9113, "5.1"),
  FRAME_ON_CLOSED(StreamReason.FRAME_ON_CLOSED, 9113, "5.1"),
  FRAME_AFTER_END(StreamReason.FRAME_AFTER_END, 9113, "5.1"),
  FRAME_ON_RESERVED(StreamReason.FRAME_ON_RESERVED, 9113, "5.1"),
  STREAM_PARITY(StreamReason.STREAM_PARITY, 9113, "5.1.1"),
  STREAM_BACKWARDS(StreamReason.STREAM_BACKWARDS, 9113, "5.1.1"),
  TOO_MANY_STREAMS(StreamReason.TOO_MANY_STREAMS, 9113, "5.1.2"),
  PSEUDO_MISSING(StreamReason.PSEUDO_MISSING, 9113, "8.3"),
  PSEUDO_TWICE(StreamReason.PSEUDO_TWICE, 9113, "8.3"),
  PSEUDO_UNKNOWN(StreamReason.PSEUDO_UNKNOWN, 9113, "8.3"),
  PSEUDO_LATE(StreamReason.PSEUDO_LATE, 9113, "8.3"),
  PSEUDO_VALUE(StreamReason.PSEUDO_VALUE, 9113, "8.3.1"),
  PSEUDO_IN_TRAILERS(StreamReason.PSEUDO_IN_TRAILERS, 9113, "8.1"),
  UPPER_CASE(StreamReason.UPPER_CASE, 9113, "8.2.1"),
  CONNECTION_FIELD(StreamReason.CONNECTION_FIELD, 9113, "8.2.2"),
  BAD_TE(StreamReason.BAD_TE, 9113, "8.2.2"),
  HOST_DIFFERS(StreamReason.HOST_DIFFERS, 9113, "8.3.1"),
  LENGTH_DIFFERS(StreamReason.LENGTH_DIFFERS, 9113, "8.1.1"),
  TRAILERS_NOT_LAST(StreamReason.TRAILERS_NOT_LAST, 9113, "8.1"),
  DATA_BEFORE_HEAD(StreamReason.DATA_BEFORE_HEAD, 9113, "8.1"),
  INTERIM_AT_END(StreamReason.INTERIM_AT_END, 9113, "8.1"),
  WINDOW_EXCEEDED(StreamReason.WINDOW_EXCEEDED, 9113, "6.9.1"),
  WINDOW_OVERFLOW(StreamReason.WINDOW_OVERFLOW, 9113, "6.9.1"),
  ZERO_INCREMENT(StreamReason.ZERO_INCREMENT, 9113, "6.9"),
  BAD_SETTING(StreamReason.BAD_SETTING, 9113, "6.5.2"),
  UNASKED_ACK(StreamReason.UNASKED_ACK, 9113, "6.5.3"),
  UNASKED_PUSH(StreamReason.UNASKED_PUSH, 9113, "8.4"),
  BAD_PUSH(StreamReason.BAD_PUSH, 9113, "8.4"),
  SELF_DEPENDENCY(StreamReason.SELF_DEPENDENCY, 7540, "5.3.1"),
  BAD_PRIORITY_UPDATE(StreamReason.BAD_PRIORITY_UPDATE, 9218, "7"),
  INADEQUATE_SECURITY(StreamReason.INADEQUATE_SECURITY, 9113, "9.2.2");

  private final Reason reason;
  private final Clause clause;

  Violation(Reason reason, int rfc, String section) {
    this.reason = reason;
    this.clause = Clause.rfc(rfc, section);
  }

  /** The sentence. */
  public Reason reason() {
    return reason;
  }

  /** The clause that forbids it. */
  public Clause clause() {
    return clause;
  }

  /**
   * The clause of a version's own that forbids it; where it has none, the same as {@link #clause}.
   */
  public Clause clause(HttpVersion version) {
    if (version != HttpVersion.HTTP_3) {
      return clause;
    }
    return switch (this) {
      case PSEUDO_MISSING, PSEUDO_TWICE, PSEUDO_UNKNOWN, PSEUDO_LATE, PSEUDO_IN_TRAILERS ->
          Clause.rfc(9114, "4.3");
      case PSEUDO_VALUE, HOST_DIFFERS -> Clause.rfc(9114, "4.3.1");
      case UPPER_CASE, CONNECTION_FIELD, BAD_TE -> Clause.rfc(9114, "4.2");
      case LENGTH_DIFFERS -> Clause.rfc(9114, "4.1.2");
      case TRAILERS_NOT_LAST, DATA_BEFORE_HEAD, INTERIM_AT_END -> Clause.rfc(9114, "4.1");
      case UNASKED_SWITCH -> Clause.rfc(9114, "4.5");
      case CODEC_REFUSED -> Clause.rfc(9114, "4.1.2");
      default -> clause;
    };
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
