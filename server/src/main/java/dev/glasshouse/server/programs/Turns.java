package dev.glasshouse.server.programs;

import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ProgramReason;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets so many programs run at once, and the others wait for their turn, for a while. */
final class Turns {
  private final ProgramLimits limits;
  private final Semaphore free;

  Turns(ProgramLimits limits) {
    this.limits = limits;
    this.free = new Semaphore(limits.running(), true);
  }

  /** Waits for a turn, which must be given back. */
  void take() throws ProgramException, InterruptedIOException {
    try {
      if (free.tryAcquire(limits.waiting().toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("given up");
    }
    throw new ProgramException(
        Status.SERVICE_UNAVAILABLE,
        Because.of(ProgramReason.ALL_BUSY, limits.running(), limits.waiting().toSeconds() + " s"),
        "the program is busy");
  }

  void giveBack() {
    free.release();
  }
}
