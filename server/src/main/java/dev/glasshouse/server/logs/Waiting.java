package dev.glasshouse.server.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What waits for one thread to be written, from many who must not wait themselves: to put something
 * there takes a lock for a moment, and wakes nobody while that thread is at work or pauses.
 */
public final class Waiting<T> {
  /** How long nothing is waited for at most, milliseconds. */
  private static final int LOOK = 100;

  /** How long a pause is at most, milliseconds. */
  private static final int GATHERED = 20;

  /** So many are worth to be written. */
  private static final int MANY = 128;

  private final int most;
  private List<T> all = new ArrayList<>();
  private long left;

  /** So many that wait wake the one who writes; as long as he is at work, none do. */
  private int waking = Integer.MAX_VALUE;

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
    if (all.size() >= waking) {
      waking = Integer.MAX_VALUE;
      notifyAll();
    }
  }

  /** Waits a little for something, and gives all that is there. */
  public synchronized Some<T> next() throws InterruptedException {
    if (all.isEmpty() && left == 0) {
      await(1, LOOK);
    }
    var some = new Some<>(all, left, closed);
    all = new ArrayList<>(Math.max(16, all.size()));
    left = 0;
    full = false;
    return some;
  }

  /**
   * A pause after some were written, so that those that come meanwhile go out together: until there
   * are many, for a time at most, and none at the end. What waits for long is what the garbage
   * collector has to copy: this is why it is no longer.
   */
  public synchronized void gather() throws InterruptedException {
    await(MANY, GATHERED);
  }

  private void await(int many, long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long rest = millis;
    while (all.size() < many && !closed && rest > 0) {
      waking = many;
      wait(rest);
      rest = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    waking = Integer.MAX_VALUE;
  }

  /** Nothing is taken any more. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
