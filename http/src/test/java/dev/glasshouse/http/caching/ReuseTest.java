package dev.glasshouse.http.caching;

import static dev.glasshouse.http.caching.Given.at;
import static dev.glasshouse.http.caching.Given.fields;
import static dev.glasshouse.http.caching.Given.get;
import static dev.glasshouse.http.caching.Given.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Status;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111 4, RFC 5861, RFC 8246: what may be used again. */
class ReuseTest {

  /** The stored response came at 0; the request is made {@code at} seconds later. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // RFC 9111 4.2
        "PRIVATE | max-age=60 | - | 12 | Serve | FRESH",
        "PRIVATE | max-age=60 | - | 72 | Validate | STALE",
        "PRIVATE | public | - | 1 | Validate | NO_FRESHNESS",
        // 5.2.2.4 no-cache
        "PRIVATE | no-cache, max-age=60 | - | 1 | Validate | NO_CACHE",
        "PRIVATE | no-cache=\"Set-Cookie\", max-age=60 | - | 1 | Serve | FRESH",
        // 5.2.1.4, 5.2.1.1, 5.2.1.3, 5.2.1.2: what the request says
        "PRIVATE | max-age=60 | no-cache | 1 | Validate | REQUEST_NO_CACHE",
        "PRIVATE | max-age=60 | max-age=0 | 0 | Validate | REQUEST_MAX_AGE",
        "PRIVATE | max-age=60 | max-age=10 | 12 | Validate | REQUEST_MAX_AGE",
        "PRIVATE | max-age=60 | max-age=12 | 12 | Serve | FRESH",
        "PRIVATE | max-age=60 | max-age=x | 12 | Validate | REQUEST_MAX_AGE",
        "PRIVATE | max-age=60 | min-fresh=50 | 12 | Validate | REQUEST_MIN_FRESH",
        "PRIVATE | max-age=60 | min-fresh=48 | 12 | Serve | FRESH",
        "PRIVATE | max-age=60 | max-stale | 9999 | Serve | MAX_STALE",
        "PRIVATE | max-age=60 | max-stale=12 | 72 | Serve | MAX_STALE",
        "PRIVATE | max-age=60 | max-stale=11 | 72 | Validate | STALE",
        "PRIVATE | max-age=60 | max-stale=x | 72 | Validate | STALE",
        // 5.2.2.2, 5.2.2.8, 5.2.2.10: what forbids stale use
        "PRIVATE | max-age=60, must-revalidate | max-stale | 72 | Validate | MUST_REVALIDATE",
        "PRIVATE | max-age=60, must-revalidate | - | 12 | Serve | FRESH",
        "PRIVATE | max-age=60, proxy-revalidate | max-stale | 72 | Serve | MAX_STALE",
        "SHARED  | max-age=60, proxy-revalidate | max-stale | 72 | Validate | MUST_REVALIDATE",
        "SHARED  | s-maxage=60 | max-stale | 72 | Validate | MUST_REVALIDATE",
        "PRIVATE | max-age=60, s-maxage=5 | max-stale | 72 | Serve | MAX_STALE",
        // RFC 5861 3
        "PRIVATE | max-age=60, stale-while-revalidate=30 | - | 90 | ServeAndRevalidate | STALE_WHILE_REVALIDATE",
        "PRIVATE | max-age=60, stale-while-revalidate=30 | - | 91 | Validate | STALE",
        "PRIVATE | max-age=60, stale-while-revalidate=30, must-revalidate | - | 70 | Validate | MUST_REVALIDATE",
        "PRIVATE | max-age=60, stale-while-revalidate=x | - | 61 | Validate | STALE",
        "PRIVATE | max-age=60, stale-while-revalidate=30 | min-fresh=1 | 70 | Validate | STALE",
        "PRIVATE | max-age=60, stale-while-revalidate=30 | max-age=80 | 70 | Validate | STALE",
        "PRIVATE | max-age=60, stale-while-revalidate=30 | max-age=80, max-stale=9 | 70 | Validate | STALE",
        "PRIVATE | max-age=60, stale-while-revalidate=30 | max-age=80, max-stale=10 | 70 | Serve | MAX_STALE",
      })
  void byTheRules(
      Policy policy, String response, String request, long at, String verdict, String reason) {
    CacheControl wishes =
        request.equals("-")
            ? CacheControl.NONE
            : CacheControl.of(fields("Cache-Control: " + request));
    ReuseVerdict decided =
        ReuseVerdict.decide(
            policy,
            wishes,
            ReuseVerdict.Attitude.DEFAULT,
            stored("Cache-Control: " + response),
            at(at));
    assertThat(decided.getClass().getSimpleName()).isEqualTo(verdict);
    assertThat(decided.because().reason().name()).isEqualTo(reason);
    assertThat(decided.because().clause().isNone()).isFalse();
  }

  /** RFC 8246 2, and the cache modes of Fetch. */
  @ParameterizedTest
  @CsvSource({
    "max-age=60,             REVALIDATE, 12, Validate, RELOAD",
    "'max-age=60, immutable', REVALIDATE, 12, Serve,   IMMUTABLE",
    "'max-age=60, immutable', REVALIDATE, 72, Validate, RELOAD",
    "max-age=60,             FORCE,      72, Serve,    FORCED",
    "no-cache,               FORCE,      72, Serve,    FORCED",
  })
  void byAttitude(
      String response, ReuseVerdict.Attitude attitude, long at, String verdict, String reason) {
    ReuseVerdict decided =
        ReuseVerdict.decide(
            Policy.PRIVATE,
            CacheControl.NONE,
            attitude,
            stored("Cache-Control: " + response),
            at(at));
    assertThat(decided.getClass().getSimpleName()).isEqualTo(verdict);
    assertThat(decided.because().reason().name()).isEqualTo(reason);
  }

