package dev.glasshouse.http.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a cache has under way that nobody waits for: answers that are asked for while stale ones are
 * used (RFC 5861 3). Once at a time for a key, a few at once, each under a deadline.
 */
final class Behind {
  private final CacheLimits limits;
  private final Map<CacheKey, Thread> running = new ConcurrentHashMap<>();
  private boolean closed;

  Behind(CacheLimits limits) {
    this.limits = limits;
  }

  /** Begins something; whether it does, or there is no room, or it is under way already. */
  boolean begin(CacheKey key, Runnable work) {
    if (running.containsKey(key)) {
      return false;
    }
    Thread thread =
        Thread.ofVirtual()
            .name("behind")
            .unstarted(() -> {
              try {
                work.run();
              } finally {
                running.remove(key);
              }
            });
    synchronized (this) {
      if (closed
          || running.size() >= limits.behindAtOnce()
          || running.putIfAbsent(key, thread) != null) {
        return false;
      }
      thread.start();
    }
    Thread.ofVirtual().start(() -> stopLate(thread));
    return true;
  }

  private void stopLate(Thread thread) {
    try {
      if (!thread.join(limits.behind())) {
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Begins nothing more, and waits for what is under way: {@link CacheLimits#ending} in all. What
   * takes longer is given up, and has as long again to let go of its connection and its file.
   */
  void end() {
    synchronized (this) {
      closed = true;
    }
    List<Thread> left = List.copyOf(running.values());
    await(left, limits.ending());
    left.forEach(Thread::interrupt);
    await(left, limits.ending());
  }

  private static void await(List<Thread> threads, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      for (Thread thread : threads) {
        thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
