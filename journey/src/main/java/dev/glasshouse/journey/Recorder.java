package dev.glasshouse.journey;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
 * request, so that it is kept small; and its first steps, which are all that most requests have,
 * take no lock, but each a place that is its alone.
 */
public final class Recorder {
  /**
   * Steps that are held before they are weighed, all at once: what the record takes matters only as
   * it comes near its limit, and most records of a single request never do: they are not weighed.
   */
  private static final int UNWEIGHED = 32;

  /** Steps that most records of a single request have at most: so many are held without a lock. */
  private static final int FEW = 6;

  /** In {@link #handedOut}, a place is so much; below it stand the ids. */
  private static final long PLACE = 1L << 48;

  private static final long IDS = PLACE - 1;

  /** How often it is looked for a step whose place was handed out, and that is not there yet. */
  private static final int LOOKS = 10_000;

  private static final VarHandle HANDED_OUT;
  private static final VarHandle PLACES = MethodHandles.arrayElementVarHandle(Held[].class);

  static {
    try {
      HANDED_OUT = MethodHandles.lookup().findVarHandle(Recorder.class, "handedOut", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final Held[] NOTHING = {};

  private static final LongSupplier SYSTEM = System::nanoTime;

  private final LongSupplier clock;
  private final long zero;
  private final Limits limits;
  private final @Nullable BodyStore bodies;
  private final @Nullable BiConsumer<Recorder, Entry> listener;

  /** The first steps, each in the place that was handed out to it, until they are taken. */
  private final @Nullable Held[] few = new Held[FEW];

  /** How many ids were handed out, and how many places: in one number, which a step asks once. */
  private volatile long handedOut;

  /** Whether the few were taken: steps take the lock from then on. */
  private boolean taken;

  /**
   * What is kept, and behind it, the last {@link #UNWEIGHED} before {@link #settled} at most, what
   * was recorded since the record was weighed last.
   */
  private Held[] held = NOTHING;

  /** How many are held in it. */
  private int count;

  /** They are weighed when so many are held. */
  private int settled = UNWEIGHED;

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
    return id > 0 && id <= (handedOut & IDS) ? id : 0;
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
      takeFew();
      if (ration != null || count > limits.steps() / 2) {
        settle();
      }
      Optional<Entry> full =
          ration == null ? Optional.empty() : ration.full((handedOut & IDS) + 1, count);
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
    return ((long) HANDED_OUT.getAndAdd(this, 1L) & IDS) + 1;
  }

  long number() {
    synchronized (this) {
      return ++numbers;
    }
  }

  /** Records a step under an id that nobody was told before. */
  long add(long begin, long end, List<Long> causes, Because because, Source source, Step step) {
    long before = next(1);
    var entry = new Entry((before & IDS) + 1, begin, end, causes, because, source, step);
    keep(before, entry);
    tell(entry);
    return entry.id();
  }

  /** As {@link #add}, with facts that are put together later; now, where somebody listens. */
  void late(long begin, long end, List<Long> causes, Because because, LateStep step) {
    if (listener != null) {
      long _ = add(begin, end, causes, because, Source.MEASURED, step.step());
      return;
    }
    long before = next(1);
    keep(before, new Held.Late((before & IDS) + 1, begin, end, causes, because, step));
  }

  /** Records a step whose id was handed out before. */
  void record(Entry entry) {
    keep(next(0), entry);
    tell(entry);
  }

  /** Hands out ids, and a place as long as there is one; what was handed out before. */
  private long next(long ids) {
    return (long) HANDED_OUT.getAndAdd(this, handedOut < FEW * PLACE ? PLACE + ids : ids);
  }

  private void keep(long before, Held step) {
    int place = (int) (before / PLACE);
    if (place < FEW) {
      PLACES.setRelease(few, place, step);
      return;
    }
    synchronized (this) {
      takeFew();
      hold(step);
      if (count >= settled) {
        settle();
      }
    }
  }

  private void hold(Held step) {
    if (count == held.length) {
      held = Arrays.copyOf(held, Math.max(FEW, 2 * count));
    }
    held[count++] = step;
  }

  /** The few come first; no more places are handed out. */
  private void takeFew() {
    if (taken) {
      return;
    }
    taken = true;
    long places = (long) HANDED_OUT.getAndAdd(this, FEW * PLACE) / PLACE;
    for (int place = 0; place < Math.min(places, FEW); place++) {
      Held step = await(place);
      if (step != null) {
        hold(step);
      }
    }
  }

  /**
   * The step whose place was handed out, which another thread may be about to put there. It never
   * comes only where that thread ran out of memory or stack.
   */
  private @Nullable Held await(int place) {
    for (int look = 0; look < LOOKS; look++) {
      Held step = (Held) PLACES.getAcquire(few, place);
      if (step != null) {
        return step;
      }
      Thread.yield();
    }
    return null;
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
