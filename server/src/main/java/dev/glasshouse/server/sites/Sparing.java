package dev.glasshouse.server.sites;

import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Tells problems that anybody can cause as often as they like: at most {@link #LINES} a second, and
 * then how many were left out. Safe for many threads.
 */
public final class Sparing implements Told {
  /** Lines a second: enough to see what happens, and no way to fill a disk. */
  public static final int LINES = 20;

  private final Told told;
  private final InstantSource clock;
  private long second;
  private int lines;
  private long left;

  /** Tells it there. */
  public Sparing(Told told, InstantSource clock) {
    this.told = told;
    this.clock = clock;
  }

  @Override
  public void problem(String line) {
    problem(() -> line);
  }

  /** Tells a line, which is put together only where there is room for it. */
  public void problem(Supplier<String> line) {
    if (mayTell()) {
      told.problem(line.get());
    }
  }

  /** Whether there is room for a line more; tells how many there were left out before. */
  private boolean mayTell() {
    long before = 0;
    synchronized (this) {
      long now = clock.instant().getEpochSecond();
      if (now != second) {
        before = left;
        second = now;
        lines = 0;
        left = 0;
      }
      if (lines == LINES) {
        left++;
        return false;
      }
      lines++;
    }
    if (before > 0) {
      told.problem(before + " more such lines were left out");
    }
    return true;
  }
}
