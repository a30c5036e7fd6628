package dev.glasshouse.conformance.house.planted.dom;

import dev.glasshouse.conformance.house.planted.css.one.First;

/** Breaks three rules: uses a later module, keeps a global, and has an empty name. */
public final class KnowsTooMuchHelper {
  static int counter;

  private KnowsTooMuchHelper() {}

  static String later() {
    counter++;
    return First.NAME + counter;
  }
}
