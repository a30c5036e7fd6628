package dev.glasshouse.http.websocket;

/** What a message is (RFC 6455 5.6). */
public enum Kind {
  /** Text in UTF-8. */
  TEXT,
  /** Bytes. */
  BINARY;

  Opcode opcode() {
    return this == TEXT ? Opcode.TEXT : Opcode.BINARY;
  }

  /** As the journey writes it. */
  public String text() {
    return this == TEXT ? "text" : "binary";
  }
}
