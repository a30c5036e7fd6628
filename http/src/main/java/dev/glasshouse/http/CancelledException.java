package dev.glasshouse.http;

import dev.glasshouse.journey.Because;

/** The exchange was given up on our side. */
public final class CancelledException extends HttpException {
  private static final long serialVersionUID = 1;

  public CancelledException(Because because) {
    super(sentence(because), because);
  }

  @Override
  public HttpException again() {
    return (CancelledException) new CancelledException(because()).initCause(this);
  }
}
