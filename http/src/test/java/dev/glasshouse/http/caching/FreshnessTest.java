package dev.glasshouse.http.caching;

import static dev.glasshouse.http.caching.Given.ZERO;
import static dev.glasshouse.http.caching.Given.at;
import static dev.glasshouse.http.caching.Given.fields;
import static dev.glasshouse.http.caching.Given.get;
import static dev.glasshouse.http.caching.Given.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpDate;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.Clause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111 4.2: how old, and fresh for how long. */
class FreshnessTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // 4.2.1: the first that is there of s-maxage (shared), max-age, Expires.
        "PRIVATE | Cache-Control: max-age=60                          | 60 | MAX_AGE",
        "PRIVATE | Cache-Control: max-age=60, s-maxage=99             | 60 | MAX_AGE",
        "SHARED  | Cache-Control: max-age=60, s-maxage=99             | 99 | S_MAXAGE",
        "SHARED  | Cache-Control: s-maxage=x, max-age=60              | 0  | S_MAXAGE",
        "PRIVATE | Cache-Control: max-age=60 / Expires: DATE(5)       | 60 | MAX_AGE",
        "PRIVATE | Cache-Control: max-age=0 / Expires: DATE(5)        | 0  | MAX_AGE",
        "PRIVATE | Cache-Control: max-age=60 / Expires: 0             | 60 | MAX_AGE",
        "PRIVATE | Date: DATE(0) / Expires: DATE(50)                  | 50 | EXPIRES",
        "PRIVATE | Date: DATE(10) / Expires: DATE(50)                 | 40 | EXPIRES",
        "PRIVATE | Expires: DATE(50)                                  | 50 | EXPIRES",
        "PRIVATE | Date: nonsense / Expires: DATE(50)                 | 50 | EXPIRES",
        "PRIVATE | Date: DATE(60) / Expires: DATE(50)                 | 0  | EXPIRES",
        // 5.3: what is no date lies in the past.
        "PRIVATE | Expires: 0                                         | 0  | EXPIRES",
        "PRIVATE | Expires: DATE(50) / Expires: DATE(60)              | 0  | EXPIRES",
        "PRIVATE | Expires: DATE(50) / Expires: DATE(50)              | 50 | EXPIRES",
        // 4.2.2: a tenth of the time since the last change.
        "PRIVATE | Date: DATE(0) / Last-Modified: DATE(-1000)         | 100 | HEURISTIC",
        "PRIVATE | Last-Modified: DATE(-99999999)                     | 604800 | HEURISTIC",
        "PRIVATE | Last-Modified: DATE(5)                             | 0  | NONE",
        "PRIVATE | Last-Modified: nonsense                            | 0  | NONE",
        "PRIVATE | Cache-Control: max-age=5 / Last-Modified: DATE(-1000) | 5 | MAX_AGE",
        "PRIVATE | ETag: \"a\"                                        | 0  | NONE",
      })
  void lifetime(Policy policy, String lines, long seconds, Freshness.Basis basis) {
    Freshness freshness = Freshness.of(policy, stored(lines.strip().split(" / ")), ZERO);
    assertThat(freshness.lifetime()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(freshness.basis()).isEqualTo(basis);
  }

  /** 4.2.2 and RFC 9110 15.1: which statuses may be given a lifetime by a heuristic. */
  @ParameterizedTest
  @CsvSource({
    "200, true",
    "203, true",
    "204, true",
    "300, true",
    "301, true",
    "308, true",
    "404, true",
    "405, true",
    "410, true",
    "414, true",
    "501, true",
    "201, false",
    "202, false",
    "302, false",
    "303, false",
    "307, false",
    "400, false",
    "403, false",
    "500, false",
    "502, false",
    "503, false",
    "504, false",
    "599, false"
  })
  void heuristicsByStatus(int status, boolean allowed) {
    String modified = "Last-Modified: DATE(-1000)";
    assertThat(Freshness.of(Policy.PRIVATE, stored(status, get(), modified), ZERO).isFresh())
        .isEqualTo(allowed);
    assertThat(
            Freshness.of(
                    Policy.PRIVATE, stored(status, get(), modified, "Cache-Control: public"), ZERO)
                .isFresh())
        .isTrue();
  }

  /** 4.2.3: requested at 0, came at {@code came}, looked at {@code now}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Date: DATE(0)             | 0 | 12 | 12",
        "Date: DATE(0)             | 2 | 12 | 12",
        "Date: DATE(-30)           | 0 | 12 | 42",
        "Date: DATE(30)            | 0 | 12 | 12",
        "X: y                      | 4 | 12 | 12",
        "Age: 100                  | 0 | 12 | 112",
        "Age: 100                  | 2 | 12 | 112",
        "Age: 10 / Date: DATE(-30) | 0 | 12 | 42",
        "Age: 50 / Date: DATE(-30) | 0 | 12 | 62",
        // 5.1: the first value, where it is a number.
        "Age: 7, 100               | 0 | 12 | 19",
        "Age: 7 / Age: 100         | 0 | 12 | 19",
        "Age: abc                  | 0 | 12 | 12",
        "Age: -7                   | 0 | 12 | 12",
        "Age: 7.5                  | 0 | 12 | 12",
      })
  void age(String lines, long came, long now, long age) {
    Fields fields = fields(lines.strip().split(" / "));
    Stored stored =
        Stored.of(
            Status.OK, "", fields, Fields.EMPTY, ZERO, at(came), Part.whole(1), Duration.ZERO);
    assertThat(Freshness.of(Policy.PRIVATE, stored, at(now)).ageSeconds()).isEqualTo(age);
  }

  @Test
  void theArithmeticIsInTheReason() {
    Freshness freshness = Freshness.of(Policy.PRIVATE, stored("Cache-Control: max-age=60"), at(12));
    assertThat(freshness.because().reason()).isEqualTo(CacheReason.FRESH);
    assertThat(freshness.because().arguments())
        .containsExactly(
            Duration.ofSeconds(12),
            Duration.ofSeconds(60),
            "Cache-Control: max-age=60",
            Duration.ofSeconds(48),
            Duration.ZERO);
    assertThat(freshness.because().clause()).hasToString("RFC 9111 4.2");
  }

  /** What is told comes out: the lifetime less the age, or less both of its parts. */
  @Test
  void theArithmeticComesOutWithTheAgeThatItCameWith() {
    Duration before = Duration.ofMillis(400);
    var freshness =
        new Freshness(
            Duration.ofSeconds(4),
            before,
            Duration.ofSeconds(5),
            Freshness.Basis.MAX_AGE,
            "max-age=5");
    assertThat(freshness.because().reason()).isEqualTo(CacheReason.FRESH_AGED);
    assertThat(freshness.because().arguments())
        .startsWith(Duration.ofSeconds(4), Duration.ofSeconds(5))
        .endsWith(Duration.ofMillis(600), before);
    // Three digits do not show it any more.
    var hours =
        new Freshness(
            Duration.ofSeconds(4), before, Duration.ofHours(5), Freshness.Basis.MAX_AGE, "max-age");
    assertThat(hours.because().reason()).isEqualTo(CacheReason.FRESH);
    assertThat(freshness.because(CacheReason.IMMUTABLE, Clause.rfc(8246, "2")).arguments())
        .startsWith(Duration.ofMillis(4400));
  }

  @Test
  void aHeuristicSaysThatItIsOne() {
    Stored stored = stored("Last-Modified: " + HttpDate.format(ZERO.minusSeconds(100)));
    Freshness fresh = Freshness.of(Policy.PRIVATE, stored, at(3));
    assertThat(fresh.because().reason()).isEqualTo(CacheReason.FRESH_HEURISTIC);
    assertThat(fresh.because().clause()).hasToString("RFC 9111 4.2.2");
    assertThat(fresh.because().arguments())
        .startsWith(Duration.ofSeconds(3), Duration.ofSeconds(10))
        .endsWith(Duration.ofSeconds(7), Freshness.MOST_HEURISTIC);
    assertThat(Freshness.of(Policy.PRIVATE, stored, at(11)).because().reason())
        .isEqualTo(CacheReason.STALE_HEURISTIC);
  }

  @Test
  void isStaleWhenTheLifetimeIsOver() {
    Stored stored = stored("Cache-Control: max-age=60");
    assertThat(Freshness.of(Policy.PRIVATE, stored, at(59)).isFresh()).isTrue();
    assertThat(Freshness.of(Policy.PRIVATE, stored, at(60)).isFresh()).isFalse();
  }

  @Test
  void aClockThatGoesBackMakesNothingYounger() {
    Freshness freshness =
        Freshness.of(Policy.PRIVATE, stored("Cache-Control: max-age=60"), at(-500));
    assertThat(freshness.ageSeconds()).isZero();
  }

  /** RFC 9110 5.6.7: three forms, and nothing else. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun, 06 Nov 1994 08:49:37 GMT | 1994-11-06T08:49:37Z",
        "Sunday, 06-Nov-94 08:49:37 GMT | 1994-11-06T08:49:37Z",
        "Sun Nov  6 08:49:37 1994 | 1994-11-06T08:49:37Z",
        "Wed Nov 16 08:49:37 1994 | 1994-11-16T08:49:37Z",
        "sUn, 06 nOv 1994 08:49:37 gMT | 1994-11-06T08:49:37Z",
        "Mon, 06 Nov 1994 08:49:37 GMT | 1994-11-06T08:49:37Z",
        "Thursday, 18-Aug-50 02:01:18 GMT | 2050-08-18T02:01:18Z",
        "Thursday, 18-Aug-77 02:01:18 GMT | 1977-08-18T02:01:18Z",
        "Fri, 30 Jun 2015 23:59:60 GMT | 2015-06-30T23:59:59Z",
        "Thu, 18 Aug 2050 02:01:18 UTC | -",
        "Thu, 18 Aug 2050 02:01:18 AEST | -",
        "Thu, 18 Aug 50 02:01:18 GMT | -",
        "Thu 18 Aug 2050 02:01:18 GMT | -",
        "Thu, 18  Aug  2050 02:01:18 GMT | -",
        "Thu, 18-Aug-2050 02:01:18 GMT | -",
        "Thu, 18 Aug 2050 02.01.18 GMT | -",
        "Thu, 18 Aug 2050 2:01:18 GMT | -",
        "Thu, 31 Feb 2050 02:01:18 GMT | -",
        "Thu, 18 Aug 2050 24:01:18 GMT | -",
        "0 | -",
        "-1 | -",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa | -",
        "Sun, 06 Nov 1994 08:49:37 +000 | -",
      })
  void dates(String text, String moment) {
    Optional<Instant> expected =
        moment.equals("-") ? Optional.empty() : Optional.of(Instant.parse(moment));
    assertThat(HttpDate.parse(text, ZERO)).isEqualTo(expected);
  }
}
