package dev.glasshouse.browser;

import dev.glasshouse.browser.ResourceLoader.Wanted;
import dev.glasshouse.fetch.Client;
import dev.glasshouse.http.cache.CacheMode;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.PageReason;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.Trail;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a page names for a page that may come next (HTML, 4.6.8 "prefetch"): fetched into the HTTP
 * cache once the page itself is loaded, after all else that wants a connection. Nobody waits for it
 * and nothing of the page depends on it. On the page's loop only, but for the fetching.
 */
final class Prefetches implements AutoCloseable {
  private final ResourceFetch fetches;
  private final PageProblems problems;
  private final Trail trail;

  /** What is to be fetched, and who asked for it; by what must be the same for two to be one. */
  private final Map<String, Asked> waiting = new LinkedHashMap<>();

  private final Map<Thread, Wanted> underWay = new ConcurrentHashMap<>();
  private boolean begun;
  private boolean closed;
  private boolean toldLimit;

  /**
   * Nothing is asked for yet.
   *
   * @param fetches how the parts of the page are fetched
   */
  Prefetches(ResourceFetch fetches, PageProblems problems, Trail trail) {
    this.fetches = fetches;
    this.problems = problems;
    this.trail = trail;
  }

  private record Asked(Wanted wanted, Because because) {}

  /** Takes one; what is named twice is fetched once. */
  void add(Wanted wanted, Because because) {
    int most = fetches.limits().hints();
    if (begun || closed || waiting.containsKey(wanted.key())) {
      return;
    }
    if (waiting.size() < most) {
      waiting.put(wanted.key(), new Asked(wanted, because));
    } else if (!toldLimit) {
      toldLimit = true;
      problems.note("hints", most, "links", wanted.url().display());
    }
  }

  /** The page is loaded: now they are fetched. */
  void begin(Client page) {
    if (begun || closed) {
      return;
    }
    begun = true;
    boolean kept = fetches.cache() != CacheMode.NO_STORE;
    for (Asked asked : waiting.values()) {
      if (kept) {
        begin(asked, page);
      } else if (trail.on()) {
        trail.mark(
            new PageStep.ResourceSkipped(asked.wanted().url().display(), "prefetch"),
            Because.of(PageReason.PREFETCH_NOT_KEPT));
      }
    }
  }

  private void begin(Asked asked, Client page) {
    Wanted wanted = asked.wanted();
    if (trail.on()) {
      trail.mark(new PageStep.AskedAhead(wanted.url().display(), "prefetch"), asked.because());
    }
    Thread thread =
        Thread.ofVirtual()
            .name("prefetch")
            .unstarted(() -> {
              try {
                fetches.drain(wanted, fetches.request(wanted, page), trail);
              } finally {
                underWay.remove(Thread.currentThread());
              }
            });
    underWay.put(thread, wanted);
    thread.start();
  }

  /** Waits for what is on its way, no longer than this, and gives up the rest; on any thread. */
  void await(Duration atMost) {
    long until = System.nanoTime() + atMost.toNanos();
    try {
      for (Thread thread : List.copyOf(underWay.keySet())) {
        Duration left = Duration.ofNanos(until - System.nanoTime());
        boolean _ = left.isPositive() && thread.join(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    giveUp();
  }

  /** The page goes: what is not there yet is given up. */
  @Override
  public void close() {
    closed = true;
    giveUp();
  }

  private void giveUp() {
    underWay.forEach((thread, wanted) -> {
      thread.interrupt();
      if (trail.on()) {
        trail.mark(
            new PageStep.AheadDropped(wanted.url().display(), "prefetch"),
            Because.of(PageReason.PREFETCH_LEFT));
      }
    });
  }
}
