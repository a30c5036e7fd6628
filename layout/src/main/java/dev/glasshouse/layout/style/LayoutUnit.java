package dev.glasshouse.layout.style;

import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.Size;

/**
 * The unit of layout: lengths are {@code int}s that count 1/64 px, as in Chromium, so that sums are
 * exact and pictures agree with it.
 *
 * <p>Every length that comes from outside is cut to {@link #LIMIT}, so that a sum of a few of them
 * cannot overflow; long sums (heights of many blocks) go through {@link #add}.
 */
public final class LayoutUnit {
  /** One px. */
  public static final int PX = 64;

  /**
   * The longest length that comes out of a conversion: 2^24 - 1 px, half of what Chromium allows.
   */
  public static final int LIMIT = ((1 << 24) - 1) * PX;

  private LayoutUnit() {}

  /** These px, cut towards zero to 1/64 px. */
  public static int of(double px) {
    return cut(px * PX);
  }

  /** These px, up to the next 1/64 px: the room that a text takes. */
  public static int ceil(double px) {
    return cut(Math.ceil(px * PX));
  }

  /** These px, rounded to the next whole px. */
  public static int roundToPx(double px) {
    return cut(Math.round(px) * (double) PX);
  }

  /** Down to a whole px. */
  public static int floorToPx(int length) {
    return Math.floorDiv(length, PX) * PX;
  }

  /** To the nearest whole px, halves up. */
  public static int snap(int length) {
    return Math.floorDiv(length + PX / 2, PX) * PX;
  }

  /** In px. */
  public static float px(int length) {
    return length / (float) PX;
  }

  /**
   * A length of a style; a keyword is nothing.
   *
   * @param base what percentages are of, in this unit
   */
  public static int resolve(Size size, int base) {
    return size instanceof LengthPercentage length ? of(length.resolve(base / (double) PX)) : 0;
  }

  /** The sum, held inside {@link #LIMIT}. */
  public static int add(int a, int b) {
    return (int) Math.max(-LIMIT, Math.min(LIMIT, (long) a + b));
  }

  private static int cut(double value) {
    return (int) Math.max(-LIMIT, Math.min(LIMIT, value));
  }
}
