package dev.glasshouse.conformance.house.planted.css.two;

import dev.glasshouse.conformance.house.planted.css.one.First;

/** The other half of a cycle. */
public final class Second {
  private Second() {}

  /** What it is called. */
  public static String name() {
    return "after " + First.NAME;
  }
}