  /** RFC 9111 4.2.4, 4.3.3 and RFC 5861 4: the server fails. At 70, of max-age=60. */
  @ParameterizedTest
  @CsvSource({
    "max-age=60,                     unreachable, Serve,     STALE_DISCONNECTED",
    "max-age=60,                     503,         PassOn,    STALE",
    "'max-age=60, must-revalidate',  unreachable, Forbidden, MAY_NOT_SERVE_STALE",
    "'max-age=60, must-revalidate',  503,         PassOn,    MAY_NOT_SERVE_STALE",
    "no-cache,                       unreachable, Forbidden, MAY_NOT_SERVE_STALE",
    "'max-age=60, stale-if-error=10', unreachable, Serve,    STALE_IF_ERROR",
    "'max-age=60, stale-if-error=10', 503,        Serve,     STALE_IF_ERROR",
    "'max-age=60, stale-if-error=9', 503,         PassOn,    STALE",
    "'max-age=60, stale-if-error=9', unreachable, PassOn,    STALE",
  })
  void whenTheServerFails(String response, String failure, String verdict, String reason) {
    FailureVerdict.Failure how =
        failure.equals("unreachable")
            ? new FailureVerdict.Failure.Unreachable("connection refused")
            : new FailureVerdict.Failure.Answered(new Status(Integer.parseInt(failure)));
    FailureVerdict decided =
        FailureVerdict.decide(
            Policy.PRIVATE, CacheControl.NONE, stored("Cache-Control: " + response), how, at(70));
    assertThat(decided.getClass().getSimpleName()).isEqualTo(verdict);
    assertThat(decided.because().reason().name()).isEqualTo(reason);
  }

  @Test
  void isNotDisconnectedForever() {
    FailureVerdict decided =
        FailureVerdict.decide(
            Policy.PRIVATE,
            CacheControl.NONE,
            stored("Cache-Control: max-age=60"),
            new FailureVerdict.Failure.Unreachable("x"),
            at(60 + 86_401));
    assertThat(decided).isInstanceOf(FailureVerdict.PassOn.class);
  }

