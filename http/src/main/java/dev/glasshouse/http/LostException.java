package dev.glasshouse.http;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.StreamReason;

/** The connection went away before any byte of the answer had come. */
public final class LostException extends HttpException {
  private static final long serialVersionUID = 1;

  public LostException(Because because) {
    super(sentence(because), because);
  }

  /**
   * Whether the peer has said, or it is known otherwise, that it did not look at the request (RFC
   * 9113 8.7, RFC 9114 5.2): then it may be sent again whatever it is.
   */
  public boolean isUnprocessed() {
    return because().reason() == StreamReason.REFUSED_STREAM
        || because().reason() == StreamReason.AFTER_LAST
        || because().reason() == StreamReason.NOT_SENT;
  }

  @Override
  public HttpException again() {
    return (LostException) new LostException(because()).initCause(this);
  }
}
