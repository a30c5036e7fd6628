package dev.glasshouse.server.push;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.PushReason;
import dev.glasshouse.journey.PushStep;
import dev.glasshouse.journey.Trail;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One who listens to a topic: what it was not told yet, up to a limit. Who does not take it in time
 * is dropped, and told so. Taken from by one thread at a time.
 */
public final class Subscription implements AutoCloseable {
  private static final CompletableFuture<Boolean> NOBODY = CompletableFuture.completedFuture(true);

  private final Topic topic;
  private final String way;
  private final Trail trail;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Deque<Event> queue = new ArrayDeque<>();
  private CompletableFuture<Boolean> waiting = NOBODY;
  private Optional<Because> ended = Optional.empty();
  private Runnable dropped = () -> {};
  private long events;
  private long bytes;
  private boolean told;

  Subscription(Topic topic, String way, Collection<Event> missed, Trail trail) {
    this.topic = topic;
    this.way = way;
    this.trail = trail;
    // History may be longer than what may wait: the newest of it count.
    int most = topic.limits().queue();
    missed.stream().skip(Math.max(0, missed.size() - most)).forEach(queue::add);
  }

  /** Adds one; false when too many wait already, and it is dropped. Never blocks. */
  boolean offer(Event event) {
    lock.lock();
    try {
      if (ended.isPresent()) {
        return false;
      }
      if (queue.size() >= topic.limits().queue()) {
        end(Because.of(PushReason.TOO_SLOW, queue.size()));
        queue.clear();
        return false;
      }
      queue.add(event);
      tellNews();
      return true;
    } finally {
      lock.unlock();
    }
  }

  void end(Because because) {
    lock.lock();
    try {
      if (ended.isEmpty()) {
        ended = Optional.of(because);
        tellNews();
        // Not here: it may want to write to whom does not read.
        Thread.ofVirtual().name("glass-dropped").start(dropped);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does something, on a thread of its own, when it is ended by the topic: its thread may be
   * waiting for a peer that does not read.
   */
  public void whenEnded(Runnable then) {
    lock.lock();
    try {
      dropped = then;
    } finally {
      lock.unlock();
    }
  }

  /** Why it is over; empty while it is not. */
  public Optional<Because> ended() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next event; waits for it.
   *
   * @return empty when there was none in that time, or it is over ({@link #ended})
   */
  public Optional<Event> take(Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (queue.isEmpty() && ended.isEmpty() && left > 0) {
        left = news.awaitNanos(left);
      }
      return Optional.ofNullable(queue.poll());
    } finally {
      lock.unlock();
    }
  }

  /** The next event; empty where there is none. */
  Optional<Event> poll() {
    lock.lock();
    try {
      return Optional.ofNullable(queue.poll());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells once that there is an event or that it is over, with true; or that there was nothing for
   * that long, with false. What is told must not block.
   */
  void whenNews(Duration longest, Consumer<Boolean> told) {
    var awaited = new CompletableFuture<Boolean>();
    lock.lock();
    try {
      if (queue.isEmpty() && ended.isEmpty()) {
        waiting = awaited;
        var _ = awaited.completeOnTimeout(false, longest.toMillis(), TimeUnit.MILLISECONDS);
      } else {
        awaited.complete(true);
      }
    } finally {
      lock.unlock();
    }
    var _ = awaited.thenAccept(told);
  }

  private void tellNews() {
    news.signalAll();
    waiting.complete(true);
  }

  /** An event has gone out to it. */
  public void sent(int size) {
    events++;
    bytes += size;
  }

  /** Listens no more. */
  @Override
  public void close() {
    topic.leave(this);
    end(Because.of(PushReason.LEFT));
    if (trail.on() && !told) {
      told = true;
      trail.mark(new PushStep.Unsubscribed(topic.name(), way, events, bytes), ended.orElseThrow());
    }
  }
}
