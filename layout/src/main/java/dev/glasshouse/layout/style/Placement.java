package dev.glasshouse.layout.style;

import dev.glasshouse.css.values.BoxKeywords.Clear;
import dev.glasshouse.css.values.BoxKeywords.FloatSide;
import dev.glasshouse.css.values.BoxKeywords.Overflow;
import dev.glasshouse.css.values.BoxKeywords.Position;
import dev.glasshouse.css.values.Display;
import dev.glasshouse.css.values.Length;
import dev.glasshouse.css.values.Sides;
import dev.glasshouse.css.values.Size;
import dev.glasshouse.css.values.SizeKeyword;

/**
 * How a box takes its place among others.
 *
 * @param display its kind
 * @param position how it is positioned
 * @param side where it floats
 * @param clear which floats it does not stand beside
 * @param overflowX what happens to content that sticks out left and right
 * @param overflowY what happens to content that sticks out above and below
 * @param inset {@code top}, {@code right}, {@code bottom}, {@code left}
 */
public record Placement(
    Display display,
    Position position,
    FloatSide side,
    Clear clear,
    Overflow overflowX,
    Overflow overflowY,
    Sides<Size> inset) {
  private static final Sides<Size> AUTO =
      new Sides<>(SizeKeyword.AUTO, SizeKeyword.AUTO, SizeKeyword.AUTO, SizeKeyword.AUTO);

  /** In the flow, nothing special. */
  public static Placement of(Display display) {
    return new Placement(
        display,
        Position.STATIC,
        FloatSide.NONE,
        Clear.NONE,
        Overflow.VISIBLE,
        Overflow.VISIBLE,
        AUTO);
  }

  /** The same place for another kind of box. */
  public Placement as(Display other) {
    return new Placement(other, position, side, clear, overflowX, overflowY, inset);
  }

  /** Whether the box floats. */
  public boolean floats() {
    return side != FloatSide.NONE && !position.isOutOfFlow();
  }

  /** Whether the box takes no part in the flow around it. */
  public boolean outOfFlow() {
    return position.isOutOfFlow() || side != FloatSide.NONE;
  }

  /** Whether all four insets are without effect. */
  public boolean noInsets() {
    return inset.top().isAuto()
        && inset.right().isAuto()
        && inset.bottom().isAuto()
        && inset.left().isAuto();
  }

  /** Whether the box cuts off what sticks out on some side. */
  public boolean clips() {
    return overflowX.clips() || overflowY.clips();
  }

  /** Whether the box is a scroll container. */
  public boolean scrolls() {
    return overflowX.scrolls() || overflowY.scrolls();
  }

  /** Nothing, on all four sides. */
  static Sides<Size> zeros() {
    return new Sides<>(Length.ZERO, Length.ZERO, Length.ZERO, Length.ZERO);
  }
}
