package dev.glasshouse.server.sites;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Looks after answers that take too long: whoever makes one is interrupted. A look takes place a
 * few times a second, so that a request costs an entry in a set and no timer.
 */
final class Overdue {
  private final Set<Making> under = ConcurrentHashMap.newKeySet();

  private enum State {
    MAKING,
    STOPPING,
    STOPPED,
    DONE
  }

  /** An answer that is being made on its own thread. */
  static final class Making {
    private final Thread thread = Thread.currentThread();
    private final AtomicReference<State> state = new AtomicReference<>(State.MAKING);
    private final long end;

    private Making(long end) {
      this.end = end;
    }
  }

  /** This thread begins to make an answer. */
  Making begin(Duration longest) {
    var making = new Making(System.nanoTime() + longest.toNanos());
    under.add(making);
    return making;
  }

  /** It has ended; whether it was stopped. From now on, the thread is not interrupted. */
  boolean end(Making making) {
    under.remove(making);
    if (making.state.compareAndSet(State.MAKING, State.DONE)) {
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
        each.thread.interrupt();
        each.state.set(State.STOPPED);
      }
    }
  }
}
