package dev.glasshouse.dns.recursive;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Step;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * What all parts of the resolver share: options, what was learnt, the time, what is to be done next
 * (in the machine and outside of it), and the alarms.
 */
final class Machine {
  private static final int MOST_TURNS = 1_000_000;
  private static final int FEW = 4;

  private final RecursorOptions options;
  private final RecursorLimits limits;
  private final RandomGenerator random;
  private final Memory memory;
  private final Recall recall;
  private final ServerBook book;
  private final Ttls ttls;
  private final Exchanges exchanges;
  private List<Action> actions = new ArrayList<>(FEW);
  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
  private final Alarms alarms = new Alarms();
  private Moment moment = new Moment(0, Instant.EPOCH);
  private long steps;
  private OptionalLong wake = OptionalLong.empty();

  Machine(RecursorOptions options, RecursorLimits limits, RandomGenerator random) {
    this.options = options;
    this.limits = limits;
    this.random = random;
    this.memory = new Memory(limits, !options.anchors().isEmpty());
    this.recall = new Recall(options, memory);
    this.book = new ServerBook(limits);
    this.ttls = new Ttls(options.lifetimes());
    this.exchanges = new Exchanges(this);
  }

  RecursorOptions options() {
    return options;
  }

  boolean has(RecursorOptions.Feature feature) {
    return options.has(feature);
  }

  RecursorLimits limits() {
    return limits;
  }

  RandomGenerator random() {
    return random;
  }

  Memory memory() {
    return memory;
  }

  Recall recall() {
    return recall;
  }

  ServerBook book() {
    return book;
  }

  Ttls ttls() {
    return ttls;
  }

  Exchanges exchanges() {
    return exchanges;
  }

  /** Now, on the monotonic clock. */
  long now() {
    return moment.nanos();
  }

  /** The time of day. */
  Instant wall() {
    return moment.wall();
  }

  void at(Moment now) {
    moment = now;
  }

  /** Does something as soon as what is being done is done. */
  void soon(Runnable what) {
    ready.add(what);
  }

  /** Does something at a time. */
  Alarms.Alarm alarm(long at, Runnable what) {
    return alarms.set(at, what);
  }

  /** Lets the alarms ring whose time has come. */
  void ring() {
    alarms.ring(now());
  }

  /** When the next alarm rings. */
  OptionalLong wakeAt() {
    if (alarms.isEmpty()) {
      return OptionalLong.empty();
    }
    // Asked for after every action, and seldom another.
    if (wake.isEmpty() || wake.getAsLong() != alarms.first()) {
      wake = OptionalLong.of(alarms.first());
    }
    return wake;
  }

  /** Does what is to be done in the machine, and hands out what is to be done outside of it. */
  List<Action> run() {
    for (int turn = 0; !ready.isEmpty(); turn++) {
      if (turn > MOST_TURNS) {
        throw new IllegalStateException("the resolver does not come to rest");
      }
      ready.poll().run();
    }
    if (actions.isEmpty()) {
      return List.of();
    }
    // Handed over as it is: nobody here looks at it again.
    List<Action> taken = actions;
    actions = new ArrayList<>(FEW);
    return taken;
  }

  void act(Action action) {
    actions.add(action);
  }

  /** Hands out a step's number. */
  long open(Spot spot) {
    return spot.told() ? ++steps : 0;
  }

  /** Tells a step that happens now. Returns its number. */
  long tell(Spot spot, Step step, Because because) {
    return tell(spot, open(spot), now(), step, because);
  }

  /** Tells a step with a number handed out before, which began at a time. */
  long tell(Spot spot, long id, long began, Step step, Because because) {
    if (spot.told()) {
      actions.add(new Action.Tell(spot.client(), id, spot.cause(), began, step, because));
    }
    return id;
  }
}
