package dev.glasshouse.css.media;

/** Three-valued logic: what is not known stays unknown when negated (Media Queries 4, 3.1). */
public enum Truth {
  TRUE,
  FALSE,
  UNKNOWN;

  /** From two-valued logic. */
  public static Truth of(boolean b) {
    return b ? TRUE : FALSE;
  }

  /** The opposite. */
  public Truth not() {
    return this == UNKNOWN ? UNKNOWN : of(this == FALSE);
  }

  /** Both. */
  public Truth and(Truth other) {
    if (this == FALSE || other == FALSE) {
      return FALSE;
    }
    return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : TRUE;
  }

  /** At least one. */
  public Truth or(Truth other) {
    if (this == TRUE || other == TRUE) {
      return TRUE;
    }
    return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : FALSE;
  }
}
