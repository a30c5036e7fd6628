package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests are sent once more, by a table (RFC 9110 9.2.2, RFC 9113 8.7, RFC 9114 4.1.1). */
class RetryVerdictTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // method | body can be had again | version | reused | perhaps processed | answered |
        // attempt
        "GET    | true  | HTTP_1_1 | true  | true  | false | 1 | STALE_CONNECTION",
        "PUT    | true  | HTTP_1_1 | true  | true  | false | 1 | STALE_CONNECTION",
        "DELETE | true  | HTTP_1_1 | true  | true  | false | 1 | STALE_CONNECTION",
        "PUT    | false | HTTP_1_1 | true  | true  | false | 1 | BODY_ONCE",
        "POST   | true  | HTTP_1_1 | true  | true  | false | 1 | NOT_IDEMPOTENT",
        "PATCH  | true  | HTTP_1_1 | true  | true  | false | 1 | NOT_IDEMPOTENT",
        "POST   | true  | HTTP_1_1 | true  | false | false | 1 | NOTHING_SENT",
        "POST   | false | HTTP_1_1 | true  | false | false | 1 | NOTHING_SENT",
        "GET    | true  | HTTP_1_1 | false | true  | false | 1 | NEW_CONNECTION",
        "GET    | true  | HTTP_1_1 | true  | true  | true  | 1 | ANSWER_BEGUN",
        "GET    | true  | HTTP_1_1 | true  | true  | false | 3 | TOO_MANY_ATTEMPTS",
        "POST   | true  | HTTP_2   | false | false | false | 1 | NOT_PROCESSED",
        "POST   | true  | HTTP_3   | true  | false | false | 2 | NOT_PROCESSED",
        "PUT    | false | HTTP_2   | true  | false | false | 1 | BODY_ONCE",
        "PUT    | true  | HTTP_2   | true  | true  | false | 1 | SESSION_LOST",
        "PUT    | true  | HTTP_2   | false | true  | false | 1 | NEW_CONNECTION",
        "POST   | true  | HTTP_3   | true  | true  | false | 1 | NOT_IDEMPOTENT",
        "POST   | true  | HTTP_1_1 | true  | false | false | 3 | TOO_MANY_ATTEMPTS",
        "GET    | true  | HTTP_2   | true  | true  | false | 3 | TOO_MANY_ATTEMPTS",
        "POST   | true  | HTTP_2   | true  | false | false | 11 | NOT_PROCESSED",
        "POST   | true  | HTTP_2   | true  | false | false | 12 | TOO_MANY_ATTEMPTS",
      })
  void whichAreSentOnceMore(
      String method,
      boolean replayable,
      HttpVersion version,
      boolean reused,
      boolean mayBeProcessed,
      boolean answered,
      int attempt,
      String reason) {
    RetryVerdict verdict =
        RetryVerdict.decide(
            new RetryVerdict.Facts(
                Method.of(method), replayable, version, reused, mayBeProcessed, answered, attempt),
            3);
    assertThat(verdict.because().reason().toString()).isEqualTo(reason);
    assertThat(verdict.again())
        .isEqualTo(
            switch (reason) {
              case "STALE_CONNECTION", "NOTHING_SENT", "NOT_PROCESSED", "SESSION_LOST" -> true;
              default -> false;
            });
  }
}
