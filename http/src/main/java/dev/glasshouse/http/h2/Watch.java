package dev.glasshouse.http.h2;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.StreamReason;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What is to be done about a connection as time goes by: whether its peer is asked if it is still
 * there, given up, or let go. Pure.
 */
final class Watch {
  /**
   * What is known; times are {@link System#nanoTime}.
   *
   * @param now the time
   * @param lastByte when a byte came last
   * @param lastUsed when a stream was open last
   * @param open how many streams are open
   * @param asked when the peer was asked whether it is there, while it has not answered
   * @param leaving when we said that we go away
   */
  record Facts(
      long now, long lastByte, long lastUsed, int open, OptionalLong asked, OptionalLong leaving) {}

  /** What is to be done. */
  sealed interface Verdict {
    /** Nothing. */
    record Wait() implements Verdict {}

    /** The peer is asked whether it is there. */
    record Ask(Because because) implements Verdict {}

    /** The peer is taken for dead. */
    record Dead(Because because) implements Verdict {}

    /** The connection is closed calmly. */
    record Leave(Because because) implements Verdict {}

    /** The connection is closed, whatever is open on it. */
    record Close(Because because) implements Verdict {}
  }

  private final Limits limits;
  private final boolean leavesWhenIdle;

  /**
   * A watch.
   *
   * @param leavesWhenIdle whether an idle connection is closed; a client's pool does that itself
   */
  Watch(Limits limits, boolean leavesWhenIdle) {
    this.limits = limits;
    this.leavesWhenIdle = leavesWhenIdle;
  }

  Verdict decide(Facts facts) {
    Limits.Multiplex multiplex = limits.multiplex();
    if (facts.leaving().isPresent()
        && over(facts.now(), facts.leaving().getAsLong(), multiplex.drain())) {
      return new Verdict.Close(Because.of(StreamReason.CLOSED_CALMLY));
    }
    if (facts.asked().isPresent()) {
      return over(facts.now(), facts.asked().getAsLong(), multiplex.pong())
          ? new Verdict.Dead(Because.of(StreamReason.NO_PONG, Texts.duration(multiplex.pong())))
          : new Verdict.Wait();
    }
    if (facts.open() > 0) {
      return over(facts.now(), facts.lastByte(), multiplex.ping())
          ? new Verdict.Ask(Because.of(StreamReason.SILENT, Texts.duration(multiplex.ping())))
          : new Verdict.Wait();
    }
    Duration keep = limits.times().keepAlive();
    boolean idle =
        leavesWhenIdle && facts.leaving().isEmpty() && over(facts.now(), facts.lastUsed(), keep);
    return idle
        ? new Verdict.Leave(Because.of(StreamReason.IDLE, Texts.duration(keep)))
        : new Verdict.Wait();
  }

  private static boolean over(long now, long since, Duration allowed) {
    return now - since >= allowed.toNanos();
  }

  /** How often it is worth to look. */
  Duration interval() {
    Limits.Times times = limits.times();
    long least = Long.MAX_VALUE;
    for (Duration one :
        new Duration[] {
          limits.multiplex().ping(),
          limits.multiplex().pong(),
          limits.multiplex().drain(),
          times.idle(),
          times.keepAlive(),
          limits.pace().rate() == 0 ? times.idle() : limits.pace().patience()
        }) {
      least = Math.min(least, one.toMillis());
    }
    return Duration.ofMillis(Math.clamp(least / 4, 10, 5000));
  }
}
