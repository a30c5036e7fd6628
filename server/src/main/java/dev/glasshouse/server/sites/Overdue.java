package dev.glasshouse.server.sites;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Looks after answers that take too long: whoever makes one is stopped. A look takes place a few
 * times a second, so that a request costs an entry in a set and no timer.
 */
final class Overdue {
  private final Set<Making> under = ConcurrentHashMap.newKeySet();

  private enum State {
    MAKING,
    STOPPING,
    STOPPED,
    DONE
  }

  /** An answer that is being made. */
  static final class Making {
    private final AtomicReference<State> state = new AtomicReference<>(State.MAKING);
    private final Runnable stop;
    private final long end;

    private Making(Runnable stop, long end) {
      this.stop = stop;
      this.end = end;
    }
  }

  /** This thread begins to make an answer, and is interrupted when that takes too long. */
  Making begin(Duration longest) {
    return begin(longest, Thread.currentThread()::interrupt);
  }

  /**
   * An answer begins to be made for which no thread waits.
   *
   * @param stop stops that; must not wait for anything
   */
  Making begin(Duration longest, Runnable stop) {
    var making = new Making(stop, System.nanoTime() + longest.toNanos());
    under.add(making);
    return making;
  }

  /** It has ended, perhaps because it is being stopped: whether that is so. */
  boolean end(Making making) {
    under.remove(making);
    return !making.state.compareAndSet(State.MAKING, State.DONE);
  }

  /** As {@link #end}, on the thread that made it: from now on it is not interrupted. */
  boolean endHere(Making making) {
    if (!end(making)) {
      return false;
    }
    while (making.state.get() == State.STOPPING) {
      Thread.onSpinWait();
    }
    boolean _ = Thread.interrupted();
    return true;
  }

  /** Stops those whose time is over. */
  void look(long now) {
    for (Making each : under) {
      if (now - each.end > 0 && each.state.compareAndSet(State.MAKING, State.STOPPING)) {
        try {
          each.stop.run();
        } catch (RejectedExecutionException _) {
          // The event loop that it was made on has ended, and with it the answer.
        } finally {
          each.state.set(State.STOPPED);
        }
      }
    }
  }
}
