package dev.glasshouse.fetch.priority;

import java.util.Locale;

/** What an element says of its priority: {@code fetchpriority} (HTML, 2.5.8). */
public enum Hint {
  AUTO,
  HIGH,
  LOW;

  /** What an attribute says; what is not known is {@link #AUTO}. */
  public static Hint of(String attribute) {
    return switch (attribute.strip().toLowerCase(Locale.ROOT)) {
      case "high" -> HIGH;
      case "low" -> LOW;
      default -> AUTO;
    };
  }

  /** As the attribute has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
