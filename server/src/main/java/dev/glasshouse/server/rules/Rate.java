package dev.glasshouse.server.rules;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may happen.
 *
 * @param times how many times, at least once
 * @param span within which time
 */
public record Rate(long times, Duration span) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9}) */ *(s|m|h)");

  /**
   * A rate out of text: {@code 10/s}, {@code 100/m}, {@code 1000/h}.
   *
   * @throws IllegalArgumentException with a sentence, if it is none
   */
  public static Rate of(String text) {
    Matcher its = FORM.matcher(text);
    if (!its.matches() || Long.parseLong(its.group(1)) == 0) {
      throw new IllegalArgumentException(text + " is no rate such as 10/s, 100/m or 1000/h");
    }
    Duration span =
        switch (its.group(2)) {
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          default -> Duration.ofHours(1);
        };
    return new Rate(Long.parseLong(its.group(1)), span);
  }

  /** The time in which one is earned, nanoseconds; at least one. */
  public long interval() {
    return Math.max(1, span.toNanos() / times);
  }

  @Override
  public String toString() {
    return times + "/" + (span.toSeconds() == 1 ? "s" : span.toMinutes() == 1 ? "m" : "h");
  }
}
