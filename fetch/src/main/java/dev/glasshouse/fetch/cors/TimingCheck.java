package dev.glasshouse.fetch.cors;

import dev.glasshouse.http.Fields;

/**
 * Whether a page may see how long a fetch took: {@code Timing-Allow-Origin} (Fetch, "TAO check").
 */
public final class TimingCheck {
  private TimingCheck() {}

  /**
   * Decides for an answer of another origin. Pure.
   *
   * @param origin the origin that asks, as the field Origin has it
   */
  public static boolean passes(String origin, Fields fields) {
    return fields.elements("Timing-Allow-Origin").stream()
        .anyMatch(value -> value.equals("*") || value.equals(origin));
  }
}
