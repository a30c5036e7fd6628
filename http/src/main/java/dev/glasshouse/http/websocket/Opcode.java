package dev.glasshouse.http.websocket;

import java.util.Optional;

/** What a frame is (RFC 6455 11.8). */
enum Opcode {
  CONTINUATION(0),
  TEXT(1),
  BINARY(2),
  CLOSE(8),
  PING(9),
  PONG(10);

  private final int code;

  Opcode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Whether it may stand between the fragments of a message, and is never one itself. */
  boolean isControl() {
    return code >= 8;
  }

  /** That of a number; empty where the number is reserved. */
  static Optional<Opcode> of(int code) {
    for (Opcode one : values()) {
      if (one.code == code) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }
}
