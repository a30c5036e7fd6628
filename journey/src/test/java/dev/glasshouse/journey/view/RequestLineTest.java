package dev.glasshouse.journey.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.words.Language;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestLineTest {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static Journey served(Instant when, long nanos, Because because) {
    var step = new HttpStep.RequestServed("127.0.0.1:5", "GET", "/a", 200, 1025);
    return new Journey(
        when, List.of(new Entry(1, 7, 7 + nanos, List.of(), because, Source.MEASURED, step)), 0);
  }

  @Test
  void aLineHasWhenWhoWhatAndWhy() {
    Instant when = Instant.parse("2026-11-22T03:04:05.006Z");
    assertThat(RequestLine.in(Language.EN).of(served(when, 1_500_000, Because.HAPPENED)))
        .isEqualTo("03:04:05.006 127.0.0.1:5 GET /a -> 200, 1.0 kB, 1.5 ms");
    RequestLine lines = RequestLine.in(Language.ZH);
    Because because = Because.of(HttpReason.GIVEN_UP);
    for (int again = 0; again < 2; again++) {
      assertThat(lines.of(served(when, 1_500_000, because)))
          .isEqualTo(
              "03:04:05.006 127.0.0.1:5 GET /a → 200，1.0 kB，1.5 ms：" + HttpReason.GIVEN_UP.zh());
    }
  }

  /** As Java's own formats say it. */
  @Test
  void timesAreSaidAsFormatsSayThem() {
    RequestLine lines = RequestLine.in(Language.EN);
    var random = new Random(20261122);
    for (int i = 0; i < 2000; i++) {
      Instant when =
          Instant.ofEpochSecond(random.nextLong(4_000_000_000L))
              .plusNanos(random.nextInt(1_000_000_000));
      long nanos = random.nextLong(1L << random.nextInt(1, 40));
      assertThat(lines.of(served(when, nanos, Because.HAPPENED)))
          .startsWith(WHEN.format(when) + " 127")
          .endsWith(String.format(Locale.ROOT, ", %.1f ms", nanos / 1e6));
    }
  }
}
