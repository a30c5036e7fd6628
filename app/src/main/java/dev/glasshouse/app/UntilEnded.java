package dev.glasshouse.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a server's command waits for: that the process is told to end (SIGTERM, Ctrl-C), or its
 * thread is interrupted. Whoever has one can be ended in order from its making on: the process goes
 * when it is closed, with the command's own exit status.
 */
final class UntilEnded implements AutoCloseable {
  private static final int PATIENCE = 5;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "glass-end");

  private UntilEnded() {}

  /** From now on, who ends the process waits for the command a few seconds. */
  static UntilEnded begin() {
    var until = new UntilEnded();
    try {
      Runtime.getRuntime().addShutdownHook(until.hook);
    } catch (IllegalStateException e) {
      // The process is ending already.
      until.ended.countDown();
    }
    return until;
  }

  private void end() {
    ended.countDown();
    try {
      if (closed.await(PATIENCE, TimeUnit.SECONDS)) {
        // The command ends the process itself, with its own exit status.
        boolean _ = gone.await(PATIENCE, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits. */
  void await() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      // Whoever runs the command ends it.
    }
  }

  /** Waits, at most so long; whether it has ended. */
  boolean await(Duration longest) {
    try {
      return ended.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // Whoever runs the command ends it.
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already.
    }
  }
}
