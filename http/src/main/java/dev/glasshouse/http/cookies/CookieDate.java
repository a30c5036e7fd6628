package dev.glasshouse.http.cookies;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The date of a cookie's Expires: parts in any order, between any delimiters (<a
 * href="https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.1.1">RFC
 * 6265bis 5.1.1</a>). Pure.
 */
public final class CookieDate {
  private static final Pattern TIME =
      Pattern.compile("([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[^0-9].*)?", Pattern.DOTALL);
  private static final Pattern DAY = Pattern.compile("([0-9]{1,2})(?:[^0-9].*)?", Pattern.DOTALL);
  private static final Pattern YEAR = Pattern.compile("([0-9]{2,4})(?:[^0-9].*)?", Pattern.DOTALL);
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private int hour = -1;
  private int minute;
  private int second;
  private int day = -1;
  private int month = -1;
  private int year = -1;

  private CookieDate() {}

  /** The moment that a text means; empty when it means none. */
  public static Optional<Instant> parse(String text) {
    var date = new CookieDate();
    for (String token : tokens(text)) {
      date.take(token);
    }
    return date.moment();
  }

  /** Step 1: the runs of characters that are no delimiters. */
  private static List<String> tokens(String text) {
    var tokens = new ArrayList<String>();
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || isDelimiter(text.charAt(i))) {
        if (i > from) {
          tokens.add(text.substring(from, i));
        }
        from = i + 1;
      }
    }
    return tokens;
  }

  private static boolean isDelimiter(char c) {
    return c == '\t'
        || (c >= 0x20 && c <= 0x2f)
        || (c >= 0x3b && c <= 0x40)
        || (c >= 0x5b && c <= 0x60)
        || (c >= 0x7b && c <= 0x7e);
  }

  /** Step 2: each token is the first of time, day, month, year that is still wanted and fits. */
  private void take(String token) {
    Matcher time = TIME.matcher(token);
    if (hour < 0 && time.matches()) {
      hour = Integer.parseInt(time.group(1));
      minute = Integer.parseInt(time.group(2));
      second = Integer.parseInt(time.group(3));
      return;
    }
    Matcher dayOfMonth = DAY.matcher(token);
    if (day < 0 && dayOfMonth.matches()) {
      day = Integer.parseInt(dayOfMonth.group(1));
      return;
    }
    if (month < 0 && token.length() >= 3) {
      int found = MONTHS.indexOf(token.substring(0, 3).toLowerCase(Locale.ROOT));
      if (found >= 0) {
        month = found + 1;
        return;
      }
    }
    Matcher number = YEAR.matcher(token);
    if (year < 0 && number.matches()) {
      year = Integer.parseInt(number.group(1));
    }
  }

  /** Steps 3 to 6. */
  private Optional<Instant> moment() {
    if (year >= 70 && year <= 99) {
      year += 1900;
    } else if (year >= 0 && year <= 69) {
      year += 2000;
    }
    if (hour < 0 || day < 0 || month < 0 || year < 1601) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDateTime.of(year, month, day, hour, minute, second).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
