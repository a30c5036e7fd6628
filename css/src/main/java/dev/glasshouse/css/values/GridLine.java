package dev.glasshouse.css.values;

/**
 * The computed value of {@code grid-row-start} and its three sisters.
 *
 * @param name the line's name, or empty
 * @param number the line or the number of tracks; 0 where none was given
 * @param span whether it is a span
 */
public record GridLine(String name, int number, boolean span) {
  /** {@code auto}. */
  public static final GridLine AUTO = new GridLine("", 0, false);

  /** Whether this is {@code auto}. */
  public boolean isAuto() {
    return equals(AUTO);
  }
}
