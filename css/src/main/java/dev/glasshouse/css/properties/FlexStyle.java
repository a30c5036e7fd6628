package dev.glasshouse.css.properties;

import dev.glasshouse.css.values.FlexKeywords.Alignment;
import dev.glasshouse.css.values.FlexKeywords.FlexDirection;
import dev.glasshouse.css.values.FlexKeywords.FlexWrap;
import dev.glasshouse.css.values.FlexKeywords.GridAutoFlow;
import dev.glasshouse.css.values.GridAreas;
import dev.glasshouse.css.values.GridLine;
import dev.glasshouse.css.values.GridTracks;
import dev.glasshouse.css.values.Length;
import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.Size;
import dev.glasshouse.css.values.SizeKeyword;
import dev.glasshouse.css.values.TableKeywords.ColumnFill;
import dev.glasshouse.css.values.TableKeywords.ColumnSpan;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The computed values of flex, grid and multi-column layout, and of alignment. */
public sealed interface FlexStyle permits ComputedStyle {
  /** The computed value of a property, in the type that its row of {@link Property} makes. */
  Object value(Property property);

  /** {@code flex-direction}. */
  default FlexDirection flexDirection() {
    return (FlexDirection) value(Property.FLEX_DIRECTION);
  }

  /** {@code flex-wrap}. */
  default FlexWrap flexWrap() {
    return (FlexWrap) value(Property.FLEX_WRAP);
  }

  /** {@code flex-grow}. */
  default double flexGrow() {
    return (Double) value(Property.FLEX_GROW);
  }

  /** {@code flex-shrink}. */
  default double flexShrink() {
    return (Double) value(Property.FLEX_SHRINK);
  }

  /** {@code flex-basis}. */
  default Size flexBasis() {
    return (Size) value(Property.FLEX_BASIS);
  }

  /** {@code order}. */
  default int order() {
    return (Integer) value(Property.ORDER);
  }

  /** {@code align-content}. */
  default Alignment alignContent() {
    return (Alignment) value(Property.ALIGN_CONTENT);
  }

  /** {@code align-items}. */
  default Alignment alignItems() {
    return (Alignment) value(Property.ALIGN_ITEMS);
  }

  /** {@code align-self}. */
  default Alignment alignSelf() {
    return (Alignment) value(Property.ALIGN_SELF);
  }

  /** {@code justify-content}. */
  default Alignment justifyContent() {
    return (Alignment) value(Property.JUSTIFY_CONTENT);
  }

  /** {@code justify-items}. */
  default Alignment justifyItems() {
    return (Alignment) value(Property.JUSTIFY_ITEMS);
  }

  /** {@code justify-self}. */
  default Alignment justifySelf() {
    return (Alignment) value(Property.JUSTIFY_SELF);
  }

  /** {@code row-gap}; {@code normal} is zero. */
  default LengthPercentage rowGap() {
    return (LengthPercentage) value(Property.ROW_GAP);
  }

  /** {@code column-gap}; {@code normal} is zero, but 1em between columns of text. */
  default LengthPercentage columnGap() {
    return value(Property.COLUMN_GAP) instanceof LengthPercentage lp ? lp : Length.ZERO;
  }

  /** Whether {@code column-gap} is {@code normal}. */
  default boolean columnGapIsNormal() {
    return value(Property.COLUMN_GAP) == SizeKeyword.AUTO;
  }

  /** {@code grid-template-columns}. */
  default GridTracks gridTemplateColumns() {
    return (GridTracks) value(Property.GRID_TEMPLATE_COLUMNS);
  }

  /** {@code grid-template-rows}. */
  default GridTracks gridTemplateRows() {
    return (GridTracks) value(Property.GRID_TEMPLATE_ROWS);
  }

  /** {@code grid-auto-columns}. */
  default GridTracks gridAutoColumns() {
    return (GridTracks) value(Property.GRID_AUTO_COLUMNS);
  }

  /** {@code grid-auto-rows}. */
  default GridTracks gridAutoRows() {
    return (GridTracks) value(Property.GRID_AUTO_ROWS);
  }

  /** {@code grid-template-areas}. */
  default GridAreas gridTemplateAreas() {
    return (GridAreas) value(Property.GRID_TEMPLATE_AREAS);
  }

  /** {@code grid-auto-flow}. */
  default GridAutoFlow gridAutoFlow() {
    return (GridAutoFlow) value(Property.GRID_AUTO_FLOW);
  }

  /** {@code grid-row-start}. */
  default GridLine gridRowStart() {
    return (GridLine) value(Property.GRID_ROW_START);
  }

  /** {@code grid-row-end}. */
  default GridLine gridRowEnd() {
    return (GridLine) value(Property.GRID_ROW_END);
  }

  /** {@code grid-column-start}. */
  default GridLine gridColumnStart() {
    return (GridLine) value(Property.GRID_COLUMN_START);
  }

  /** {@code grid-column-end}. */
  default GridLine gridColumnEnd() {
    return (GridLine) value(Property.GRID_COLUMN_END);
  }

  /** {@code column-count}; empty for auto. */
  default OptionalInt columnCount() {
    return (OptionalInt) value(Property.COLUMN_COUNT);
  }

  /** {@code column-width}; empty for auto. */
  default OptionalDouble columnWidth() {
    return (OptionalDouble) value(Property.COLUMN_WIDTH);
  }

  /** {@code column-fill}. */
  default ColumnFill columnFill() {
    return (ColumnFill) value(Property.COLUMN_FILL);
  }

  /** {@code column-span}. */
  default ColumnSpan columnSpan() {
    return (ColumnSpan) value(Property.COLUMN_SPAN);
  }
}
