package dev.glasshouse.server.programs;

import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ProgramReason;
import java.io.IOException;
import java.time.Duration;

/**
 * A program did not answer a request as it should: it was not there, too slow, or said nonsense.
 */
public final class ProgramException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Because because;
  private final int status;

  ProgramException(Status status, Because because, String message) {
    super(message);
    this.because = because;
    this.status = status.code();
  }

  /**
   * Its client has gone. The status is for logs alone, and the one that nginx made for this: none
   * is registered.
   */
  static ProgramException unwanted() {
    return new ProgramException(
        new Status(499), Because.of(ProgramReason.UNWANTED), "the client has gone");
  }

  /** It took too long for its next byte, or to take one. */
  static ProgramException slow(Duration patience, String who) {
    String time = Texts.duration(patience);
    return new ProgramException(
        Status.GATEWAY_TIMEOUT,
        Because.of(ProgramReason.TOO_SLOW, time),
        who + " said nothing for " + time);
  }

  /** Why. */
  public Because because() {
    return because;
  }

  /** What the client gets: 502, 503 or 504 (RFC 9110 15.6); 499 when it has gone. */
  public Status status() {
    return new Status(status);
  }
}
