package dev.glasshouse.journey;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the record of one journey, on one monotonic clock. Safe for use by many threads: a step
 * takes the recorder's own lock once, and nothing slow is done with it. Servers make one for each
 * request, so that it is kept small.
 */
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
   * What is kept, and behind it, the last {@link #UNWEIGHED} before {@link #settled} at most, what
   * was recorded since the record was weighed last.
   */
  private Held[] held = new Held[FEW];

  /** How many are held. */
  private int count;

  /** They are weighed when so many are held. */
  private int settled = UNWEIGHED;

  private long ids;
  private long numbers;

  /** When {@link #now} was read last; without a lock, as it need not be the very last time. */
  private long lately;

  private @Nullable TraceContext root;

  /** The time of day at the journey's zero; told, or found out when somebody wants to know. */
  private @Nullable Instant wallZero;

  /** Decides what is kept, once there is enough that it must be asked. */
  private @Nullable Ration ration;

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
    synchronized (this) {
      return ids;
    }
  }

  private TraceContext root() {
    synchronized (this) {
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
    synchronized (this) {
      if (ration != null || count > limits.steps() / 2) {
        settle();
      }
      Optional<Entry> full = ration == null ? Optional.empty() : ration.full(ids + 1, count);
      var all = new Entry[count + (full.isPresent() ? 1 : 0)];
      for (int i = 0; i < count; i++) {
        all[i] = held[i].entry();
        // What was put together is kept.
        held[i] = all[i];
      }
      full.ifPresent(entry -> all[count] = entry);
      return new Journey(wallZero(), List.of(all), ration == null ? 0 : ration.dropped());
    }
  }

  private Instant wallZero() {
    if (wallZero == null) {
      wallZero = Instant.now().minusNanos(now());
    }
    return wallZero;
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
    synchronized (this) {
      return ++ids;
    }
  }

  long number() {
    synchronized (this) {
      return ++numbers;
    }
  }

  /** Records a step under an id that nobody was told before. */
  long add(long begin, long end, List<Long> causes, Because because, Source source, Step step) {
    Entry entry;
    synchronized (this) {
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
    synchronized (this) {
      keep(new Held.Late(++ids, begin, end, causes, because, step));
    }
  }

  /** Records a step whose id was handed out before. */
  void record(Entry entry) {
    synchronized (this) {
      keep(entry);
    }
    tell(entry);
  }

  private void keep(Held entry) {
    if (count == held.length) {
      held = Arrays.copyOf(held, 2 * count);
    }
    held[count++] = entry;
    if (count >= settled) {
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
    if (ration == null) {
      ration = new Ration(limits);
    }
    int fresh = settled - UNWEIGHED;
    int kept = fresh;
    for (int i = fresh; i < count; i++) {
      Entry entry = held[i].entry();
      if (ration.keeps(entry, held, kept)) {
        held[kept++] = entry;
      }
    }
    Arrays.fill(held, kept, count, null);
    count = kept;
    settled = kept + UNWEIGHED;
  }
}
