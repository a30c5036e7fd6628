package dev.glasshouse.http;

import dev.glasshouse.journey.Because;

/** The connection went away before any byte of the answer had come. */
public final class LostException extends HttpException {
  private static final long serialVersionUID = 1;

  public LostException(Because because) {
    super(sentence(because), because);
  }

  @Override
  public HttpException again() {
    return (LostException) new LostException(because()).initCause(this);
  }
}
