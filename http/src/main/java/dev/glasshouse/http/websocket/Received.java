package dev.glasshouse.http.websocket;

/** What a peer has sent, frame by frame, checked, unmasked and decompressed. */
sealed interface Received {
  /** A message begins. */
  record Begun(Kind kind, boolean compressed) implements Received {}

  /** Some of a message's content. */
  record Content(byte[] bytes) implements Received {}

  /**
   * A message is whole.
   *
   * @param bytes of it
   * @param wire bytes that its frames had, heads left out
   * @param fragments how many frames it had
   */
  record Whole(long bytes, long wire, int fragments) implements Received {}

  /** It asks whether we are there. */
  record Ping(byte[] payload) implements Received {}

  /** It is there. */
  record Pong(byte[] payload) implements Received {}

  /** It closes. */
  record Close(CloseCode code, String reason) implements Received {}
}
