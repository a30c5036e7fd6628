package dev.glasshouse.css.values;

/**
 * The words that table, list and column properties take (CSS Tables 3, Lists 3, Multi-column 1).
 */
public interface TableKeywords {
  /** {@code border-collapse}. */
  enum BorderCollapse {
    SEPARATE,
    COLLAPSE
  }

  /** {@code caption-side}. */
  enum CaptionSide {
    TOP,
    BOTTOM
  }

  /** {@code table-layout}. */
  enum TableLayout {
    AUTO,
    FIXED
  }

  /** {@code empty-cells}. */
  enum EmptyCells {
    SHOW,
    HIDE
  }

  /** {@code list-style-position}. */
  enum ListStylePosition {
    OUTSIDE,
    INSIDE
  }

  /** {@code column-fill}. */
  enum ColumnFill {
    BALANCE,
    AUTO,
    BALANCE_ALL
  }

  /** {@code column-span}. */
  enum ColumnSpan {
    NONE,
    ALL
  }
}
