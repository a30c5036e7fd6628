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

  /** What the proxy did. */
  enum Kind {
    /** It said no, or something that means nothing. */
    REFUSED,
    /** It said nothing, or not the whole of it, as long as it was waited for. */
    SILENT
  }

  private final Again again;
  private final Kind kind;

  TunnelException(String message, Again again) {
    this(message, again, Kind.REFUSED);
  }

  private TunnelException(String message, Again again, Kind kind) {
    super(message);
    this.again = again;
    this.kind = kind;
  }

  /** Nothing came in time. */
  static TunnelException silent() {
    return new TunnelException("it did not answer in time", Again.NEVER, Kind.SILENT);
  }

  Kind kind() {
    return kind;
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
