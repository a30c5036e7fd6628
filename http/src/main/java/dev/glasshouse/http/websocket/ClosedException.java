package dev.glasshouse.http.websocket;

import dev.glasshouse.journey.Because;
import java.io.IOException;

/** A conversation that is over, or has to end, before its time: with which code, and why. */
public final class ClosedException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient CloseCode code;
  private final transient Because because;

  /** Made from the code that is told to the peer, and why. */
  public ClosedException(CloseCode code, Because because) {
    super(because.reason().en());
    this.code = code;
    this.because = because;
  }

  /** The code. */
  public CloseCode code() {
    return code;
  }

  /** Why. */
  public Because because() {
    return because;
  }
}
