package dev.glasshouse.http;

import dev.glasshouse.journey.Because;

/** The version that was asked for, and no other, cannot be had. */
public final class VersionException extends HttpException {
  private static final long serialVersionUID = 1;

  /** Made from why. */
  public VersionException(Because because) {
    super(sentence(because), because);
  }

  @Override
  public HttpException again() {
    return (VersionException) new VersionException(because()).initCause(this);
  }
}
