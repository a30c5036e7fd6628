package dev.glasshouse.http.caching;

import static dev.glasshouse.http.caching.Given.ZERO;
import static dev.glasshouse.http.caching.Given.at;
import static dev.glasshouse.http.caching.Given.fields;
import static dev.glasshouse.http.caching.Given.request;
import static dev.glasshouse.http.caching.Given.response;
import static dev.glasshouse.http.caching.Given.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Status;
import dev.glasshouse.url.Url;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111 3, 4.3, 4.4: what is stored, updated, put together and given up. */
class StorageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // RFC 9111 3: freshness, public, private, or a status that is stored by itself
        "PRIVATE | GET | 200 | Cache-Control: max-age=60 | STORE_FRESH",
        "PRIVATE | GET | 200 | ETag: \"a\" | STORE_VALIDATABLE",
        "PRIVATE | GET | 200 | Last-Modified: DATE(0) | STORE_VALIDATABLE",
        "PRIVATE | GET | 200 | X: y | STORE_STALE",
        "PRIVATE | GET | 200 | Last-Modified: DATE(-1000) | STORE_HEURISTIC",
        "PRIVATE | GET | 200 | Cache-Control: max-age=60 / Age: 59 | STORE_FRESH_AGED",
        "PRIVATE | GET | 200 | Cache-Control: max-age=60 / Age: 60 | STORE_STALE_AGED",
        "PRIVATE | GET | 200 | Cache-Control: max-age=60 / Date: DATE(-61) | STORE_STALE_AGED",
        "PRIVATE | GET | 200 | Cache-Control: max-age=60 / Date: DATE(61) | STORE_FRESH",
        "PRIVATE | GET | 302 | X: y | STATUS_NEEDS_FRESHNESS",
        "PRIVATE | GET | 302 | Cache-Control: max-age=60 | STORE_FRESH",
        "PRIVATE | GET | 302 | Cache-Control: public | STORE_STALE",
        "PRIVATE | GET | 302 | Cache-Control: private | STORE_STALE",
        "SHARED  | GET | 302 | Cache-Control: s-maxage=60 | STORE_FRESH",
        "PRIVATE | GET | 302 | Cache-Control: s-maxage=60 | STATUS_NEEDS_FRESHNESS",
        "PRIVATE | GET | 302 | Expires: DATE(60) | STORE_FRESH",
        "PRIVATE | GET | 599 | Cache-Control: max-age=60 | STORE_FRESH",
        "PRIVATE | GET | 401 | Cache-Control: max-age=60 | STATUS_NEVER_STORED",
        "PRIVATE | GET | 416 | Cache-Control: max-age=60 | STATUS_NEVER_STORED",
        // 5.2.2.5, 5.2.1.5 no-store
        "PRIVATE | GET | 200 | Cache-Control: max-age=60, nO-sTore | NO_STORE",
        "PRIVATE | GET no-store | 200 | Cache-Control: max-age=60 | NO_STORE",
        // 5.2.2.3 must-understand
        "PRIVATE | GET | 200 | Cache-Control: max-age=60, no-store, must-understand | STORE_UNDERSTOOD",
        "PRIVATE | GET | 599 | Cache-Control: max-age=60, no-store, must-understand | NOT_UNDERSTOOD",
        // 5.2.2.7 private
        "PRIVATE | GET | 200 | Cache-Control: private, max-age=60 | STORE_FRESH",
        "SHARED  | GET | 200 | Cache-Control: private, max-age=60 | PRIVATE_TO_ONE",
        "SHARED  | GET | 200 | Cache-Control: private=\"X\", max-age=60 | STORE_FRESH",
        // 3.5 Authorization
        "PRIVATE | GET Authorization | 200 | Cache-Control: max-age=60 | STORE_FRESH",
        "SHARED  | GET Authorization | 200 | Cache-Control: max-age=60 | AUTHORIZED",
        "SHARED  | GET Authorization | 200 | Cache-Control: max-age=60, public | STORE_FRESH",
        "SHARED  | GET Authorization | 200 | Cache-Control: must-revalidate, max-age=60 | STORE_FRESH",
        "SHARED  | GET Authorization | 200 | Cache-Control: s-maxage=60 | STORE_FRESH",
        // the method
        "PRIVATE | POST | 200 | Cache-Control: max-age=60 | METHOD_NOT_STORED",
        "PRIVATE | POST | 200 | Cache-Control: max-age=60 / Content-Location: /thing | STORE_POST",
        "PRIVATE | POST | 200 | Cache-Control: max-age=60 / Content-Location: /x | METHOD_NOT_STORED",
        "PRIVATE | POST | 200 | Content-Location: /thing | METHOD_NOT_STORED",
        "PRIVATE | PUT | 200 | Cache-Control: max-age=60 | METHOD_NOT_STORED",
        "PRIVATE | HEAD | 200 | Cache-Control: max-age=60 | METHOD_NOT_STORED",
        // 4.1
        "PRIVATE | GET | 200 | Cache-Control: max-age=60 / Vary: * | VARY_STAR",
        // 3.3
        "PRIVATE | GET | 206 | Cache-Control: max-age=60 / Content-Range: bytes 0-9/20 | STORE_FRESH",
        "PRIVATE | GET | 206 | Cache-Control: max-age=60 | PART_UNUSABLE",
        "PRIVATE | GET | 206 | Cache-Control: max-age=60 / Content-Range: bytes 9-0/20 | PART_UNUSABLE",
        "PRIVATE | GET | 206 | Cache-Control: max-age=60 / Content-Range: lines 0-9/20 | PART_UNUSABLE",
      })
  void mayBeStored(Policy policy, String request, int status, String lines, String reason) {
    String[] words = request.split(" ");
    String[] extra =
        words.length == 1
            ? new String[0]
            : new String[] {
              words[1].equals("no-store") ? "Cache-Control: no-store" : "Authorization: Basic aaa"
            };
    StorageVerdict verdict =
        StorageVerdict.decide(
            policy, request(words[0], extra), response(status, lines.strip().split(" / ")), ZERO);
    assertThat(verdict.because().reason().name()).isEqualTo(reason);
    assertThat(verdict instanceof StorageVerdict.Store).isEqualTo(reason.startsWith("STORE"));
    assertThat(verdict.because().clause().isNone()).isFalse();
  }

  /** RFC 9111 3.1. */
  @Test
  void whatBelongsToTheConnectionIsNotStored() {
    Fields kept =
        StoredFields.toStore(
            Policy.PRIVATE,
            fields(
                "Connection: a, B",
                "A: 1",
                "b: 2",
                "c: 3",
                "Keep-Alive: x",
                "Proxy-Authenticate: x",
                "TE: x",
                "Transfer-Encoding: chunked",
                "Upgrade: h2c",
                "Set-Cookie: a=b"));
    assertThat(kept.lines()).containsExactly("c: 3", "Set-Cookie: a=b");
  }

  @Test
  void aSharedCacheLeavesOutWhatIsPrivate() {
    Fields fields = fields("Cache-Control: private=\"X\"", "X: 1", "Y: 2");
    assertThat(StoredFields.toStore(Policy.SHARED, fields).has("X")).isFalse();
    assertThat(StoredFields.toStore(Policy.PRIVATE, fields).has("X")).isTrue();
  }

  /** RFC 9111 4, 5.2.2.4. */
  @Test
  void answersHaveAnAgeAndNoFieldThatMustBeChecked() {
    Stored stored = stored("Cache-Control: max-age=60, no-cache=\"X\"", "Age: 30", "X: 1", "Y: 2");
    Freshness freshness = Freshness.of(Policy.PRIVATE, stored, at(12));
    assertThat(StoredFields.toAnswer(Policy.PRIVATE, stored, freshness, false).lines())
        .containsExactly("Cache-Control: max-age=60, no-cache=\"X\"", "Y: 2", "Age: 42");
    assertThat(StoredFields.toAnswer(Policy.PRIVATE, stored, freshness, true).has("X")).isTrue();
  }

  /** RFC 9111 4.3.1. */
  @Test
  void conditionsNameTheTagFirst() {
    assertThat(Validation.conditions(stored("Last-Modified: DATE(0)", "ETag: W/\"a\"")))
        .extracting(Field::name)
        .containsExactly("If-None-Match", "If-Modified-Since");
    assertThat(Validation.conditions(stored("X: y"))).isEmpty();
  }

  /** RFC 9111 3.2, 4.3.4. */
  @Test
  void a304BringsFieldsUpToDate() {
    Stored stored =
        stored(
            "Date: DATE(0)",
            "Age: 100",
            "ETag: \"a\"",
            "X: old",
            "X: older",
            "Y: kept",
            "Content-Length: 10",
            "Content-Encoding: gzip");
    Validation.Verdict verdict =
        Validation.notModified(
            Policy.PRIVATE,
            stored,
            fields(
                "ETag: \"a\"",
                "X: new",
                "Z: came",
                "Cache-Control: max-age=5",
                "Content-Length: 0",
                "Content-Encoding: br",
                "Connection: close"),
            at(60),
            at(61));
    Stored now = ((Validation.Verdict.Freshened) verdict).stored();
    assertThat(now.fields().lines())
        .containsExactly(
            "ETag: \"a\"",
            "X: new",
            "Y: kept",
            "Content-Length: 10",
            "Content-Encoding: gzip",
            "Z: came",
            "Cache-Control: max-age=5");
    assertThat(Freshness.of(Policy.PRIVATE, now, at(62)).ageSeconds()).isEqualTo(2);
    assertThat(StoredFields.changed(stored.fields(), now.fields()))
        .containsExactly("age", "cache-control", "date", "x", "z");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "\"a\", \"a\", Freshened", "\"a\", \"b\", NotOurs", "W/\"a\", W/\"a\", Freshened",
        "W/\"a\", \"a\", NotOurs", "\"a\", W/\"a\", Freshened", "\"a\", W/\"b\", NotOurs",
        "\"a\", , Freshened", "unquoted, \"b\", Freshened"
      })
  void a304OfAnotherTagIsNotOurs(String stored, String told, String verdict) {
    Fields fields = told == null ? fields("X: y") : fields("ETag: " + told);
    assertThat(
            Validation.notModified(Policy.PRIVATE, stored("ETag: " + stored), fields, ZERO, ZERO))
        .extracting(v -> v.getClass().getSimpleName())
        .isEqualTo(verdict);
  }

  /** RFC 9111 4.3.5. */
  @ParameterizedTest
  @CsvSource({
    "Content-Length: 10, Freshened",
    "Content-Length: 11, NotOurs",
    "ETag: x, NotOurs",
    "X: y, Freshened"
  })
  void headSaysWhetherItHolds(String line, String verdict) {
    assertThat(Validation.head(Policy.PRIVATE, stored("X: x"), fields(line), ZERO, ZERO))
        .extracting(v -> v.getClass().getSimpleName())
        .isEqualTo(verdict);
  }

  /** RFC 9111 4.4. */
  @ParameterizedTest
  @CsvSource({
    "POST, 200, 3", "PUT, 204, 3", "DELETE, 302, 3", "M-SEARCH, 200, 3", "PATCH, 201, 3",
    "POST, 500, 0", "POST, 404, 0", "GET, 200, 0", "HEAD, 200, 0", "OPTIONS, 200, 0"
  })
  void unsafeMethodsInvalidate(String method, int status, int urls) {
    Invalidation verdict =
        Invalidation.decide(
            Url.parse(Given.URL),
            Method.of(method),
            new Status(status),
            fields(
                "Location: /a",
                "Content-Location: http://example.com/b",
                "Location: http://evil.example/c"));
    assertThat(verdict.urls()).hasSize(urls);
  }

  /** RFC 9110 14, RFC 9111 3.3: of ten stored bytes. */
  @ParameterizedTest
  @CsvSource({
    "bytes=0-1, 0, 2",
    "bytes=1-, 1, 10",
    "bytes=-1, 9, 10",
    "bytes=-99, 0, 10",
    "bytes=0-99, 0, 10",
    "BYTES=2-3, 2, 4"
  })
  void rangesOfTheWhole(String range, long first, long end) {
    PartVerdict verdict = PartVerdict.decide(fields("Range: " + range), stored("X: y"));
    assertThat(((PartVerdict.Slice) verdict).part())
        .isEqualTo(new Part(first, end, OptionalLong.of(10)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=10-",
        "bytes=-0",
        "bytes=5-2",
        "bytes=0-1,4-5",
        "lines=0-1",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=99999999999999999999-"
      })
  void otherRangesGoOn(String range) {
    assertThat(PartVerdict.decide(fields("Range: " + range), stored("X: y")))
        .isInstanceOf(PartVerdict.Missing.class);
  }

  @Test
  void partsAnswerWhatTheyHold() {
    Stored part = stored("ETag: \"a\"").with(new Part(4, 8, OptionalLong.of(10)));
    assertThat(PartVerdict.decide(fields("Range: bytes=5-6"), part))
        .isInstanceOf(PartVerdict.Slice.class);
    assertThat(PartVerdict.decide(fields("Range: bytes=5-8"), part))
        .isInstanceOf(PartVerdict.Missing.class);
    assertThat(PartVerdict.decide(fields(), part)).isInstanceOf(PartVerdict.Missing.class);
  }

  /** RFC 9111 3.4, RFC 9110 13.1.5. */
  @Test
  void theBeginningIsCompletedUnderAStrongValidator() {
    Part begun = new Part(0, 4, OptionalLong.of(10));
    PartVerdict verdict = PartVerdict.decide(fields(), stored("ETag: \"a\"").with(begun));
    assertThat(((PartVerdict.Resume) verdict).fields())
        .extracting(Field::toString)
        .containsExactly("Range: bytes=4-", "If-Range: \"a\"");
    for (String weak :
        List.of("ETag: W/\"a\"", "X: y", "Last-Modified: DATE(-3600)", "ETag: unquoted")) {
      assertThat(PartVerdict.decide(fields(), stored(weak).with(begun)))
          .as(weak)
          .isInstanceOf(PartVerdict.Missing.class);
    }
    Stored dated = stored("Last-Modified: DATE(-60)", "Date: DATE(0)").with(begun);
    assertThat(PartVerdict.decide(fields(), dated)).isInstanceOf(PartVerdict.Resume.class);
  }

  @Test
  void partsAreOnlyPutTogetherUnderOneStrongValidator() {
    Stored begun = stored("ETag: \"a\"").with(new Part(0, 4, OptionalLong.of(10)));
    Part rest = new Part(4, 10, OptionalLong.of(10));
    assertThat(PartVerdict.together(begun, rest, fields("ETag: \"a\""))).contains(Part.whole(10));
    assertThat(PartVerdict.together(begun, rest, fields("ETag: \"b\""))).isEmpty();
    assertThat(PartVerdict.together(begun, rest, fields("X: y"))).isEmpty();
    assertThat(
            PartVerdict.together(
                begun, new Part(5, 10, OptionalLong.of(10)), fields("ETag: \"a\"")))
        .isEmpty();
    assertThat(
            PartVerdict.together(
                begun, new Part(4, 11, OptionalLong.of(11)), fields("ETag: \"a\"")))
        .isEmpty();
  }

  @Test
  void ifRangeThatDoesNotHoldBringsTheWhole() {
    Stored stored = stored("ETag: \"a\"");
    assertThat(PartVerdict.decide(fields("Range: bytes=0-1", "If-Range: \"b\""), stored))
        .isInstanceOf(PartVerdict.Whole.class);
    assertThat(PartVerdict.decide(fields("Range: bytes=0-1", "If-Range: \"a\""), stored))
        .isInstanceOf(PartVerdict.Slice.class);
  }

  /** RFC 9110 13.2.2: If-None-Match before If-Modified-Since. */
  @Test
  void answersAClientsOwnConditions() {
    Stored stored = stored("ETag: \"a\"", "Last-Modified: DATE(-50)");
    assertThat(Preconditions.notModified(fields("If-None-Match: \"x\", W/\"a\""), stored)).isTrue();
    assertThat(Preconditions.notModified(fields("If-None-Match: *"), stored)).isTrue();
    assertThat(
            Preconditions.notModified(
                fields("If-None-Match: \"x\"", "If-Modified-Since: DATE(0)"), stored))
        .isFalse();
    assertThat(Preconditions.notModified(fields("If-Modified-Since: DATE(-50)"), stored)).isTrue();
    assertThat(Preconditions.notModified(fields("If-Modified-Since: DATE(-51)"), stored)).isFalse();
  }

  /** RFC 9211. */
  @Test
  void writesCacheStatus() {
    Freshness freshness = Freshness.of(Policy.SHARED, stored("Cache-Control: max-age=60"), at(12));
    CacheStatus hit = CacheStatus.hit("edge 1", freshness);
    assertThat(hit).hasToString("\"edge 1\"; hit; ttl=48");
    CacheStatus passed =
        CacheStatus.forwarded("Glasshouse", CacheStatus.Forwarded.URI_MISS, 200, true);
    assertThat(passed.addTo(fields("Cache-Status: Origin; hit")).combined("Cache-Status"))
        .contains("Origin; hit, Glasshouse; fwd=uri-miss; fwd-status=200; stored");
  }
}
