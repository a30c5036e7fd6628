package dev.glasshouse.css.properties;

import dev.glasshouse.css.values.Content;
import dev.glasshouse.css.values.CounterChange;
import dev.glasshouse.css.values.Image;
import dev.glasshouse.css.values.ListStyle;
import dev.glasshouse.css.values.Quotes;
import dev.glasshouse.css.values.TableKeywords.BorderCollapse;
import dev.glasshouse.css.values.TableKeywords.CaptionSide;
import dev.glasshouse.css.values.TableKeywords.EmptyCells;
import dev.glasshouse.css.values.TableKeywords.ListStylePosition;
import dev.glasshouse.css.values.TableKeywords.TableLayout;
import java.util.List;

/** The computed values of lists, generated content and tables. */
public sealed interface ListAndTableStyle permits ComputedStyle {
  /** The computed value of a property, in the type that its row of {@link Property} makes. */
  Object value(Property property);

  /** {@code list-style-type}. */
  default ListStyle listStyleType() {
    return (ListStyle) value(Property.LIST_STYLE_TYPE);
  }

  /** {@code list-style-position}. */
  default ListStylePosition listStylePosition() {
    return (ListStylePosition) value(Property.LIST_STYLE_POSITION);
  }

  /** {@code list-style-image}. */
  default Image listStyleImage() {
    return (Image) value(Property.LIST_STYLE_IMAGE);
  }

  /** {@code content}. */
  default Content content() {
    return (Content) value(Property.CONTENT);
  }

  /** {@code quotes}. */
  default Quotes quotes() {
    return (Quotes) value(Property.QUOTES);
  }

  /** {@code counter-reset}. */
  @SuppressWarnings("unchecked")
  default List<CounterChange> counterReset() {
    return (List<CounterChange>) value(Property.COUNTER_RESET);
  }

  /** {@code counter-increment}. */
  @SuppressWarnings("unchecked")
  default List<CounterChange> counterIncrement() {
    return (List<CounterChange>) value(Property.COUNTER_INCREMENT);
  }

  /** {@code counter-set}. */
  @SuppressWarnings("unchecked")
  default List<CounterChange> counterSet() {
    return (List<CounterChange>) value(Property.COUNTER_SET);
  }

  /** {@code border-collapse}. */
  default BorderCollapse borderCollapse() {
    return (BorderCollapse) value(Property.BORDER_COLLAPSE);
  }

  /** The horizontal {@code border-spacing} in px. */
  default double borderSpacingX() {
    return ((TextGrammar.Spacing) value(Property.BORDER_SPACING)).horizontal();
  }

  /** The vertical {@code border-spacing} in px. */
  default double borderSpacingY() {
    return ((TextGrammar.Spacing) value(Property.BORDER_SPACING)).vertical();
  }

  /** {@code caption-side}. */
  default CaptionSide captionSide() {
    return (CaptionSide) value(Property.CAPTION_SIDE);
  }

  /** {@code table-layout}. */
  default TableLayout tableLayout() {
    return (TableLayout) value(Property.TABLE_LAYOUT);
  }

  /** {@code empty-cells}. */
  default EmptyCells emptyCells() {
    return (EmptyCells) value(Property.EMPTY_CELLS);
  }
}
