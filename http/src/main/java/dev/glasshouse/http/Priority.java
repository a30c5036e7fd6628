package dev.glasshouse.http;

/**
 * How soon a request that waits for a connection gets one, against others to its origin. None waits
 * for ever: see {@link Limits.Pool#overtakes}.
 */
public enum Priority {
  /** Documents. */
  HIGHEST,
  /** What rendering waits for: style sheets, scripts in the head, fonts. */
  HIGH,
  /** Scripts further down. */
  MEDIUM,
  /** Pictures. */
  LOW,
  /** What may come any time. */
  LOWEST;

  /** In lower case, as the journey writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
