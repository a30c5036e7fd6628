package dev.glasshouse.layout.paint;

import io.github.humbleui.skija.PathEffect;

/**
 * The rhythm of dashed and dotted lines: dashes of two thicknesses (three when thin), dots of one,
 * the gaps stretched so that an open line begins and ends with a whole one.
 */
final class Dashes {
  private Dashes() {}

  /**
   * Skia's effect; the caller closes it.
   *
   * @param length the line's length; for round dots from the middle of the first to that of the
   *     last
   * @param thickness its thickness
   * @param round whether it is made of round dots
   * @param open whether it has two ends
   */
  static PathEffect effect(float length, float thickness, boolean round, boolean open) {
    float dash = round ? 0.001f : thickness * (thickness >= 3 ? 2 : 3);
    float gap = round ? 2 * thickness - dash : thickness * (thickness >= 3 ? 1 : 2);
    return PathEffect.makeDash(new float[] {dash, stretched(length, dash, gap, open)}, 0);
  }

  /** Dots that are square: thin lines. */
  static PathEffect squares(float length, float thickness) {
    return PathEffect.makeDash(
        new float[] {thickness, stretched(length, thickness, thickness, true)}, 0);
  }

  private static float stretched(float length, float dash, float gap, boolean open) {
    float room = open ? length - dash : length;
    float times = Math.max(1, Math.round(room / (dash + gap)));
    return Math.max(0.1f, Math.max(gap / 4, room / times - dash));
  }
}
