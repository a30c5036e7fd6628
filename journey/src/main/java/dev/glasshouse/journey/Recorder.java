package dev.glasshouse.journey;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps the record of one journey, on one monotonic clock. Safe for use by many threads. */
public final class Recorder {
  /**
   * Steps that are held before they are weighed, all at once: what the record takes matters only as
   * it comes near its limit, and most records of a single request never do: they are not weighed.
   */
  private static final int UNWEIGHED = 32;

  /** Steps that most records of a single request have at most. */
  private static final int FEW = 6;

  private static final LongSupplier SYSTEM = System::nanoTime;

  private final LongSupplier clock;
  private final long zero;
  private final Limits limits;
  private final @Nullable BodyStore bodies;
  private final @Nullable BiConsumer<Recorder, Entry> listener;

  /**
   * What is kept, and behind it, from {@link #weighed} on, what was recorded since. It is also the
   * lock of all that follows: a step takes it once, and nothing slow is done with it.
   */
  private final List<Held> entries = new ArrayList<>(FEW);

  private long ids;
  private long numbers;

  /** When {@link #now} was read last; without a lock, as it need not be the very last time. */
  private long lately;

  private int weighed;
  private long bytes;
  private long dropped;
  private long fullAt;
  private long lastDropped;
  private @Nullable TraceContext root;

  /** The time of day at the journey's zero; told, or found out when somebody wants to know. */
  private @Nullable Instant wallZero;

  /** Once the reserve is in use: the causes that kept steps name and that are not kept yet. */
  private @Nullable Set<Long> wanted;

  /**
   * A recorder on a clock of the caller's.
   *
   * @param clock monotonic nanoseconds from any zero
   * @param wallZero the time of day at the moment of this call
   */
  public Recorder(LongSupplier clock, Instant wallZero, Limits limits) {
    this(clock, wallZero, limits, null, null);
  }

  private Recorder(
      LongSupplier clock,
      @Nullable Instant wallZero,
      Limits limits,
      @Nullable BodyStore bodies,
      @Nullable BiConsumer<Recorder, Entry> listener) {
    this.clock = clock;
    this.zero = clock.getAsLong();
    this.wallZero = wallZero;
    this.limits = limits;
    this.bodies = bodies;
    this.listener = listener;
  }

  /** A recorder on the system's clock, whose journey begins now. */
  public static Recorder start() {
    return start(Limits.DEFAULT);
  }

  /** The same, and the bodies that come by are kept in a store, which the caller owns. */
  public static Recorder start(BodyStore bodies) {
    return new Recorder(SYSTEM, null, Limits.DEFAULT, bodies, null);
  }

  /** The same with other limits. */
  public static Recorder start(Limits limits) {
    return new Recorder(SYSTEM, null, limits, null, null);
  }

  /**
   * The same with other limits, and a listener that is told of each step right after it was
   * recorded or dropped, on the thread that recorded it: it must not block.
   */
  public static Recorder start(Limits limits, BiConsumer<Recorder, Entry> listener) {
    return new Recorder(SYSTEM, null, limits, null, listener);
  }

  /**
   * What other processes are told of this journey: its id, and that of a step, from which {@link
   * #step} finds the step again.
   */
  TraceContext context(long id) {
    return root().at(id);
  }

  /** The id of the step that a context means; 0 where it is none of this journey. */
  long step(TraceContext context) {
    long id = root().step(context);
    return id > 0 && id <= handedOut() ? id : 0;
  }

  private long handedOut() {
    synchronized (entries) {
      return ids;
    }
  }

  private TraceContext root() {
    synchronized (entries) {
      if (root == null) {
        root = TraceContext.fresh();
      }
      return root;
    }
  }

  /** The trail at the journey's root. */
  public Trail trail() {
    return new Trail(this, 0);
  }

