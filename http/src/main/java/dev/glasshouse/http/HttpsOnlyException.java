package dev.glasshouse.http;

import dev.glasshouse.journey.Because;

/**
 * The name system says that a host is to be asked by https alone, and the URL was of http (RFC 9460
 * 9.5). Nothing was sent.
 */
public final class HttpsOnlyException extends HttpException {
  private static final long serialVersionUID = 1;

  /** Made from why. */
  public HttpsOnlyException(Because because) {
    super(sentence(because), because);
  }

  @Override
  public HttpException again() {
    return (HttpsOnlyException) new HttpsOnlyException(because()).initCause(this);
  }
}
