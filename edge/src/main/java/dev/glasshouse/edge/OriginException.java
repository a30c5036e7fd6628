package dev.glasshouse.edge;

import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Nobody behind us answered a request as it should be answered. */
public final class OriginException extends IOException {
  private static final long serialVersionUID = 1;
  private final ProxyError error;
  private final Status status;
  private final transient Because because;
  private final Processed processed;
  private final transient Optional<Duration> retryAfter;

  /** What the server that failed may have done with the request. */
  public enum Processed {
    /** Nothing: it was not sent, or the server has said so. */
    NO,
    /** Perhaps something. */
    PERHAPS
  }

  private OriginException(
      ProxyError error,
      Status status,
      Because because,
      Processed processed,
      Optional<Duration> retryAfter) {
    super(HttpException.sentence(because));
    this.error = error;
    this.status = status;
    this.because = because;
    this.processed = processed;
    this.retryAfter = retryAfter;
  }

  /** A failure of a kind, with the status that is recommended for it. */
  public static OriginException of(
      ProxyError error, Processed processed, Reason reason, Object... arguments) {
    return new OriginException(
        error,
        error.status(),
        Because.of(reason, error.clause(), arguments),
        processed,
        Optional.empty());
  }

  /** The same with another status for the client. */
  public OriginException as(Status other) {
    return copy(new OriginException(error, other, because, processed, retryAfter));
  }

  /** The same, saying when the client may come again (RFC 9110 10.2.3). */
  public OriginException after(Duration wait) {
    return copy(new OriginException(error, status, because, processed, Optional.of(wait)));
  }

  /** The same, because of that. */
  public OriginException from(Throwable cause) {
    initCause(cause);
    return this;
  }

  private OriginException copy(OriginException other) {
    other.setStackTrace(getStackTrace());
    return getCause() == null ? other : other.from(getCause());
  }

  /** What went wrong. */
  public ProxyError error() {
    return error;
  }

  /** What the client is told. */
  public Status status() {
    return status;
  }

  /** Why. */
  public Because because() {
    return because;
  }

  /** What the server may have done with the request. */
  public Processed processed() {
    return processed;
  }

  /** When the client may come again, where that is known. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
