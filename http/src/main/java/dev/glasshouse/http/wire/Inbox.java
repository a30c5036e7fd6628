package dev.glasshouse.http.wire;

import dev.glasshouse.http.CancelledException;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * What has come in on a connection, or on one stream of it, and is not taken yet. The event loop
 * puts, one thread takes. While it holds more than its share, a connection of HTTP/1 is not read; a
 * stream is held back by its window, which grows as content is taken.
 */
public final class Inbox {
  private static final int EVENTS = 64;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition came = lock.newCondition();
  private final Deque<Inbound> events = new ArrayDeque<>();
  private final int capacity;
  private final Runnable readMore;
  private final IntConsumer taken;
  private long bytes;
  private boolean full;
  private boolean closed;

  /**
   * An empty one.
   *
   * @param capacity bytes of content from which on nothing more is read
   * @param readMore asks the connection for more
   */
  public Inbox(int capacity, Runnable readMore) {
    this.capacity = capacity;
    this.readMore = readMore;
    this.taken = _ -> {};
  }

  /**
   * An empty one of a stream, whose peer is held back by a window.
   *
   * @param taken told, on the thread that takes, how many bytes of content were taken
   */
  public Inbox(IntConsumer taken) {
    this.capacity = Integer.MAX_VALUE;
    this.readMore = () -> {};
    this.taken = taken;
  }

  /** Adds at the end, all at once. */
  public void put(Inbound... more) {
    lock.lock();
    try {
      for (Inbound event : more) {
        if (closed) {
          release(event);
        } else if (!joined(event)) {
          events.add(event);
          bytes += size(event);
        }
      }
      came.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Puts a small piece to the one before it, where that has room: many small ones cost little. */
  private boolean joined(Inbound event) {
    if (capacity < Integer.MAX_VALUE
        || !(event instanceof Inbound.Data(ByteBuf piece))
        || !(events.peekLast() instanceof Inbound.Data(ByteBuf last))
        || piece.readableBytes() > last.maxWritableBytes()) {
      return false;
    }
    bytes += piece.readableBytes();
    last.writeBytes(piece);
    piece.release();
    return true;
  }

  /** Whether the connection is to be read; when not, {@code readMore} is called later. */
  public boolean wantsMore() {
    lock.lock();
    try {
      full = !closed && (bytes >= capacity || events.size() >= EVENTS);
      return !full;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the next.
   *
   * @param deadline as {@link System#nanoTime} tells time
   * @return {@link Inbound#NOTHING} when the deadline has passed
   * @throws InterruptedException when the thread was interrupted
   */
  public Inbound take(long deadline) throws InterruptedException {
    boolean more;
    Inbound event;
    lock.lockInterruptibly();
    try {
      while (events.isEmpty()) {
        if (closed) {
          return new Inbound.Broken(new CancelledException(Because.of(HttpReason.GIVEN_UP)));
        }
        long left = deadline - System.nanoTime();
        if (left <= 0 || came.awaitNanos(left) <= 0 && events.isEmpty()) {
          return Inbound.NOTHING;
        }
      }
      event = events.remove();
      bytes -= size(event);
      more = full && bytes < capacity / 2 && events.size() < EVENTS / 2;
      full &= !more;
    } finally {
      lock.unlock();
    }
    if (more) {
      readMore.run();
    }
    if (event instanceof Inbound.Data data) {
      taken.accept(data.bytes().readableBytes());
    }
    return event;
  }

  /** Takes the next, if there is one. */
  public Inbound poll() {
    lock.lock();
    try {
      if (events.isEmpty()) {
        return Inbound.NOTHING;
      }
      Inbound event = events.remove();
      bytes -= size(event);
      return event;
    } finally {
      lock.unlock();
    }
  }

  /** Whether more than the first byte of something has come. */
  public boolean holdsAnswer() {
    lock.lock();
    try {
      return events.stream()
          .anyMatch(e ->
              e instanceof Inbound.Broken
                  || (e instanceof Inbound.ResponseHead head && !head.status().isInterim()));
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of everything, and wakes who waits; what comes later is let go at once. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      events.forEach(Inbox::release);
      events.clear();
      bytes = 0;
      came.signalAll();
    } finally {
      lock.unlock();
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
