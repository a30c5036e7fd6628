package dev.glasshouse.browser;

/** A page cannot do what was asked of it; the message says why. */
public final class PageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PageException(String message) {
    super(message);
  }

  PageException(String message, Throwable cause) {
    super(message, cause);
  }
}
