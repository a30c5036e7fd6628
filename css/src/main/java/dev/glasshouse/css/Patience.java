package dev.glasshouse.css;

import java.util.function.LongSupplier;

/**
 * How long a piece of a page's work may go on: looked at again and again in the midst of it, at
 * points that every kind of input passes. Only one look in {@value #EVERY} asks the clock, so that
 * small pages never do. Belongs to one thread.
 */
public final class Patience {
  /** Looks between two that ask the clock: a fraction of a millisecond's work, mostly. */
  public static final int EVERY = 256;

  private final LongSupplier clock;
  private final long begin;
  private long most;
  private int looks;

  private Patience(LongSupplier clock, long most) {
    this.clock = clock;
    this.begin = clock.getAsLong();
    this.most = most;
  }

  /** For ever. */
  public static Patience endless() {
    return new Patience(() -> 0, Long.MAX_VALUE);
  }

  /**
   * From now on for so long.
   *
   * @param clock nanoseconds, monotonic
   * @param most how many of them
   */
  public static Patience of(LongSupplier clock, long most) {
    return new Patience(clock, most);
  }

  /**
   * One more piece of work is about to be done.
   *
   * @throws Ended when the time is over
   */
  public void look() {
    if (++looks >= EVERY) {
      looks = 0;
      if (clock.getAsLong() - begin > most) {
        throw new Ended();
      }
    }
  }

  /** The work is done; what is asked about it later may take its time. */
  public void done() {
    most = Long.MAX_VALUE;
  }

  /** The time was over before the work was done. */
  public static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Ended() {
      super("the time for it is over");
    }
  }
}
