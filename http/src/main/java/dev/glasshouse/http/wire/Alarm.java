package dev.glasshouse.http.wire;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Wakes who waits on a connection, threads and others, when their deadlines have passed. One timer
 * stands for all of them, at the earliest deadline; it is set anew only when it has rung or when
 * somebody has less time. So a thread that is answered in time costs no timer, which a timed park
 * of a virtual thread does.
 */
public final class Alarm {
  private static final long NEVER = Long.MAX_VALUE;

  private final EventExecutor timer;

  /** Who waits where nobody else does, as it mostly is. */
  private final AtomicReference<@Nullable Waiting> first = new AtomicReference<>();

  private final Set<Waiting> others = ConcurrentHashMap.newKeySet();

  /** When the timer rings next, nanoseconds after {@link #zero}. */
  private final AtomicLong rings = new AtomicLong(NEVER);

  private final long zero = System.nanoTime();

  /** Who waits, and until when. Each is one of its own. */
  private static final class Waiting {
    final Runnable woken;
    final long deadline;

    Waiting(Runnable woken, long deadline) {
      this.woken = woken;
      this.deadline = deadline;
    }
  }

  /**
   * An alarm.
   *
   * @param timer what rings: the event loop of the connection
   */
  public Alarm(EventExecutor timer) {
    this.timer = timer;
  }

  /**
   * Parks the calling thread until it is unparked, interrupted, or the deadline has passed; it may
   * wake for no reason, as {@link LockSupport#park} does.
   *
   * @param blocker what it waits for, for those who look at threads
   * @param deadline as {@link System#nanoTime} tells time
   */
  public void park(Object blocker, long deadline) {
    Thread thread = Thread.currentThread();
    var one = new Waiting(() -> LockSupport.unpark(thread), deadline - zero);
    add(one);
    try {
      if (ringBy(one.deadline)) {
        LockSupport.park(blocker);
      } else {
        LockSupport.parkNanos(blocker, deadline - System.nanoTime());
      }
    } finally {
      boolean _ = remove(one);
    }
  }

  /**
   * Has something called once the deadline has passed, on the event loop; at once where that has
   * ended.
   *
   * @param deadline as {@link System#nanoTime} tells time
   * @return takes the call back: it is not made then, unless it is being made
   */
  public Runnable call(long deadline, Runnable what) {
    var one = new Waiting(what, deadline - zero);
    add(one);
    if (!ringBy(one.deadline) && remove(one)) {
      what.run();
    }
    return () -> {
      boolean _ = remove(one);
    };
  }

  private void add(Waiting one) {
    if (!first.compareAndSet(null, one)) {
      others.add(one);
    }
  }

  private boolean remove(Waiting one) {
    return first.compareAndSet(one, null) || others.remove(one);
  }

  private List<Waiting> all() {
    var all = new ArrayList<>(others);
    Waiting one = first.get();
    if (one != null) {
      all.add(one);
    }
    return all;
  }

  /** Sees to it that the timer rings at that time or before; false when it never will again. */
  private boolean ringBy(long at) {
    for (long now = rings.get(); at < now; now = rings.get()) {
      if (rings.compareAndSet(now, at)) {
        return schedule(at);
      }
    }
    return true;
  }

  private boolean schedule(long at) {
    try {
      timer.schedule(() -> ring(at), zero + at - System.nanoTime(), TimeUnit.NANOSECONDS);
      return true;
    } catch (RejectedExecutionException _) {
      // The event loop has ended: nobody may count on this timer.
      rings.set(NEVER);
      return false;
    }
  }

  private void wake(Waiting one) {
    if (remove(one)) {
      one.woken.run();
    }
  }

  private void ring(long at) {
    if (!rings.compareAndSet(at, NEVER)) {
      // An earlier one was set in the meantime, which sees to the rest.
      return;
    }
    long now = System.nanoTime() - zero;
    long next = NEVER;
    for (Waiting one : all()) {
      if (one.deadline <= now) {
        wake(one);
      } else {
        next = Math.min(next, one.deadline);
      }
    }
    if (next != NEVER && !ringBy(next)) {
      all().forEach(this::wake);
    }
  }
}
