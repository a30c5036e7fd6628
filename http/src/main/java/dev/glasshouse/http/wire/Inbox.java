package dev.glasshouse.http.wire;

import dev.glasshouse.http.CancelledException;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What has come in on a connection, or on one stream of it, and is not taken yet. The event loop
 * puts, one thread takes. While it holds more than its share, a connection of HTTP/1 is not read; a
 * stream is held back by its window, which grows as content is taken. Nothing locks: the event loop
 * never waits for the thread that takes, and that thread is woken once for what came together.
 */
public final class Inbox {
  private static final int EVENTS = 64;

  private final Queue<Inbound> events = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean full = new AtomicBoolean();
  private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
  private final AtomicReference<@Nullable Called> called = new AtomicReference<>();
  private final int capacity;
  private final Runnable readMore;
  private final IntConsumer taken;
  private final Optional<Alarm> alarm;
  private final Consumer<Thread> waking;
  private volatile boolean closed;
  private volatile boolean broken;
  private volatile boolean nudged;
  private final AtomicReference<@Nullable Runnable> brokenTold = new AtomicReference<>();

  /** Somebody who waits without a thread. */
  private static final class Called {
    final Runnable told;
    Runnable untimed = () -> {};

    Called(Runnable told) {
      this.told = told;
    }
  }

  /**
   * An empty one.
   *
   * @param capacity bytes of content from which on nothing more is read
   * @param readMore asks the connection for more
   */
  public Inbox(int capacity, Runnable readMore) {
    this(capacity, readMore, _ -> {}, Optional.empty(), LockSupport::unpark);
  }

  /**
   * An empty one.
   *
   * @param capacity bytes of content from which on nothing more is read
   * @param readMore asks the connection for more
   * @param alarm what wakes the thread that takes when it has waited too long
   */
  public Inbox(int capacity, Runnable readMore, Alarm alarm) {
    this(capacity, readMore, alarm, LockSupport::unpark);
  }

  /**
   * An empty one.
   *
   * @param capacity bytes of content from which on nothing more is read
   * @param readMore asks the connection for more
   * @param alarm what wakes the thread that takes when it has waited too long
   * @param waking wakes it when something has come
   */
  public Inbox(int capacity, Runnable readMore, Alarm alarm, Consumer<Thread> waking) {
    this(capacity, readMore, _ -> {}, Optional.of(alarm), waking);
  }

  private Inbox(
      int capacity,
      Runnable readMore,
      IntConsumer taken,
      Optional<Alarm> alarm,
      Consumer<Thread> waking) {
    this.capacity = capacity;
    this.readMore = readMore;
    this.taken = taken;
    this.alarm = alarm;
    this.waking = waking;
  }

  /**
   * An empty one of a stream, whose peer is held back by a window.
   *
   * @param taken told, on the thread that takes, how many bytes of content were taken
   * @param alarm what wakes the thread that takes when it has waited too long
   */
  public Inbox(IntConsumer taken, Alarm alarm) {
    this(Integer.MAX_VALUE, () -> {}, taken, Optional.of(alarm), LockSupport::unpark);
  }

  /** Adds at the end. */
  public void put(Inbound... more) {
    for (Inbound event : more) {
      if (closed) {
        release(event);
      } else {
        count.incrementAndGet();
        bytes.addAndGet(size(event));
        events.add(event);
      }
    }
    if (closed) {
      letGo();
    }
    wake();
    if (more.length > 0 && more[more.length - 1] instanceof Inbound.Broken) {
      gone();
    }
  }

  /** Nothing more comes or goes where this belongs to, though what came was whole. */
  public void gone() {
    broken = true;
    tellBroken();
  }

  /**
   * Told once when nothing more can come or go, on the event loop; at once when that is so already.
   * The next that is to be told takes its place.
   */
  public void whenBroken(Runnable told) {
    brokenTold.set(told);
    if (broken) {
      tellBroken();
    }
  }

  private void tellBroken() {
    Runnable told = brokenTold.getAndSet(null);
    if (told != null) {
      told.run();
    }
  }

  private void wake() {
    Thread waits = waiting.getAndSet(null);
    if (waits != null) {
      waking.accept(waits);
    }
    Called its = called.get();
    if (its != null) {
      tell(its);
    }
  }

  private void tell(Called its) {
    if (called.compareAndSet(its, null)) {
      its.untimed.run();
      its.told.run();
    }
  }

  /**
   * Has somebody told, once, when there is something to take, or the deadline has passed: on the
   * event loop, and at once where that is so already. For who takes without a thread.
   *
   * @param deadline as {@link System#nanoTime} tells time
   * @throws IllegalStateException when this inbox has no alarm
   */
  public void whenMore(long deadline, Runnable told) {
    var its = new Called(told);
    its.untimed = alarm.orElseThrow().call(deadline, () -> tell(its));
    called.set(its);
    if (!events.isEmpty() || closed || deadline - System.nanoTime() <= 0) {
      tell(its);
    }
  }

  /** Whether the connection is to be read; when not, {@code readMore} is called later. */
  public boolean wantsMore() {
    // Said first: whoever takes from now on sees it, and reads on when there is room again.
    full.set(true);
    boolean room = closed || (bytes.get() < capacity && count.get() < EVENTS);
    return room && full.compareAndSet(true, false);
  }

