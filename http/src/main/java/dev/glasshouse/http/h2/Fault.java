package dev.glasshouse.http.h2;

import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import io.netty.handler.codec.http2.Http2Error;

/** What a peer did wrong, and how far it reaches: a stream, or the whole connection. */
final class Fault extends Exception {
  private static final long serialVersionUID = 1;
  private final int stream;
  private final transient Http2Error code;
  private final HttpException problem;

  private Fault(int stream, Http2Error code, HttpException problem) {
    super(problem.getMessage(), problem, false, false);
    this.stream = stream;
    this.code = code;
    this.problem = problem;
  }

  /** A connection error (RFC 9113 5.4.1). */
  static Fault connection(Http2Error code, Violation violation, Object... arguments) {
    return connection(code, new ViolationException(violation, arguments));
  }

  /** A connection error. */
  static Fault connection(Http2Error code, HttpException problem) {
    return new Fault(0, code, problem);
  }

  /** A stream error (RFC 9113 5.4.2). */
  static Fault stream(int stream, Http2Error code, Violation violation, Object... arguments) {
    return stream(stream, code, new ViolationException(violation, arguments));
  }

  /** A stream error. */
  static Fault stream(int stream, Http2Error code, HttpException problem) {
    return new Fault(stream, code, problem);
  }

  /** The stream's number; 0 for the connection. */
  int stream() {
    return stream;
  }

  Http2Error code() {
    return code;
  }

  HttpException problem() {
    return problem;
  }
}
