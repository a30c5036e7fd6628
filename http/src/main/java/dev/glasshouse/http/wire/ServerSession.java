package dev.glasshouse.http.wire;

/** A connection that a server took, and serves until it ends. */
public interface ServerSession {
  /** Begins to serve; on the channel's event loop. */
  void start();

  /** Closes it, in the way that its version has for that. */
  void close();

  /**
   * Takes no more requests, says so in the way that its version has for that, and closes when those
   * under way are answered.
   */
  default void drain() {
    close();
  }
}
