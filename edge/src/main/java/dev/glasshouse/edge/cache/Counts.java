package dev.glasshouse.edge.cache;

import dev.glasshouse.http.cache.Outcome;
import java.util.concurrent.atomic.LongAdder;

/** What a shared cache has done since it was opened. */
public final class Counts {
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder collapsed = new LongAdder();
  private final LongAdder validated = new LongAdder();
  private final LongAdder stale = new LongAdder();
  private final LongAdder passed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder hitBytes = new LongAdder();
  private final LongAdder purges = new LongAdder();
  private final LongAdder unwritten = new LongAdder();

  Counts() {}

  /** The counts at a moment. */
  public record Now(
      long hits,
      long misses,
      long collapsed,
      long validated,
      long stale,
      long passed,
      long refused,
      long hitBytes,
      long purges,
      long unwritten) {

    /** The part of all requests that the origin was spared, from 0 to 1. */
    public double ratio() {
      long spared = hits + collapsed + stale;
      long all = spared + misses + validated + passed;
      return all == 0 ? 0 : (double) spared / all;
    }
  }

  /** The counts now. */
  public Now now() {
    return new Now(
        hits.sum(),
        misses.sum(),
        collapsed.sum(),
        validated.sum(),
        stale.sum(),
        passed.sum(),
        refused.sum(),
        hitBytes.sum(),
        purges.sum(),
        unwritten.sum());
  }

  void told(Outcome outcome, long bytes) {
    if (outcome.isHit()) {
      boolean fresh = outcome.freshness().orElseThrow().isFresh();
      (fresh ? hits : stale).increment();
      hitBytes.add(bytes);
    } else if (outcome.collapsed()) {
      collapsed.increment();
    } else if (outcome.freshness().isPresent()) {
      // It was asked, and the stored answer used: confirmed, or in the place of a failure.
      validated.increment();
    } else if (outcome.forwarded().isPresent()) {
      switch (outcome.forwarded().get()) {
        case BYPASS, METHOD -> passed.increment();
        case URI_MISS, VARY_MISS, MISS, REQUEST, STALE, PARTIAL -> misses.increment();
      }
    } else {
      refused.increment();
    }
  }

  void refused() {
    refused.increment();
  }

  void passed() {
    passed.increment();
  }

  void purged() {
    purges.increment();
  }

  void unwritten() {
    unwritten.increment();
  }
}
