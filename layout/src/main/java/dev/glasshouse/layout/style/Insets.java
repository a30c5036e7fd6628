package dev.glasshouse.layout.style;

import dev.glasshouse.css.values.Sides;
import dev.glasshouse.css.values.Size;

/**
 * Widths of the four sides of a margin, border or padding, in {@link LayoutUnit}s.
 *
 * @param top of the upper side
 * @param right of the right side
 * @param bottom of the lower side
 * @param left of the left side
 */
public record Insets(int top, int right, int bottom, int left) {
  /** No width at all. */
  public static final Insets NONE = new Insets(0, 0, 0, 0);

  /**
   * Resolved lengths, {@code auto} as nothing; percentages of all four are of the same base (CSS
   * Box 3, section 3).
   *
   * @param base what percentages are of: the containing block's width
   */
  public static Insets of(Sides<? extends Size> lengths, int base) {
    int top = LayoutUnit.resolve(lengths.top(), base);
    int right = LayoutUnit.resolve(lengths.right(), base);
    int bottom = LayoutUnit.resolve(lengths.bottom(), base);
    int left = LayoutUnit.resolve(lengths.left(), base);
    return (top | right | bottom | left) == 0 ? NONE : new Insets(top, right, bottom, left);
  }

  /** Left and right together. */
  public int horizontal() {
    return left + right;
  }

  /** Top and bottom together. */
  public int vertical() {
    return top + bottom;
  }

  /** Side by side. */
  public Insets plus(Insets other) {
    if (this == NONE) {
      return other;
    }
    return other == NONE
        ? this
        : new Insets(
            top + other.top, right + other.right, bottom + other.bottom, left + other.left);
  }
}
