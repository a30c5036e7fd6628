package dev.glasshouse.css.properties;

import dev.glasshouse.css.values.AspectRatio;
import dev.glasshouse.css.values.BackgroundPosition;
import dev.glasshouse.css.values.BoxKeywords.BoxSizing;
import dev.glasshouse.css.values.BoxKeywords.Break;
import dev.glasshouse.css.values.BoxKeywords.Clear;
import dev.glasshouse.css.values.BoxKeywords.FloatSide;
import dev.glasshouse.css.values.BoxKeywords.ObjectFit;
import dev.glasshouse.css.values.BoxKeywords.Overflow;
import dev.glasshouse.css.values.BoxKeywords.Position;
import dev.glasshouse.css.values.Display;
import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.Sides;
import dev.glasshouse.css.values.Size;
import dev.glasshouse.css.values.VerticalAlign;
import java.util.OptionalInt;

/** The computed values that size and place a box. */
public sealed interface BoxStyle permits ComputedStyle {
  /** The computed value of a property, in the type that its row of {@link Property} makes. */
  Object value(Property property);

  /**
   * {@code display}, made block-level where floats, absolute positions, flex and grid items and the
   * root need it.
   */
  default Display display() {
    return (Display) value(Property.DISPLAY);
  }

  /** {@code position}. */
  default Position position() {
    return (Position) value(Property.POSITION);
  }

  /** {@code float}; none for absolutely positioned boxes, logical sides resolved. */
  FloatSide floating();

  /** {@code clear}, logical sides resolved. */
  Clear clear();

  /** {@code box-sizing}. */
  default BoxSizing boxSizing() {
    return (BoxSizing) value(Property.BOX_SIZING);
  }

  /** {@code width}. */
  default Size width() {
    return (Size) value(Property.WIDTH);
  }

  /** {@code height}. */
  default Size height() {
    return (Size) value(Property.HEIGHT);
  }

  /** {@code min-width}. */
  default Size minWidth() {
    return (Size) value(Property.MIN_WIDTH);
  }

  /** {@code min-height}. */
  default Size minHeight() {
    return (Size) value(Property.MIN_HEIGHT);
  }

  /** {@code max-width}. */
  default Size maxWidth() {
    return (Size) value(Property.MAX_WIDTH);
  }

  /** {@code max-height}. */
  default Size maxHeight() {
    return (Size) value(Property.MAX_HEIGHT);
  }

  /** The four margins; a length, percentage or auto each. */
  default Sides<Size> margin() {
    return new Sides<>(marginTop(), marginRight(), marginBottom(), marginLeft());
  }

  /** The four paddings. */
  default Sides<LengthPercentage> padding() {
    return new Sides<>(paddingTop(), paddingRight(), paddingBottom(), paddingLeft());
  }

  /** {@code margin-top}: a length, percentage or auto. */
  default Size marginTop() {
    return (Size) value(Property.MARGIN_TOP);
  }

  /** {@code margin-right}: a length, percentage or auto. */
  default Size marginRight() {
    return (Size) value(Property.MARGIN_RIGHT);
  }

  /** {@code margin-bottom}: a length, percentage or auto. */
  default Size marginBottom() {
    return (Size) value(Property.MARGIN_BOTTOM);
  }

  /** {@code margin-left}: a length, percentage or auto. */
  default Size marginLeft() {
    return (Size) value(Property.MARGIN_LEFT);
  }

  /** {@code padding-top}. */
  default LengthPercentage paddingTop() {
    return (LengthPercentage) value(Property.PADDING_TOP);
  }

  /** {@code padding-right}. */
  default LengthPercentage paddingRight() {
    return (LengthPercentage) value(Property.PADDING_RIGHT);
  }

  /** {@code padding-bottom}. */
  default LengthPercentage paddingBottom() {
    return (LengthPercentage) value(Property.PADDING_BOTTOM);
  }

  /** {@code padding-left}. */
  default LengthPercentage paddingLeft() {
    return (LengthPercentage) value(Property.PADDING_LEFT);
  }

  /** {@code top}: a length, percentage or auto. */
  default Size top() {
    return (Size) value(Property.TOP);
  }

  /** {@code right}: a length, percentage or auto. */
  default Size right() {
    return (Size) value(Property.RIGHT);
  }

  /** {@code bottom}: a length, percentage or auto. */
  default Size bottom() {
    return (Size) value(Property.BOTTOM);
  }

  /** {@code left}: a length, percentage or auto. */
  default Size left() {
    return (Size) value(Property.LEFT);
  }

  /** {@code overflow-x}. */
  default Overflow overflowX() {
    return (Overflow) value(Property.OVERFLOW_X);
  }

  /** {@code overflow-y}. */
  default Overflow overflowY() {
    return (Overflow) value(Property.OVERFLOW_Y);
  }

  /** {@code vertical-align}. */
  default VerticalAlign verticalAlign() {
    return (VerticalAlign) value(Property.VERTICAL_ALIGN);
  }

  /** {@code z-index}; empty for auto. */
  default OptionalInt zIndex() {
    return (OptionalInt) value(Property.Z_INDEX);
  }

  /** {@code aspect-ratio}. */
  default AspectRatio aspectRatio() {
    return (AspectRatio) value(Property.ASPECT_RATIO);
  }

  /** {@code object-fit}. */
  default ObjectFit objectFit() {
    return (ObjectFit) value(Property.OBJECT_FIT);
  }

  /** {@code object-position}. */
  default BackgroundPosition objectPosition() {
    return (BackgroundPosition) value(Property.OBJECT_POSITION);
  }

  /** {@code break-before}. */
  default Break breakBefore() {
    return (Break) value(Property.BREAK_BEFORE);
  }

  /** {@code break-after}. */
  default Break breakAfter() {
    return (Break) value(Property.BREAK_AFTER);
  }

  /** {@code break-inside}. */
  default Break breakInside() {
    return (Break) value(Property.BREAK_INSIDE);
  }

  /** {@code contain}, as written. */
  default String contain() {
    return (String) value(Property.CONTAIN);
  }
}
