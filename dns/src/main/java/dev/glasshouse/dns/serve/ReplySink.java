package dev.glasshouse.dns.serve;

/** Where the answer to one question goes. From any thread. */
public interface ReplySink {

  /**
   * Sends the answer. One that is too large for its client is cut, with TC set.
   *
   * @param message its first {@code length} bytes are copied before this returns
   */
  void reply(byte[] message, int length);

  /** Sends nothing. */
  void drop();

  /**
   * Sends one message of several, as zone transfers do. Whoever sends many asks {@link #ready} in
   * between.
   *
   * @return whether the client is still there
   */
  default boolean part(byte[] message, int length) {
    throw new UnsupportedOperationException("a datagram is one message");
  }

  /**
   * Runs this when the client has taken most of what was sent, or is gone, on an event loop; at
   * once when that is so now.
   */
  default void ready(Runnable next) {
    next.run();
  }
}
