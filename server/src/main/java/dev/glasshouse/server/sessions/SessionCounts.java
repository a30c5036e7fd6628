package dev.glasshouse.server.sessions;

import java.util.concurrent.atomic.LongAdder;

/** What became of the sessions of a store through this process. Safe for many threads. */
public final class SessionCounts {
  private final LongAdder begun = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder expired = new LongAdder();
  private final LongAdder evicted = new LongAdder();

  /**
   * How it stands since the beginning.
   *
   * @param begun sessions that this process stored first
   * @param ended by a program, as at a logout
   * @param expired for want of use or by age, as far as this process took them away: of several
   *     servers with one store each counts what it takes
   * @param evicted to make room for others
   */
  public record Standing(long begun, long ended, long expired, long evicted) {}

  /** One more was stored for the first time. */
  void begin() {
    begun.increment();
  }

  /** So many were ended. */
  void end(long count) {
    ended.add(count);
  }

  /** So many that were over were taken away. */
  void expire(long count) {
    expired.add(count);
  }

  /** So many had to make room. */
  void evict(long count) {
    evicted.add(count);
  }

  /** How it stands. */
  public Standing look() {
    return new Standing(begun.sum(), ended.sum(), expired.sum(), evicted.sum());
  }
}
