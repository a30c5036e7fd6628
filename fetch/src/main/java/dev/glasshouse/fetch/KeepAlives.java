package dev.glasshouse.fetch;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The fetches that go on when their page is gone, and what each page sends with them (Fetch,
 * "HTTP-network-or-cache fetch", the step on keepalive). Safe for use by many threads.
 */
final class KeepAlives {
  private final Map<String, Long> bytes = new HashMap<>();
  private final Set<Thread> threads = new HashSet<>();

  /**
   * Takes bytes of a page's quota.
   *
   * @return what the page sends by now; more than the quota when it was refused
   */
  synchronized long take(String page, long more, long quota) {
    long sum = bytes.getOrDefault(page, 0L) + more;
    if (sum <= quota) {
      bytes.put(page, sum);
    }
    return sum;
  }

  /** Gives them back. */
  synchronized void give(String page, long less) {
    bytes.computeIfPresent(page, (_, sum) -> sum - less <= 0 ? null : sum - less);
  }

  /** A thread that is waited for at the end. */
  synchronized void begin(Thread thread) {
    threads.add(thread);
  }

  synchronized void end(Thread thread) {
    threads.remove(thread);
  }

  /** Waits for what is under way, and no longer than this. */
  void await(Duration atMost) {
    long until = System.nanoTime() + atMost.toNanos();
    Set<Thread> waiting;
    synchronized (this) {
      waiting = Set.copyOf(threads);
    }
    try {
      for (Thread thread : waiting) {
        Duration left = Duration.ofNanos(until - System.nanoTime());
        if (left.isPositive()) {
          boolean _ = thread.join(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
