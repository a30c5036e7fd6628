package dev.glasshouse.edge.balance;

import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.EdgeReason;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;

/**
 * What is known of one server's health: from probes, from how it answers, and the time that it has
 * been out. A state machine: what happened and when goes in, what changed comes out with its
 * reason; no clock or thread inside. Times are nanoseconds as {@link System#nanoTime} tells them.
 * Not safe for several threads.
 */
final class ServerHealth {
  /** A server's states. */
  enum State {
    /** It gets its share. */
    UP("up"),
    /** It came back, and gets less than its share yet. */
    STARTING("starting"),
    /** It failed its probes. */
    DOWN("down"),
    /** It failed requests: nobody asks it until its time is over. */
    EJECTED("ejected"),
    /** Its time is over, and one request may show whether it is well. */
    ON_TRIAL("on trial");

    private final String word;

    State(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** Something changed. */
  record Change(State from, State to, Because because) {}

  private final HealthOptions options;
  private State state;
  private Because why = Because.HAPPENED;
  private int wellInARow;
  private int failedProbes;
  private int failedRequests;
  private int ejections;
  private long until;
  private long since;
  private boolean trialUnderWay;
  private final BitSet errors;
  private int answers;

  private ServerHealth(HealthOptions options, State state, long now) {
    this.options = options;
    this.state = state;
    this.since = now;
    this.errors = new BitSet(options.window());
  }

  /** One that is trusted from the start. */
  static ServerHealth up(HealthOptions options, long now) {
    return new ServerHealth(options, State.UP, now);
  }

  /** One that comes to a pool that is at work. */
  static ServerHealth starting(HealthOptions options, long now) {
    return new ServerHealth(options, options.slowStart().isZero() ? State.UP : State.STARTING, now);
  }

  /** How it stands now; time alone may have changed that. */
  State state(long now) {
    if (state == State.STARTING && now - since >= options.slowStart().toNanos()) {
      state = State.UP;
    }
    return state;
  }

  /** Whether its time out of the pool is over since it was asked last. */
  Optional<Change> tick(long now) {
    return state == State.EJECTED && now - until >= 0
        ? change(State.ON_TRIAL, now, Because.of(EdgeReason.TIME_IS_OVER))
        : Optional.empty();
  }

  /** Why it may not have a request now; empty when it may. */
  Optional<Because> refusal(long now) {
    return switch (state(now)) {
      case UP, STARTING -> Optional.empty();
      case DOWN -> Optional.of(Because.of(EdgeReason.IS_DOWN, text(why)));
      case EJECTED ->
          Optional.of(
              Because.of(
                  why.reason() == EdgeReason.OUTLIER
                      ? EdgeReason.IS_EJECTED
                      : EdgeReason.BREAKER_OPEN,
                  Texts.duration(Duration.ofNanos(Math.max(0, until - now)))));
      case ON_TRIAL ->
          trialUnderWay ? Optional.of(Because.of(EdgeReason.BREAKER_TRYING)) : Optional.empty();
    };
  }

  private static String text(Because because) {
    return dev.glasshouse.http.HttpException.sentence(because);
  }

  /** How much of its weight it gets, above 0 up to 1 (slow start: from a tenth, in a line). */
  double share(long now) {
    if (state(now) != State.STARTING) {
      return 1;
    }
    double part = (double) (now - since) / options.slowStart().toNanos();
    return Math.clamp(part, 0.1, 1);
  }

  /** It got a request. */
  void asked() {
    trialUnderWay = state == State.ON_TRIAL;
  }

  /** What became of a request was never known: the client gave it up. */
  void givenUp() {
    trialUnderWay = false;
  }

  /** It answered well. */
  Optional<Change> answered(long now) {
    failedRequests = 0;
    count(false);
    if (state != State.ON_TRIAL) {
      return Optional.empty();
    }
    ejections = 0;
    return back(now, Because.of(EdgeReason.TRIAL_OK));
  }

  /**
   * It failed a request.
   *
   * @param how what it did, in words
   * @param mayGo whether the pool can do without it: never true for the last one
   */
  Optional<Change> failed(String how, long now, boolean mayGo) {
    failedRequests++;
    count(true);
    if (state == State.ON_TRIAL) {
      return eject(now, Because.of(EdgeReason.TRIAL_FAILED, how));
    }
    if ((state != State.UP && state != State.STARTING) || !mayGo) {
      return Optional.empty();
    }
    if (failedRequests >= options.failures()) {
      return eject(now, Because.of(EdgeReason.FAILURES_IN_A_ROW, failedRequests, how));
    }
    int counted = Math.min(answers, options.window());
    int share = counted == 0 ? 0 : 100 * errors.cardinality() / counted;
    return counted >= options.windowLeast() && share >= options.errors()
        ? eject(now, Because.of(EdgeReason.OUTLIER, share, counted))
        : Optional.empty();
  }

  private void count(boolean error) {
    errors.set(answers % options.window(), error);
    answers = answers == Integer.MAX_VALUE ? options.window() : answers + 1;
  }

  private Optional<Change> eject(long now, Because because) {
    long wait = options.out().toNanos() << Math.min(ejections, 20);
    until = now + Math.clamp(wait, options.out().toNanos(), options.outMost().toNanos());
    ejections++;
    trialUnderWay = false;
    return change(State.EJECTED, now, because);
  }

  /** A probe was answered well. */
  Optional<Change> probeOk(long now) {
    failedProbes = 0;
    wellInARow++;
    return state == State.DOWN && wellInARow >= options.rise()
        ? back(now, Because.of(EdgeReason.PROBES_OK, wellInARow))
        : Optional.empty();
  }

  /** A probe failed. */
  Optional<Change> probeFailed(String how, long now) {
    wellInARow = 0;
    failedProbes++;
    return state != State.DOWN && failedProbes >= options.fall()
        ? change(State.DOWN, now, Because.of(EdgeReason.PROBES_FAILED, failedProbes, how))
        : Optional.empty();
  }

  private Optional<Change> back(long now, Because because) {
    failedRequests = 0;
    errors.clear();
    answers = 0;
    trialUnderWay = false;
    return change(options.slowStart().isZero() ? State.UP : State.STARTING, now, because);
  }

  private Optional<Change> change(State to, long now, Because because) {
    State from = state(now);
    state = to;
    since = now;
    why = because;
    return Optional.of(new Change(from, to, because));
  }
}
