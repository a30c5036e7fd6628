package dev.glasshouse.net.proxy;

import java.io.IOException;

/** A proxy did not make a way. */
public final class TunnelException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Whether it is worth to come again. */
  public enum Again {
    /** On a new connection: the proxy knows by now what it wants to know. */
    RECONNECT,
    /** Not at all. */
    NEVER
  }

  private final Again again;

  TunnelException(String message, Again again) {
    super(message);
    this.again = again;
  }

  /** A refusal for good. */
  public static TunnelException refused(String message) {
    return new TunnelException(message, Again.NEVER);
  }

  /** Whether it is worth to come again. */
  public Again again() {
    return again;
  }
}
