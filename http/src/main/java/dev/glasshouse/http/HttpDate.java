package dev.glasshouse.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The dates of HTTP (RFC 9110 5.6.7): {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
public final class HttpDate {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  private HttpDate() {}

  /** A moment as HTTP writes it. */
  public static String format(Instant moment) {
    return FORM.format(moment.atOffset(ZoneOffset.UTC));
  }

  /** A date in today's form; empty when it is none. The two old forms are not read. */
  public static Optional<Instant> parse(String text) {
    try {
      return Optional.of(ZonedDateTime.parse(text, FORM.withZone(ZoneOffset.UTC)).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
