package dev.glasshouse.server.logs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What waits for one thread to be written, from many who must not wait themselves: to put something
 * there takes a lock for a moment, and wakes nobody while that thread is at work or pauses.
 */
public final class Waiting<T> {
  /** How long nothing is waited for at most, milliseconds. */
  private static final int LOOK = 100;

  private final int most;
  private List<T> all = new ArrayList<>();
  private long left;
  private boolean idle;
  private volatile boolean full;
  private volatile boolean closed;

  /**
   * What waited.
   *
   * @param left how many were left out since the last time
   * @param last whether nothing comes after these
   */
  public record Some<T>(List<T> all, long left, boolean last) {
    /** Whether there is anything to be written. */
    public boolean isAny() {
      return !all.isEmpty() || left > 0;
    }

    /** Whether that was all that there ever will be. */
    public boolean isEnd() {
      return last && !isAny();
    }
  }

  /** A place where so many may wait; what comes while it is full is left out. */
  public Waiting(int most) {
    this.most = most;
  }

  /** Whether there is room for what comes next; where there is none, it counts as left out. */
  public boolean hasRoom() {
    if (!full && !closed) {
      return true;
    }
    synchronized (this) {
      left++;
    }
    return false;
  }

  /** Takes something, or counts that it is left out. */
  public synchronized void take(T its) {
    if (full || closed) {
      left++;
      return;
    }
    all.add(its);
    full = all.size() >= most;
    if (idle) {
      idle = false;
      notifyAll();
    }
  }

  /** Waits a little for something, and gives all that is there. */
  public synchronized Some<T> next() throws InterruptedException {
    if (all.isEmpty() && left == 0 && !closed) {
      idle = true;
      wait(LOOK);
      idle = false;
    }
    var some = new Some<>(all, left, closed);
    all = new ArrayList<>(Math.max(16, all.size()));
    left = 0;
    full = false;
    return some;
  }

  /**
   * A pause after some were written, so that what comes meanwhile goes out together; none at the
   * end.
   */
  public void gather(Duration pause) throws InterruptedException {
    if (!closed) {
      Thread.sleep(pause);
    }
  }

  /** Nothing is taken any more. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