  /** RFC 9111 4.1: the request of the stored response, the one now, and whether they fit. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Foo | Foo: 1 | Foo: 1 | -",
        "Foo | Foo: 1 | foo: 1 | -",
        "Foo | Foo: 1 | Foo: 2 | Foo",
        "Foo | Foo: 1 | X: y | Foo",
        "Foo | X: y | Foo: 1 | Foo",
        "Foo | Other: 1 | Other: 2 | -",
        "Foo, Bar | Foo: 1 / Bar: 2 | Bar: 2 / Foo: 1 | -",
        "Foo, Bar | Foo: 1 / Bar: 2 | Bar: 3 / Foo: 1 | Bar",
        "Foo | Foo: 1, 2 | Foo: 1 / Foo: 2 | -",
        "Foo | Foo: 1,2 | Foo:  1, 2  | -",
        "* | Foo: 1 | Foo: 1 | *",
        "Foo, * | Foo: 1 | Foo: 1 | *",
        "Accept-Language | Accept-Language: en, de | Accept-Language: de, en | -",
        "Accept-Language | Accept-Language: en, de | Accept-Language: eN ,  De | -",
        "Accept-Language | Accept-Language: en, de;q=0.5 | Accept-Language: de;q=0.50, en | -",
        "Accept-Language | Accept-Language: en, de;q=0.5 | Accept-Language: en, de | Accept-Language",
        "Accept-Encoding | Accept-Encoding: gzip, br | Accept-Encoding: br,gzip | -",
        "Accept-Encoding | Accept-Encoding: gzip | Accept-Encoding: br | Accept-Encoding",
        "Cookie | Cookie: a=b | Cookie: a=b | -",
        "Cookie | Cookie: a=b | Cookie: a=c | Cookie",
        "X | Authorization: Basic aaa | Authorization: Basic aaa | -",
        "X | Authorization: Basic aaa | Authorization: Basic bbb | Authorization",
        "X | Authorization: Basic aaa | Y: z | Authorization",
      })
  void vary(String vary, String then, String now, String mismatch) {
    Stored stored = stored(200, get(then.strip().split(" / ")), "Vary: " + vary);
    assertThat(Vary.mismatch(Policy.PRIVATE, stored, fields(now.strip().split(" / "))))
        .isEqualTo(mismatch.equals("-") ? Optional.empty() : Optional.of(mismatch));
  }

  @Test
  void theLanguageThatIsLikedBestIsThere() {
    Stored german =
        stored(
            200, get("Accept-Language: en, de"), "Vary: Accept-Language", "Content-Language: de");
    assertThat(Vary.mismatch(Policy.PRIVATE, german, fields("Accept-Language: fr;q=0.5, de;q=1.0")))
        .isEmpty();
    assertThat(Vary.mismatch(Policy.PRIVATE, german, fields("Accept-Language: fr, de")))
        .isPresent();
    assertThat(Vary.mismatch(Policy.PRIVATE, german, fields("Accept-Language: fr, de;q=0.5")))
        .isPresent();
  }

  @Test
  void secretsAreNotKept() {
    Stored stored = stored(200, get("Cookie: sid=topsecret"), "Vary: Cookie");
    assertThat(stored.selecting().toString()).doesNotContain("topsecret");
  }

  @Test
  void theLatestDateIsSelected() {
    Stored old = stored("Date: DATE(0)", "X: old");
    Stored young = stored("Date: DATE(5)", "X: young");
    assertThat(Vary.select(Policy.PRIVATE, List.of(young, old), fields())).contains(young);
    assertThat(Vary.select(Policy.PRIVATE, List.of(old, young), fields())).contains(young);
    assertThat(Vary.select(Policy.PRIVATE, List.of(), fields())).isEmpty();
  }
}
