package dev.glasshouse.http;

import dev.glasshouse.journey.Because;

/**
 * The peer ended this one exchange with an error code; its connection stands (RFC 9113 5.4.2, RFC
 * 9114 8).
 */
public final class ResetException extends HttpException {
  private static final long serialVersionUID = 1;
  private final String code;

  /**
   * A reset.
   *
   * @param code the error code's name
   */
  public ResetException(String code, Because because) {
    super(sentence(because), because);
    this.code = code;
  }

  /** The error code's name, for example {@code INTERNAL_ERROR}. */
  public String code() {
    return code;
  }

  @Override
  public HttpException again() {
    return (ResetException) new ResetException(code, because()).initCause(this);
  }
}
