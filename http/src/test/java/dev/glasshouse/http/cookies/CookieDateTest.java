package dev.glasshouse.http.cookies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieDateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "Sun, 06 Nov 1994 08:49:37 GMT  | 1994-11-06T08:49:37Z",
        "Sunday, 06-Nov-94 08:49:37 GMT | 1994-11-06T08:49:37Z",
        "Sun Nov  6 08:49:37 1994       | 1994-11-06T08:49:37Z",
        "6 Nov 2094 8:9:7               | 2094-11-06T08:09:07Z",
        "08:49:37 6 november 1994       | 1994-11-06T08:49:37Z",
        "6th Nov 1994st 08:49:37pm      | 1994-11-06T08:49:37Z",
        "6 Nov 69 0:0:0                 | 2069-11-06T00:00:00Z",
        "6 Nov 70 0:0:0                 | 1970-11-06T00:00:00Z",
        "06 Nov 12345 0:0:0             | -",
        "6 Nov 1994 24:00:00            | -",
        "6 Nov 1994 00:60:00            | -",
        "6 Nov 1994 00:00:60            | -",
        "0 Nov 1994 00:00:00            | -",
        "31 Feb 2000 00:00:00           | -",
        "1 Jan 1600 00:00:00            | -",
        "1 Jan 1601 00:00:00            | 1601-01-01T00:00:00Z",
        "nonsense                       | -",
      })
  void means(String text, String moment) {
    assertThat(CookieDate.parse(text)).isEqualTo(Optional.ofNullable(moment).map(Instant::parse));
  }

  @Test
  void anyTextIsADateOrNone() {
    var random = new Random(1123);
    String[] parts = {
      "1", "12", "123", "1999", "1:2:3", ":", " ", " ", "-", "Jan", "feb", "GMT", "\u00e4", "x"
    };
    int dates = 0;
    for (int i = 0; i < 200_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      dates += CookieDate.parse(text.toString()).isPresent() ? 1 : 0;
    }
    assertThat(dates).isPositive();
  }
}
