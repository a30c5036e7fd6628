package dev.glasshouse.http;

import dev.glasshouse.journey.Because;

/** The peer ended a message before its end: what came is not the whole (RFC 9112 8). */
public final class IncompleteException extends HttpException {
  private static final long serialVersionUID = 1;

  public IncompleteException(Because because) {
    super(sentence(because), because);
  }

  @Override
  public HttpException again() {
    return (IncompleteException) new IncompleteException(because()).initCause(this);
  }
}
