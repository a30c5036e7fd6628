package dev.glasshouse.server.logs;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The time of day as logs have it, put together once a second. For one thread. */
final class LogTime {
  private static final DateTimeFormatter COMBINED =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("XXX", Locale.ROOT);

  private final ZoneId zone;
  private long second = Long.MIN_VALUE;
  private String combined = "";
  private String date = "";
  private String offset = "";

  LogTime(ZoneId zone) {
    this.zone = zone;
  }

  private void at(long millis) {
    long its = Math.floorDiv(millis, 1000L);
    if (its != second) {
      ZonedDateTime time = Instant.ofEpochSecond(its).atZone(zone);
      combined = COMBINED.format(time);
      date = SECOND.format(time);
      offset = OFFSET.format(time);
      second = its;
    }
  }

  /**
   * As Apache and nginx have it: {@code 22/Nov/2026:11:10:00 +0000}.
   *
   * @param millis since 1970
   */
  String combined(long millis) {
    at(millis);
    return combined;
  }

  /** With milliseconds, and how far it is from UTC (RFC 3339). */
  void iso(long millis, StringBuilder to) {
    at(millis);
    int part = (int) Math.floorMod(millis, 1000L);
    to.append(date).append('.').append((char) ('0' + part / 100));
    to.append((char) ('0' + part / 10 % 10)).append((char) ('0' + part % 10)).append(offset);
  }
}