  /**
   * What is recorded so far, in the order in which the steps were recorded, which is when they
   * ended. When steps were dropped, the last one is a {@link JourneyStep.RecordFull}.
   */
  public Journey journey() {
    synchronized (entries) {
      if (weighed > 0 || entries.size() > limits.steps() / 2) {
        settle();
      }
      int count = entries.size();
      var all = new Entry[dropped == 0 ? count : count + 1];
      for (int i = 0; i < count; i++) {
        Held held = entries.get(i);
        all[i] = held.entry();
        if (held != all[i]) {
          entries.set(i, all[i]);
        }
      }
      if (dropped > 0) {
        all[count] = full();
      }
      return new Journey(wallZero(), List.of(all), dropped);
    }
  }

  private Instant wallZero() {
    if (wallZero == null) {
      wallZero = Instant.now().minusNanos(now());
    }
    return wallZero;
  }

  private Entry full() {
    return new Entry(
        ids + 1,
        fullAt,
        lastDropped,
        List.of(),
        Because.HAPPENED,
        Source.MEASURED,
        new JourneyStep.RecordFull(entries.size(), dropped));
  }

  @Nullable BodyStore bodies() {
    return bodies;
  }

  /** When the journey began, by the recorder's clock: as a rule {@link System#nanoTime}. */
  public long begun() {
    return zero;
  }

  long now() {
    return lately = clock.getAsLong() - zero;
  }

  long lately() {
    return lately;
  }

  long at(long nanoTime) {
    return clock == SYSTEM ? nanoTime - zero : now();
  }

  long open() {
    synchronized (entries) {
      return ++ids;
    }
  }

  long number() {
    synchronized (entries) {
      return ++numbers;
    }
  }

  /** Records a step under an id that nobody was told before. */
  long add(long begin, long end, List<Long> causes, Because because, Source source, Step step) {
    Entry entry;
    synchronized (entries) {
      entry = new Entry(++ids, begin, end, causes, because, source, step);
      keep(entry);
    }
    tell(entry);
    return entry.id();
  }

  /** As {@link #add}, with facts that are put together later; now, where somebody listens. */
  void late(long begin, long end, List<Long> causes, Because because, LateStep step) {
    if (listener != null) {
      long _ = add(begin, end, causes, because, Source.MEASURED, step.step());
      return;
    }
    synchronized (entries) {
      keep(new Held.Late(++ids, begin, end, causes, because, step));
    }
  }

  /** Records a step whose id was handed out before. */
  void record(Entry entry) {
    synchronized (entries) {
      keep(entry);
    }
    tell(entry);
  }

  private void keep(Held entry) {
    entries.add(entry);
    if (entries.size() - weighed >= UNWEIGHED) {
      settle();
    }
  }

  private void tell(Entry entry) {
    if (listener != null) {
      listener.accept(this, entry);
    }
  }

  /** Decides, in their order, which of the steps recorded since are kept. */
  private void settle() {
    List<Held> fresh = entries.subList(weighed, entries.size());
    if (fresh.isEmpty()) {
      return;
    }
    List<Held> since = List.copyOf(fresh);
    fresh.clear();
    for (Held each : since) {
      Entry entry = each.entry();
      long weight = Weight.of(entry);
      if (keeps(entry, weight)) {
        entries.add(entry);
        bytes += weight;
      } else {
        fullAt = dropped == 0 ? entry.end() : fullAt;
        lastDropped = Math.max(lastDropped, Math.max(fullAt, entry.end()));
        dropped++;
      }
    }
    weighed = entries.size();
  }

  private boolean keeps(Entry entry, long weight) {
    boolean fits = entries.size() < limits.steps() && bytes + weight <= limits.bytes();
    if (wanted == null && fits && hasRoomBeforeReserve(weight)) {
      return true;
    }
    if (wanted == null) {
      wanted = missingCauses();
    }
    if (!wanted.contains(entry.id()) || !fits) {
      return false;
    }
    wanted.remove(entry.id());
    wanted.addAll(entry.causes());
    return true;
  }

  private boolean hasRoomBeforeReserve(long weight) {
    return entries.size() < limits.steps() - limits.steps() / 20
        && bytes + weight <= limits.bytes() - limits.bytes() / 20;
  }

  private Set<Long> missingCauses() {
    var missing = new HashSet<Long>();
    for (Held each : entries) {
      missing.addAll(each.entry().causes());
    }
    for (Held each : entries) {
      missing.remove(each.entry().id());
    }
    return missing;
  }
}
