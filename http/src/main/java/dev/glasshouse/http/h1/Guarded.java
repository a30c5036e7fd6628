package dev.glasshouse.http.h1;

import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;

/** What the {@link MessageGuard} tells of the bytes that it lets through, in order with them. */
sealed interface Guarded {
  /** The first byte of a head has come. */
  record HeadBegun() implements Guarded {}

  /**
   * A whole head has come; its bytes follow.
   *
   * @param bytes its size, the start line and the empty line included
   * @param framing how its content ends
   */
  record Head(long bytes, Framing framing) implements Guarded {}

  /** Nothing more is let through. */
  record Refused(HttpException problem) implements Guarded {}
}
