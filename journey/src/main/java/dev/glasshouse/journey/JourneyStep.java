package dev.glasshouse.journey;

import java.time.Duration;
import java.time.Instant;

/** Steps about the journey itself. */
public sealed interface JourneyStep extends Step {

  /**
   * The journey began.
   *
   * @param what what the person asked for, as typed, without any password
   * @param program name and version of the program
   * @param wallClock the time of day at the journey's zero
   */
  record Began(String what, String program, Instant wallClock) implements JourneyStep {
    /** Leaves out a password that was typed. */
    public Began {
      what = Secrets.typed(what);
    }
  }

  /**
   * A limit of ours fired.
   *
   * @param limit the limit's name, as its {@code Limits} record spells it
   * @param allowed how much is allowed
   * @param unit what is counted
   * @param where what it happened to
   */
  record LimitReached(String limit, long allowed, String unit, String where)
      implements JourneyStep {}

  /**
   * Something that Glasshouse does not support was met.
   *
   * @param feature its name, as its specification spells it
   * @param where where it was met
   * @param instead what was done instead
   */
  record NotSupported(String feature, String where, String instead) implements JourneyStep {}

  /**
   * The record was full: the steps after this one were counted, not kept.
   *
   * @param kept how many steps are kept
   * @param dropped how many were not
   */
  record RecordFull(long kept, long dropped) implements JourneyStep {}

  /**
   * The journey ended.
   *
   * @param total how long it took
   * @param outcome what came of it, one word or sentence
   */
  record Ended(Duration total, String outcome) implements JourneyStep {}
}
