package dev.glasshouse.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The dates of HTTP (RFC 9110 5.6.7): {@code Sun, 06 Nov 1994 08:49:37 GMT}, and, when they are
 * read, the two old forms {@code Sunday, 06-Nov-94 08:49:37 GMT} and {@code Sun Nov 6 08:49:37
 * 1994}. Letters may be large or small; in all else the grammar is kept to the letter, because a
 * date that is none must be seen as none.
 */
public final class HttpDate {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

  private HttpDate() {}

  /** A moment as HTTP writes it. */
  public static String format(Instant moment) {
    return FORM.format(moment.atOffset(ZoneOffset.UTC));
  }

  /**
   * A date in any of the three forms; empty when it is none. The name of the day is not held
   * against the date.
   */
  public static Optional<Instant> parse(String text) {
    return parse(text, Instant.now());
  }

  /**
   * A date in any of the three forms, as it is read at a moment: a year of two digits that would
   * lie more than fifty years ahead of it is of the century before.
   */
  public static Optional<Instant> parse(String text, Instant now) {
    int length = text.length();
    if (length < 24 || length > 33 || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      return Optional.empty();
    }
    String lower = text.toLowerCase(Locale.ROOT);
    int comma = lower.indexOf(',');
    if (comma < 0) {
      return asctime(lower);
    }
    return comma == 3 ? today(lower) : rfc850(lower, comma, now);
  }

  /** {@code sun, 06 nov 1994 08:49:37 gmt}. */
  private static Optional<Instant> today(String text) {
    boolean shaped =
        text.length() == 29
            && isDay(text.substring(0, 3))
            && has(text, ", ", 3)
            && has(text, " ", 7)
            && has(text, " ", 11)
            && has(text, " ", 16)
            && has(text, " gmt", 25);
    return shaped
        ? moment(number(text, 12, 16), text.substring(8, 11), number(text, 5, 7), text, 17)
        : Optional.empty();
  }

  /** {@code sunday, 06-nov-94 08:49:37 gmt}. */
  private static Optional<Instant> rfc850(String text, int comma, Instant now) {
    int at = comma + 2;
    boolean shaped =
        text.length() == at + 22
            && DAYS.contains(text.substring(0, comma))
            && has(text, ", ", comma)
            && has(text, "-", at + 2)
            && has(text, "-", at + 6)
            && has(text, " ", at + 9)
            && has(text, " gmt", at + 18);
    if (!shaped) {
      return Optional.empty();
    }
    OptionalInt two = number(text, at + 7, at + 9);
    if (two.isEmpty()) {
      return Optional.empty();
    }
    int thisYear = now.atOffset(ZoneOffset.UTC).getYear();
    int year = thisYear - thisYear % 100 + two.getAsInt();
    OptionalInt full = OptionalInt.of(year > thisYear + 50 ? year - 100 : year);
    return moment(full, text.substring(at + 3, at + 6), number(text, at, at + 2), text, at + 10);
  }

  /** {@code sun nov 6 08:49:37 1994}. */
  private static Optional<Instant> asctime(String text) {
    boolean shaped =
        text.length() == 24
            && isDay(text.substring(0, 3))
            && has(text, " ", 3)
            && has(text, " ", 7)
            && has(text, " ", 10)
            && has(text, " ", 19);
    if (!shaped) {
      return Optional.empty();
    }
    OptionalInt day = text.charAt(8) == ' ' ? number(text, 9, 10) : number(text, 8, 10);
    return moment(number(text, 20, 24), text.substring(4, 7), day, text, 11);
  }

  private static boolean isDay(String three) {
    return DAYS.stream().anyMatch(day -> day.startsWith(three));
  }

  private static boolean has(String text, String part, int at) {
    return text.startsWith(part, at);
  }

  /** Digits only. */
  private static OptionalInt number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return OptionalInt.empty();
      }
      number = number * 10 + c - '0';
    }
    return OptionalInt.of(number);
  }

  /** Puts the parts together; the time is {@code 08:49:37} from {@code at} on. */
  private static Optional<Instant> moment(
      OptionalInt year, String month, OptionalInt day, String text, int at) {
    OptionalInt hour = number(text, at, at + 2);
    OptionalInt minute = number(text, at + 3, at + 5);
    OptionalInt second = number(text, at + 6, at + 8);
    boolean shaped = has(text, ":", at + 2) && has(text, ":", at + 5) && MONTHS.contains(month);
    if (!shaped
        || year.isEmpty()
        || day.isEmpty()
        || hour.isEmpty()
        || minute.isEmpty()
        || second.isEmpty()) {
      return Optional.empty();
    }
    // A leap second counts as the second before it: Java has none.
    int last = second.getAsInt() == 60 ? 59 : second.getAsInt();
    try {
      return Optional.of(
          LocalDateTime.of(
                  year.getAsInt(),
                  MONTHS.indexOf(month) + 1,
                  day.getAsInt(),
                  hour.getAsInt(),
                  minute.getAsInt(),
                  last)
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
