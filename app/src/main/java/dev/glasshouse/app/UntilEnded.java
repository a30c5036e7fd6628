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
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "glass-end");
  private volatile Duration longest = PATIENCE;

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
      if (closed.await(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        // The command ends the process itself, with its own exit status.
        boolean _ = gone.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Who ends the process waits for the command so long, and a little. */
  void patience(Duration longest) {
    this.longest = longest.plus(PATIENCE);
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
