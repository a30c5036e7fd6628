package dev.glasshouse.http.wire;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * How far a server is with ending. First it waits for what is under way: answers that go on for as
 * long as somebody listens are told then that nobody should. At last it breaks off what is left.
 */
public final class Ending {
  private final Set<Awaited> awaited = ConcurrentHashMap.newKeySet();
  private final LongAdder underWay = new LongAdder();
  private volatile boolean begun;
  private volatile boolean brokenOff;

  /** Somebody who is told once that the server ends. */
  private static final class Awaited {
    private final Runnable told;
    private final AtomicBoolean done = new AtomicBoolean();

    Awaited(Runnable told) {
      this.told = told;
    }

    void tell() {
      if (!done.getAndSet(true)) {
        told.run();
      }
    }
  }

  /**
   * Tells once that the server ends; at once when that is so already.
   *
   * @param told on whatever thread; must not block
   * @return says that nobody is to be told any more
   */
  Runnable tell(Runnable told) {
    var one = new Awaited(told);
    awaited.add(one);
    if (begun) {
      one.tell();
    }
    return () -> awaited.remove(one);
  }

  /** The server waits for what is under way, and for nothing that is new. */
  public void begin() {
    begun = true;
    awaited.forEach(Awaited::tell);
  }

  /** The server waits no longer. */
  public void breakOff() {
    brokenOff = true;
  }

  /** Whether what breaks now is broken off by the server itself. */
  boolean isBrokenOff() {
    return brokenOff;
  }

  /** A request has begun. */
  void began() {
    underWay.increment();
  }

  /** A request is over, and has been told. */
  void over() {
    underWay.decrement();
  }

  /** How many requests are under way, about. */
  public long underWay() {
    return underWay.sum();
  }
}
