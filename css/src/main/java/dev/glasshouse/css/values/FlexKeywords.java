package dev.glasshouse.css.values;

/** The words that flex and grid properties take (CSS Flexbox 1, Grid 2). */
public interface FlexKeywords {
  /** {@code flex-direction}. */
  enum FlexDirection {
    ROW,
    ROW_REVERSE,
    COLUMN,
    COLUMN_REVERSE
  }

  /** {@code flex-wrap}. */
  enum FlexWrap {
    NOWRAP,
    WRAP,
    WRAP_REVERSE
  }

  /** {@code grid-auto-flow}. */
  enum GridAutoFlow {
    ROW,
    COLUMN,
    ROW_DENSE,
    COLUMN_DENSE
  }

  /**
   * One of the alignment properties: {@code justify-content}, {@code align-items}, {@code
   * align-self}, ... (CSS Box Alignment 3). Each takes some of the words only.
   */
  enum Alignment {
    AUTO,
    NORMAL,
    STRETCH,
    BASELINE,
    FIRST_BASELINE,
    LAST_BASELINE,
    CENTER,
    START,
    END,
    SELF_START,
    SELF_END,
    FLEX_START,
    FLEX_END,
    LEFT,
    RIGHT,
    SPACE_BETWEEN,
    SPACE_AROUND,
    SPACE_EVENLY,
    ANCHOR_CENTER,
    LEGACY
  }
}
