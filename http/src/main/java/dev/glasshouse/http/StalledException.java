package dev.glasshouse.http;

import dev.glasshouse.journey.Because;

/** The peer let a deadline pass. */
public final class StalledException extends HttpException {
  private static final long serialVersionUID = 1;

  public StalledException(Because because) {
    super(sentence(because), because);
  }

  @Override
  public HttpException again() {
    return (StalledException) new StalledException(because()).initCause(this);
  }
}
