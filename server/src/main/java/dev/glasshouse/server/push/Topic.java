package dev.glasshouse.server.push;

import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.PushReason;
import dev.glasshouse.journey.PushStep;
import dev.glasshouse.journey.Trail;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * News that many listen to, each in its own way: those who ask now and then, those who wait for the
 * next, and those who are told each as it comes. The newest events are kept, so that who comes back
 * is told what it missed. Safe for many threads; nobody who listens can hold up who publishes.
 */
public final class Topic implements AutoCloseable {
  private final String name;
  private final TopicLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Event> history = new ArrayDeque<>();
  private final Set<Waiter> waiters = new LinkedHashSet<>();
  private final Set<Subscription> subscriptions = new LinkedHashSet<>();
  private long last;
  private boolean closed;

  /** A request that waits for news: no thread does. */
  private final class Waiter extends CompletableFuture<News> {
    private final long after;

    Waiter(long after) {
      this.after = after;
    }

    /** Whether it is let go because the server ends. */
    private volatile boolean released;

    /** Of what came after the event that it knows. */
    void answer(News news) {
      complete(news);
    }

    /** There was nothing, and nobody is to wait for it here any more. */
    void release() {
      released = true;
      answer(new News(List.of(), true, after));
    }
  }

  /** A topic without news. */
  public Topic(String name, TopicLimits limits) {
    this.name = name;
    this.limits = limits;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its limits. */
  public TopicLimits limits() {
    return limits;
  }

  /** How many requests wait for news. */
  public int waiting() {
    lock.lock();
    try {
      return waiters.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many are told of each event. */
  public int subscribed() {
    lock.lock();
    try {
      return subscriptions.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Publishes news. Whoever is too slow to be told of it is dropped.
   *
   * @return the event, with its number
   */
  public Event publish(String kind, String data) {
    List<Waiter> waited;
    Event event;
    lock.lock();
    try {
      event = new Event(++last, kind, data);
      history.add(event);
      if (history.size() > limits.history()) {
        history.remove();
      }
      waited = List.copyOf(waiters);
      waiters.clear();
      subscriptions.removeIf(its -> !its.offer(event));
    } finally {
      lock.unlock();
    }
    var one = new News(List.of(event), true, event.id());
    for (Waiter waiter : waited) {
      waiter.answer(waiter.after == event.id() - 1 ? one : after(waiter.after));
    }
    return event;
  }

  /**
   * What there is to tell after an event.
   *
   * @param known the number of the event that is known; 0 for none
   */
  public News after(long known) {
    lock.lock();
    try {
      var events = new ArrayList<Event>();
      for (Event event : history) {
        if (event.id() > known) {
          events.add(event);
        }
      }
      long oldest = history.isEmpty() ? last + 1 : history.getFirst().id();
      return new News(events, known >= oldest - 1, last);
    } finally {
      lock.unlock();
    }
  }

  /**
   * News after an event, as soon as there is some; none where there is none in time. Cancel it when
   * nobody waits for it any more.
   *
   * @param known the number of the event that is known; a number that never was is as good as the
   *     newest
   * @param longest at most {@link TopicLimits#waiting}
   * @param trail told that a request waits, and how that ended
   * @throws FullException when too many wait
   */
  public CompletableFuture<News> next(long known, Duration longest, Trail trail)
      throws FullException {
    Duration most = longest.compareTo(limits.waiting()) < 0 ? longest : limits.waiting();
    Waiter waiter;
    lock.lock();
    try {
      if (last > known || closed) {
        return CompletableFuture.completedFuture(after(known));
      }
      if (waiters.size() >= limits.waiters()) {
        throw new FullException(limits.waiters());
      }
      waiter = new Waiter(Math.min(known, last));
      waiters.add(waiter);
    } finally {
      lock.unlock();
    }
    if (trail.on()) {
      tell(waiter, known, most, trail);
    }
    var quiet = new News(List.of(), true, waiter.after);
    var _ =
        waiter
            .completeOnTimeout(quiet, most.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((_, _) -> leave(waiter));
    return waiter;
  }

  /**
   * Answers who waits for news that there is none: the server is about to end. Nothing where it was
   * answered already.
   *
   * @param waiting as {@link #next} returned it
   */
  void release(CompletableFuture<News> waiting) {
    if (waiting instanceof Waiter waiter && !waiter.isDone()) {
      waiter.release();
    }
  }

  private void leave(Waiter waiter) {
    lock.lock();
    try {
      waiters.remove(waiter);
    } finally {
      lock.unlock();
    }
  }

  private void tell(Waiter waiter, long known, Duration most, Trail trail) {
    long begin = trail.now();
    long clock = System.nanoTime();
    trail.mark(
        new PushStep.WaiterParked(name, known == 0 ? "" : Long.toString(known), waiting()),
        Because.HAPPENED);
    var _ =
        waiter.whenComplete((news, why) ->
            trail.add(
                begin,
                new PushStep.WaiterReleased(
                    name,
                    news == null ? 0 : news.events().size(),
                    Duration.ofNanos(System.nanoTime() - clock)),
                why instanceof CancellationException
                    ? Because.of(PushReason.CLIENT_GONE)
                    : because(waiter, news, most)));
  }

  private static Because because(Waiter waiter, @Nullable News news, Duration most) {
    if (news != null && !news.events().isEmpty()) {
      return Because.of(PushReason.NEWS);
    }
    return waiter.released
        ? Because.of(PushReason.SERVER_ENDS)
        : Because.of(PushReason.NO_NEWS, Texts.duration(most));
  }

  /**
   * Listens from now on.
   *
   * @param known the number of the event that is known; what came since is told first, as far as it
   *     is kept and fits the queue
   * @param way by what is told, as the journey writes it
   * @throws FullException when too many listen
   */
  public Subscription subscribe(long known, String way, Trail trail) throws FullException {
    lock.lock();
    try {
      if (subscriptions.size() >= limits.subscribers()) {
        throw new FullException(limits.subscribers());
      }
      News news = after(known);
      var its = new Subscription(this, way, news.events(), trail);
      if (closed) {
        its.end(Because.of(PushReason.TOPIC_CLOSED));
      } else {
        subscriptions.add(its);
      }
      if (trail.on()) {
        trail.mark(
            new PushStep.Subscribed(
                name, way, known == 0 ? "" : Long.toString(known), news.events().size()),
            news.whole() ? Because.HAPPENED : Because.of(PushReason.TOO_OLD, known));
      }
      return its;
    } finally {
      lock.unlock();
    }
  }

  void leave(Subscription its) {
    lock.lock();
    try {
      subscriptions.remove(its);
    } finally {
      lock.unlock();
    }
  }

  /** Ends it: who waits is answered that there is nothing, who listens is told that it is over. */
  @Override
  public void close() {
    Collection<Waiter> waited;
    lock.lock();
    try {
      closed = true;
      waited = List.copyOf(waiters);
      waiters.clear();
      subscriptions.forEach(its -> its.end(Because.of(PushReason.TOPIC_CLOSED)));
      subscriptions.clear();
    } finally {
      lock.unlock();
    }
    waited.forEach(waiter -> waiter.answer(new News(List.of(), true, waiter.after)));
  }
}
