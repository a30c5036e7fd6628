package dev.glasshouse.browser;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The event loop of one page (HTML 8.1.7): one platform thread, on which the parser, style, layout
 * and paint run, and nothing else does.
 *
 * <p>When no task came for the length of a frame, the loop offers a rendering opportunity.
 */
final class PageLoop implements AutoCloseable {
  private static final Duration FRAME = Duration.ofMillis(16);

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Thread thread;
  private final Runnable render;
  private final Consumer<Throwable> failed;
  private final Runnable atEnd;
  private boolean closed;

  /**
   * A loop that runs until it is closed.
   *
   * @param name the thread's name
   * @param stackBytes the size of its stack
   * @param render what is done at a rendering opportunity
   * @param failed told when a task failed in a way that nobody foresaw: our own fault; the loop
   *     goes on
   * @param atEnd the last that runs on the thread, once the loop is closed and the task that was
   *     running has ended: frees what belongs to the thread
   */
  PageLoop(
      String name, long stackBytes, Runnable render, Consumer<Throwable> failed, Runnable atEnd) {
    this.render = render;
    this.failed = failed;
    this.atEnd = atEnd;
    this.thread = new Thread(null, this::run, name, stackBytes);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Queues a task; after the close it is dropped. */
  void post(Runnable task) {
    lock.lock();
    try {
      if (!closed) {
        tasks.add(task);
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs something on the loop and waits for what it gives.
   *
   * @throws PageException when it takes longer than this, or the page is closed meanwhile
   */
  <T> T call(Callable<T> work, Duration atMost) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("the page's own thread may not wait for itself");
    }
    var result = new CompletableFuture<T>();
    post(() -> {
      try {
        result.complete(work.call());
      } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
        result.completeExceptionally(e);
      }
    });
    if (isClosed()) {
      throw new PageException("the page is closed");
    }
    try {
      return result.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new PageException("the page did not answer within " + atMost.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PageException("interrupted", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof PageException known) {
        throw known;
      }
      throw new PageException(String.valueOf(cause.getMessage()), cause);
    }
  }

  /** Whether it was closed: nothing that is posted runs any more. */
  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      loop();
    } finally {
      guarded(atEnd);
    }
  }

  private void loop() {
    boolean changed = false;
    while (true) {
      Runnable task;
      lock.lock();
      try {
        if (closed) {
          return;
        }
        task = tasks.poll();
        if (task == null) {
          task = await(changed);
        }
      } finally {
        lock.unlock();
      }
      if (task != null) {
        guarded(task);
        changed = true;
      } else if (changed) {
        changed = false;
        guarded(render);
      }
    }
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
      failed.accept(e);
    }
  }

  /** Waits for a task: as long as it takes, or for a frame when something may be to be drawn. */
  private @org.jspecify.annotations.Nullable Runnable await(boolean changed) {
    try {
      if (changed) {
        long left = arrived.awaitNanos(FRAME.toNanos());
        while (tasks.isEmpty() && !closed && left > 0) {
          left = arrived.awaitNanos(left);
        }
      } else {
        while (tasks.isEmpty() && !closed) {
          arrived.await();
        }
      }
    } catch (InterruptedException e) {
      closed = true;
    }
    return tasks.poll();
  }

  /**
   * Ends the thread, after the task that is running; tasks that still wait are dropped. Waits for
   * it, but not for ever: a task that takes longer ends behind the caller's back.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      tasks.clear();
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    if (Thread.currentThread() != thread) {
      try {
        thread.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
