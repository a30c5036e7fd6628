package dev.glasshouse.conformance.house.planted.css.one;

import dev.glasshouse.conformance.house.planted.css.two.Second;

/** One half of a cycle. */
public final class First {
  /** Its name, which is not a compile-time constant. */
  public static final String NAME = "first".strip();

  private First() {}

  static String other() {
    return Second.name();
  }
}
