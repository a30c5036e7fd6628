package dev.glasshouse.http.wire;

import dev.glasshouse.http.CancelledException;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sees to it that the content of a request has one reader at a time: the handler, or a thread of
 * its own that goes on with it while the answer goes out, and after the answer the connection. A
 * piece that somebody reads is freed only behind that.
 */
public final class OneReader {
  private final WireBody wire;
  private final ReentrantLock reading = new ReentrantLock();

  /** The answer is out: the handler's side reads no more. */
  private volatile boolean over;

  /** Nobody reads any more. */
  private volatile boolean freed;

  /** What is read. */
  public OneReader(WireBody wire) {
    this.wire = wire;
  }

  /**
   * The handler's side begins to read; {@link #handBack} follows.
   *
   * @throws CancelledException when the answer is out, or somebody else reads
   */
  public void take() throws CancelledException {
    if (over || !reading.tryLock()) {
      throw givenUp();
    }
  }

  /** The handler's side has read. */
  public void handBack() {
    reading.unlock();
    if (freed) {
      free();
    }
  }

  /**
   * What was just read is the handler's only while the answer is not out: behind that the content
   * is let go of piece by piece, and the next may be one behind a hole, or an end.
   */
  void stillWanted() throws CancelledException {
    if (over) {
      throw givenUp();
    }
  }

  /** The answer is out: waits for whoever reads, and is the reader; {@link #handBack} follows. */
  public void takeOver() {
    over = true;
    reading.lock();
  }

  /** The answer is out: whoever still reads is to stop. */
  public void over() {
    over = true;
  }

  /** It is over: frees what was taken and not read; whoever still reads does it else. */
  public void free() {
    over = true;
    freed = true;
    if (reading.tryLock()) {
      try {
        wire.free();
      } finally {
        reading.unlock();
      }
    }
  }

  private static CancelledException givenUp() {
    return new CancelledException(Because.of(HttpReason.GIVEN_UP));
  }
}
