package dev.glasshouse.fetch;

import dev.glasshouse.journey.Because;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A fetch that brought nothing: a scheme that is not fetched, a redirect that is not followed, a
 * file that is not there, or an exchange that failed (then the cause says how). The message is a
 * clear line for people.
 */
public final class FetchException extends IOException {
  private static final long serialVersionUID = 1;
  private final transient Because because;

  FetchException(String message, Because because) {
    this(message, because, null);
  }

  FetchException(String message, Because because, @Nullable Throwable cause) {
    super(message, cause);
    this.because = because;
  }

  /** Why, with the clause where there is one. */
  public Because because() {
    return because;
  }
}
