package dev.glasshouse.http;

import dev.glasshouse.journey.Because;

/** A message is larger than a limit of ours allows. */
public final class LimitException extends HttpException {
  private static final long serialVersionUID = 1;

  LimitException(Because because) {
    super(sentence(because), because);
  }

  @Override
  HttpException again() {
    return (LimitException) new LimitException(because()).initCause(this);
  }
}
