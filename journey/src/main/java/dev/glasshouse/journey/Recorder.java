package dev.glasshouse.journey;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Keeps the record of one journey, on one monotonic clock. Safe for use by many threads. */
public final class Recorder {
  private final LongSupplier clock;
  private final long zero;
  private final Instant wallZero;
  private final Limits limits;
  private final AtomicLong ids = new AtomicLong();
  private final AtomicLong numbers = new AtomicLong();
  private final List<Entry> entries = new ArrayList<>();
  private long dropped;

  /**
   * A recorder on a clock of the caller's.
   *
   * @param clock monotonic nanoseconds from any zero
   * @param wallZero the time of day at the moment of this call
   */
  public Recorder(LongSupplier clock, Instant wallZero, Limits limits) {
    this.clock = clock;
    this.zero = clock.getAsLong();
    this.wallZero = wallZero;
    this.limits = limits;
  }

  /** A recorder on the system's clock, whose journey begins now. */
  public static Recorder start() {
    return new Recorder(System::nanoTime, Instant.now(), Limits.DEFAULT);
  }

  /** The trail at the journey's root. */
  public Trail trail() {
    return new Trail(this, 0);
  }

  /** What is recorded so far, in the order in which the steps ended. */
  public synchronized Journey journey() {
    return new Journey(wallZero, List.copyOf(entries), dropped);
  }

  long now() {
    return clock.getAsLong() - zero;
  }

  long open() {
    return ids.incrementAndGet();
  }

  long number() {
    return numbers.incrementAndGet();
  }

  synchronized void record(Entry entry) {
    if (entries.size() < limits.steps()) {
      entries.add(entry);
    } else {
      dropped++;
    }
  }
}