  /**
   * Takes the next without waiting, and reads on where there is room again.
   *
   * @return {@link Inbound#NOTHING} when nothing has come
   */
  public Inbound takeNow() {
    return take(0, Wait.NOT);
  }

  /**
   * Takes the next, as {@link #takeNow}; waits for it.
   *
   * @param deadline as {@link System#nanoTime} tells time
   * @return {@link Inbound#NOTHING} when the deadline has passed
   * @throws InterruptedException when the thread was interrupted
   */
  public Inbound take(long deadline) throws InterruptedException {
    return take(deadline, Wait.FOR_EVENTS, Thread.interrupted());
  }

  /**
   * As {@link #take(long)}, and {@link Inbound#NOTHING} as well when it was nudged since the last
   * time.
   */
  public Inbound takeOrNudged(long deadline) throws InterruptedException {
    return take(deadline, Wait.FOR_NUDGES, Thread.interrupted());
  }

  /** Has who waits in {@link #takeOrNudged}, or is going to, see to something else. */
  public void nudge() {
    nudged = true;
    Thread waits = waiting.getAndSet(null);
    if (waits != null) {
      waking.accept(waits);
    }
  }

  /** Whether somebody can be told when there is more ({@link #whenMore}). */
  boolean tells() {
    return alarm.isPresent();
  }

  /** What is waited for where nothing is there. */
  private enum Wait {
    NOT,
    FOR_EVENTS,
    FOR_NUDGES
  }

  private Inbound take(long deadline, Wait wait, boolean interrupted) throws InterruptedException {
    if (interrupted) {
      throw new InterruptedException();
    }
    Inbound event = take(deadline, wait);
    if (event == Inbound.NOTHING && Thread.interrupted()) {
      throw new InterruptedException();
    }
    return event;
  }

  /**
   * Takes the next.
   *
   * <p>One method on purpose: HotSpot puts what is below 325 bytes of bytecode into its callers,
   * and this, with all that parking a virtual thread leads to, into each of those that read heads
   * and bodies. To compile one of them took a third more memory, which a process does not give
   * back.
   *
   * @return {@link Inbound#NOTHING} when the deadline has passed, or the thread was interrupted
   */
  private Inbound take(long deadline, Wait wait) {
    boolean waits = wait != Wait.NOT;
    Thread thread = Thread.currentThread();
    boolean announced = false;
    try {
      while (true) {
        Inbound event = events.poll();
        if (event != null) {
          int number = count.decrementAndGet();
          long content = size(event);
          if (closed) {
            // What was before it may have been let go of meanwhile: it would come behind a hole.
            release(event);
            continue;
          }
          long rest = bytes.addAndGet(-content);
          boolean room = rest < capacity / 2 && number < EVENTS / 2;
          if (room && full.get() && full.compareAndSet(true, false)) {
            readMore.run();
          }
          if (event instanceof Inbound.Data) {
            taken.accept((int) content);
          }
          return event;
        }
        if (closed) {
          return new Inbound.Broken(new CancelledException(Because.of(HttpReason.GIVEN_UP)));
        }
        if (!waits) {
          return Inbound.NOTHING;
        }
        if (wait == Wait.FOR_NUDGES && nudged) {
          nudged = false;
          return Inbound.NOTHING;
        }
        if (!announced) {
          // Looks once more from here on: what came before this was said has woken nobody.
          announced = true;
          waiting.set(thread);
        } else {
          announced = false;
          long patience = deadline - System.nanoTime();
          if (patience <= 0) {
            return Inbound.NOTHING;
          }
          if (alarm.isPresent()) {
            alarm.get().park(this, deadline);
          } else {
            LockSupport.parkNanos(this, patience);
          }
        }
        if (thread.isInterrupted()) {
          return Inbound.NOTHING;
        }
      }
    } finally {
      if (waits) {
        waiting.lazySet(null);
      }
    }
  }

  /** Takes the next, if there is one. */
  public Inbound poll() {
    Inbound event = events.poll();
    if (event == null) {
      return Inbound.NOTHING;
    }
    count.decrementAndGet();
    bytes.addAndGet(-size(event));
    return event;
  }

  /** Bytes of content that have come and are not taken. */
  public long held() {
    return bytes.get();
  }

  /** Whether more than the first byte of something has come. */
  public boolean holdsAnswer() {
    for (Inbound event : events) {
      if (event instanceof Inbound.Broken
          || (event instanceof Inbound.ResponseHead head && !head.status().isInterim())) {
        return true;
      }
    }
    return false;
  }

  /** Lets go of everything, and wakes who waits; what comes later is let go at once. */
  public void close() {
    closed = true;
    letGo();
    wake();
  }

  private void letGo() {
    for (Inbound event = poll(); event != Inbound.NOTHING; event = poll()) {
      release(event);
    }
  }

  private static long size(Inbound event) {
    return event instanceof Inbound.Data data ? data.bytes().readableBytes() : 0;
  }

  private static void release(Inbound event) {
    if (event instanceof Inbound.Data data) {
      data.bytes().release();
    }
  }
}
