package dev.glasshouse.http.websocket;

import java.nio.charset.StandardCharsets;

/**
 * A whole message.
 *
 * @param kind what it is
 * @param bytes its content; a text's is UTF-8
 */
public record Message(Kind kind, byte[] bytes) {
  /** A text. */
  public static Message of(String text) {
    return new Message(Kind.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes. */
  public static Message of(byte[] bytes) {
    return new Message(Kind.BINARY, bytes);
  }

  /** The content as a text. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
