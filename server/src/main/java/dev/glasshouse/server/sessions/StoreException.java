package dev.glasshouse.server.sessions;

import java.io.IOException;

/** The store of the sessions did not answer, or not as it should. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure.
   *
   * @param problem what went wrong, for people; without secrets
   */
  public StoreException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
