package dev.glasshouse.http.h2;

/** The states of a stream and what leads from one to the next (RFC 9113 5.1). */
enum StreamState {
  IDLE,
  RESERVED_LOCAL,
  RESERVED_REMOTE,
  OPEN,
  HALF_CLOSED_LOCAL,
  HALF_CLOSED_REMOTE,
  CLOSED;

  /** After our last frame of it. */
  StreamState afterOurEnd() {
    return switch (this) {
      case IDLE, OPEN -> HALF_CLOSED_LOCAL;
      case RESERVED_LOCAL, HALF_CLOSED_REMOTE, CLOSED -> CLOSED;
      case RESERVED_REMOTE, HALF_CLOSED_LOCAL -> this;
    };
  }

  /** After the peer's last frame of it. */
  StreamState afterTheirEnd() {
    return switch (this) {
      case IDLE, OPEN -> HALF_CLOSED_REMOTE;
      case RESERVED_REMOTE, HALF_CLOSED_LOCAL, CLOSED -> CLOSED;
      case RESERVED_LOCAL, HALF_CLOSED_REMOTE -> this;
    };
  }

  /** Whether the peer may send content and fields on it. */
  boolean mayReceive() {
    return switch (this) {
      case OPEN, HALF_CLOSED_LOCAL -> true;
      case IDLE, RESERVED_LOCAL, RESERVED_REMOTE, HALF_CLOSED_REMOTE, CLOSED -> false;
    };
  }

  /** Whether we may send content and fields on it. */
  boolean maySend() {
    return switch (this) {
      case OPEN, HALF_CLOSED_REMOTE, RESERVED_LOCAL -> true;
      case IDLE, RESERVED_REMOTE, HALF_CLOSED_LOCAL, CLOSED -> false;
    };
  }
}
