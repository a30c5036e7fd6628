package dev.glasshouse.fetch.cors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.fetch.cors.CorsVerdict.With;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.url.Origin;
import dev.glasshouse.url.Url;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The CORS protocol, clause by clause. */
class CorsTest {
  private static final String ASKER = "https://a.example";
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "NOTHING     | -                  | -    | CORS_NO_FIELD",
        "NOTHING     | *                  | -    | CORS_ANY",
        "NOTHING     | https://a.example  | -    | CORS_THIS_ORIGIN",
        "NOTHING     | https://A.example  | -    | CORS_OTHER_ORIGIN",
        "NOTHING     | https://a.example/ | -    | CORS_OTHER_ORIGIN",
        "NOTHING     | https://a.example:443 | - | CORS_OTHER_ORIGIN",
        "NOTHING     | http://a.example   | -    | CORS_OTHER_ORIGIN",
        "NOTHING     | null               | -    | CORS_OTHER_ORIGIN",
        "NOTHING     | *, *               | -    | CORS_OTHER_ORIGIN",
        "CREDENTIALS | *                  | true | CORS_ANY_WITH_CREDENTIALS",
        "CREDENTIALS | https://a.example  | -    | CORS_CREDENTIALS",
        "CREDENTIALS | https://a.example  | True | CORS_CREDENTIALS",
        "CREDENTIALS | https://a.example  | true | CORS_THIS_ORIGIN_WITH_CREDENTIALS",
      })
  void check(With with, String allowed, String credentials, PolicyReason reason) {
    Fields fields = Fields.EMPTY;
    fields = allowed == null ? fields : fields.plus("access-control-allow-origin", allowed);
    fields =
        credentials == null ? fields : fields.plus("Access-Control-Allow-Credentials", credentials);
    assertThat(CorsVerdict.decide(ASKER, with, fields).because().reason()).isEqualTo(reason);
  }

  @Test
  void twoLinesAreNoOrigin() {
    Fields twice =
        Fields.of("Access-Control-Allow-Origin", ASKER, "Access-Control-Allow-Origin", ASKER);
    assertThat(CorsVerdict.decide(ASKER, With.NOTHING, twice))
        .isInstanceOf(CorsVerdict.Refused.class);
    Fields nothing = Fields.of("Access-Control-Allow-Origin", "null");
    assertThat(CorsVerdict.decide("null", With.NOTHING, nothing))
        .as("after redirects over other origins")
        .isInstanceOf(CorsVerdict.Passed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "accept           | text/html, */*;q=0.5                 | true",
        "accept           | a\"b                                 | false",
        "accept           | (x)                                  | false",
        "accept           | a:b                                  | false",
        "accept-language  | en-US,en;q=0.5                       | true",
        "accept-language  | en_US                                | false",
        "accept-language  | en:                                  | false",
        "content-language | de, zh-Hant                          | true",
        "content-type     | text/plain                           | true",
        "content-type     | text/plain;charset=utf-8             | true",
        "content-type     | TEXT/PLAIN                           | true",
        "content-type     | application/x-www-form-urlencoded    | true",
        "content-type     | multipart/form-data;boundary=x       | true",
        "content-type     | multipart/form-data;boundary=\"x\"   | false",
        "content-type     | application/json                     | false",
        "content-type     | text/plain, application/json         | false",
        "content-type     | nonsense                             | false",
        "range            | bytes=0-                             | true",
        "range            | bytes=0-99                           | true",
        "range            | bytes=-99                            | false",
        "range            | bytes=9-1                            | false",
        "range            | bytes=0-1,4-5                        | false",
        "range            | bytes = 0-1                          | false",
        "range            | bytes=99999999999999999999-          | true",
        "x-mine           | 1                                    | false",
        "authorization    | x                                    | false",
        "save-data        | on                                   | false",
      })
  void safelistedFields(String name, String value, boolean safe) {
    assertThat(SafeFields.isSafelisted(name, value)).isEqualTo(safe);
    assertThat(SafeFields.unsafeNames(Fields.of(name, value)).isEmpty()).isEqualTo(safe);
  }

  @Test
  void safelistedToTheByte() {
    String unsafe = "\"():<>?@[\\]{}\u007f";
    for (int c = 0; c < 256; c++) {
      String value = "a" + (char) c + "b";
      boolean allowed = c == 9 || (c >= 0x20 && unsafe.indexOf(c) < 0);
      assertThat(SafeFields.isSafelisted("accept", value)).as("0x%x", c).isEqualTo(allowed);
      boolean ofLanguage = Character.toString(c).matches("[0-9A-Za-z *,.;=-]");
      assertThat(SafeFields.isSafelisted("accept-language", value))
          .as("0x%x", c)
          .isEqualTo(ofLanguage);
    }
    assertThat(SafeFields.isSafelisted("accept", "x".repeat(128))).isTrue();
    assertThat(SafeFields.isSafelisted("accept", "x".repeat(129))).isFalse();
  }

  @Test
  void manySafeFieldsTogetherAreNotSafe() {
    Fields fields = Fields.EMPTY;
    for (int i = 0; i < 8; i++) {
      fields = fields.plus("Accept", "x".repeat(128));
    }
    assertThat(SafeFields.unsafeNames(fields)).isEmpty();
    assertThat(SafeFields.unsafeNames(fields.plus("Accept-Language", "x")))
        .containsExactly("accept", "accept-language");
    assertThat(SafeFields.unsafeNames(Fields.of("X-B", "1", "x-a", "2", "X-b", "3")))
        .as("sorted, lower case, each once")
        .containsExactly("x-a", "x-b");
  }

  @Test
  void forbiddenNames() {
    for (String name :
        List.of("Cookie", "HOST", "Sec-Fetch-Site", "proxy-authorization", "Referer", "Origin")) {
      assertThat(SafeFields.isForbidden(new Field(name, "x"))).as(name).isTrue();
    }
    assertThat(SafeFields.isForbidden(new Field("Authorization", "x"))).isFalse();
    assertThat(SafeFields.isForbidden(new Field("X-Method-Override", "GET, trace"))).isTrue();
    assertThat(SafeFields.isForbidden(new Field("X-Method-Override", "GET"))).isFalse();
    assertThat(SafeFields.isForbidden(new Method("TrAcE"))).isTrue();
  }

  private static Preflight preflight(String method, With with, String... names) {
    Fields fields = Fields.EMPTY;
    for (String name : names) {
      fields = fields.plus(name, "1");
    }
    return Preflight.of(new Method(method), fields, with, Preflight.Demand.ALWAYS).orElseThrow();
  }

  @Test
  void whenAPreflightIsNeeded() {
    var demand = Preflight.Demand.AS_NEEDED;
    for (Method method : List.of(Method.GET, Method.HEAD, Method.POST)) {
      assertThat(Preflight.of(method, Fields.EMPTY, With.NOTHING, demand)).isEmpty();
    }
    for (String method : List.of("PUT", "DELETE", "PATCH", "get")) {
      assertThat(Preflight.of(new Method(method), Fields.EMPTY, With.NOTHING, demand)).isPresent();
    }
    Fields json = Fields.of("Content-Type", "application/json", "X-A", "1");
    Preflight asked = Preflight.of(Method.POST, json, With.NOTHING, demand).orElseThrow();
    assertThat(asked.question().lines())
        .containsExactly(
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: content-type,x-a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "PUT  | NOTHING     | -             | 204 | PUT     | -              | PREFLIGHT_ALLOWS",
        "PUT  | NOTHING     | -             | 299 | GET,PUT | -              | PREFLIGHT_ALLOWS",
        "PUT  | NOTHING     | -             | 204 | put     | -              | PREFLIGHT_NO_METHOD",
        "PUT  | NOTHING     | -             | 204 | *       | -              | PREFLIGHT_ALLOWS",
        "PUT  | CREDENTIALS | -             | 204 | *       | -              | PREFLIGHT_NO_METHOD",
        "PUT  | NOTHING     | -             | 302 | PUT     | -              | PREFLIGHT_STATUS",
        "PUT  | NOTHING     | -             | 404 | PUT     | -              | PREFLIGHT_STATUS",
        "PUT  | NOTHING     | -             | 204 | P UT    | -              | PREFLIGHT_SYNTAX",
        "POST | NOTHING     | X-A           | 204 | -       | x-a            | PREFLIGHT_ALLOWS",
        "POST | NOTHING     | X-A           | 204 | -       | X-B            | PREFLIGHT_NO_FIELD",
        "POST | NOTHING     | X-A           | 204 | -       | *              | PREFLIGHT_ALLOWS",
        "POST | CREDENTIALS | X-A           | 204 | -       | *              | PREFLIGHT_NO_FIELD",
        "POST | CREDENTIALS | X-A           | 204 | -       | x-A            | PREFLIGHT_ALLOWS",
        "POST | NOTHING     | Authorization | 204 | -       | *              | PREFLIGHT_NO_WILDCARD",
        "POST | NOTHING     | Authorization | 204 | -       | *, authorization | PREFLIGHT_ALLOWS",
        "POST | NOTHING     | X-A           | 204 | -       | x-a b          | PREFLIGHT_SYNTAX",
      })
  void answersOfPreflights(
      String method,
      With with,
      String name,
      int status,
      String methods,
      String names,
      PolicyReason reason) {
    Fields fields =
        Fields.of("Access-Control-Allow-Origin", ASKER, "Access-Control-Allow-Credentials", "true");
    fields = methods == null ? fields : fields.plus("Access-Control-Allow-Methods", methods);
    fields = names == null ? fields : fields.plus("Access-Control-Allow-Headers", names);
    Preflight asked = name == null ? preflight(method, with) : preflight(method, with, name);
    assertThat(asked.read(ASKER, new Status(status), fields).because().reason()).isEqualTo(reason);
    assertThat(asked.read(ASKER, new Status(status), Fields.EMPTY).because().reason())
        .isEqualTo(PolicyReason.CORS_NO_FIELD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-      | 5",
        "600    | 600",
        "7200   | 7200",
        "86400  | 7200",
        "99999999999999999999 | 7200",
        "0      | 0",
        "-1     | 5",
        "abc    | 5",
        "1, 2   | 5",
      })
  void howLongAnAnswerHolds(String maxAge, long seconds) {
    Fields fields =
        Fields.of("Access-Control-Allow-Origin", "*", "Access-Control-Allow-Methods", "PUT");
    fields = maxAge == null ? fields : fields.plus("Access-Control-Max-Age", maxAge);
    var passed =
        (Preflight.Verdict.Passed) preflight("PUT", With.NOTHING).read(ASKER, Status.OK, fields);
    assertThat(passed.holds()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void theCacheRemembersWhatWasAllowed() {
    var cache = new PreflightCache(10);
    var key = new PreflightCache.Key("s", ASKER, "https://b.example/", With.NOTHING);
    Fields fields =
        Fields.of(
            "Access-Control-Allow-Origin", "*",
            "Access-Control-Allow-Methods", "PUT",
            "Access-Control-Allow-Headers", "x-a, *",
            "Access-Control-Max-Age", "60");
    Preflight put = preflight("PUT", With.NOTHING, "X-A");
    cache.put(key, (Preflight.Verdict.Passed) put.read(ASKER, Status.OK, fields), NOW);
    assertThat(cache.covers(key, put, NOW.plusSeconds(20))).contains(Duration.ofSeconds(40));
    assertThat(cache.covers(key, put, NOW.plusSeconds(60))).isEmpty();
    assertThat(cache.covers(key, preflight("DELETE", With.NOTHING), NOW)).isEmpty();
    assertThat(cache.covers(key, preflight("PUT", With.NOTHING, "X-B"), NOW)).isPresent();
    assertThat(cache.covers(key, preflight("PUT", With.NOTHING, "Authorization"), NOW))
        .as("* does not stand for it")
        .isEmpty();
    var withCookies = new PreflightCache.Key("s", ASKER, "https://b.example/", With.CREDENTIALS);
    assertThat(cache.covers(withCookies, put, NOW)).isEmpty();
    cache.remove(key);
    assertThat(cache.covers(key, put, NOW)).isEmpty();
  }

  private static Preflight.Verdict.Passed passed(int seconds, String... methods) {
    return new Preflight.Verdict.Passed(
        List.of(methods),
        List.of("x-a"),
        Duration.ofSeconds(seconds),
        preflight("PUT", With.NOTHING).because());
  }

  /** Fetch, "cache entry match" and "clear cache entries". */
  @Test
  void whatMayGoWithCredentialsMayGoWithoutThem() {
    var cache = new PreflightCache(10);
    var bare = new PreflightCache.Key("s", ASKER, "https://b.example/", With.NOTHING);
    var with = new PreflightCache.Key("s", ASKER, "https://b.example/", With.CREDENTIALS);
    cache.put(with, passed(60, "PUT", "*"), NOW);
    assertThat(cache.covers(bare, preflight("PUT", With.NOTHING, "X-A"), NOW))
        .contains(Duration.ofSeconds(60));
    assertThat(cache.covers(bare, preflight("DELETE", With.NOTHING), NOW))
        .as("* is a method like any other in an answer to a request with credentials")
        .isEmpty();
    cache.put(bare, passed(90, "DELETE"), NOW);
    assertThat(cache.covers(bare, preflight("PUT", With.NOTHING, "X-A"), NOW))
        .as("the method of one answer, the field of the other: until the first of them ends")
        .contains(Duration.ofSeconds(60));
    assertThat(cache.covers(with, preflight("DELETE", With.CREDENTIALS), NOW)).isEmpty();
    cache.remove(bare);
    assertThat(cache.size()).as("a failure forgets both").isZero();
  }

  @Test
  void whatIsOverMakesRoom() {
    var cache = new PreflightCache(10);
    var key = new PreflightCache.Key("s", ASKER, "https://b.example/", With.NOTHING);
    List<String> many = java.util.stream.IntStream.range(0, 100).mapToObj(i -> "M" + i).toList();
    cache.put(key, passed(1, many.toArray(String[]::new)), NOW);
    cache.put(key, passed(60, "PUT"), NOW.plusSeconds(1));
    assertThat(cache.covers(key, preflight("PUT", With.NOTHING), NOW.plusSeconds(1))).isPresent();
  }

  @Test
  void theCacheIsBounded() {
    var cache = new PreflightCache(10);
    var passed =
        new Preflight.Verdict.Passed(
            List.of("PUT"),
            java.util.stream.IntStream.range(0, 1000).mapToObj(i -> "x-" + i).toList(),
            Duration.ofHours(1),
            preflight("PUT", With.NOTHING).because());
    for (int i = 0; i < 1000; i++) {
      cache.put(
          new PreflightCache.Key("s", ASKER, "https://b.example/" + i, With.NOTHING), passed, NOW);
    }
    assertThat(cache.size()).isEqualTo(10);
    var last = new PreflightCache.Key("s", ASKER, "https://b.example/999", With.NOTHING);
    assertThat(cache.covers(last, preflight("PUT", With.NOTHING, "x-0"), NOW)).isPresent();
    assertThat(cache.covers(last, preflight("PUT", With.NOTHING, "x-999"), NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "https://a.example     | https://b.example     | -            | false",
        "https://a.example     | https://b.example     | cross-origin | false",
        "https://a.example     | https://b.example     | same-origin  | true",
        "https://a.example     | https://a.example     | same-origin  | false",
        "https://www.a.example | https://a.example     | same-origin  | true",
        "https://www.a.example | https://cdn.a.example | same-site    | false",
        "https://a.example     | https://b.example     | same-site    | true",
        "http://www.a.example  | https://a.example     | same-site    | true",
        "https://www.a.example | http://a.example      | same-site    | false",
        "https://a.example     | https://b.example     | Same-Origin  | false",
        "data:,x               | https://b.example     | same-site    | true",
      })
  void resourcePolicies(String asker, String from, String value, boolean blocked) {
    Fields fields = value == null ? Fields.EMPTY : Fields.of("Cross-Origin-Resource-Policy", value);
    Origin page = Url.parse(asker).origin();
    assertThat(
            ResourcePolicy.blocks(
                    page, Url.parse(from).origin(), fields, EmbedderPolicy.UNSAFE_NONE, true)
                .isPresent())
        .isEqualTo(blocked);
  }

  @Test
  void whatScriptsSee() {
    Fields all =
        Fields.of(
            "Content-Type",
            "a/b",
            "Set-Cookie",
            "s",
            "X-A",
            "1",
            "X-B",
            "2",
            "ETag",
            "e",
            "Access-Control-Expose-Headers",
            "x-a, set-cookie");
    assertThat(Filter.visible(Tainting.BASIC, all, With.NOTHING).lines()).hasSize(5);
    assertThat(Filter.visible(Tainting.CORS, all, With.NOTHING).lines())
        .containsExactly("Content-Type: a/b", "X-A: 1");
    assertThat(Filter.visible(Tainting.OPAQUE, all, With.NOTHING).isEmpty()).isTrue();
    Fields star = all.with("Access-Control-Expose-Headers", "*");
    assertThat(Filter.visible(Tainting.CORS, star, With.NOTHING).lines()).hasSize(5);
    assertThat(Filter.visible(Tainting.CORS, star, With.CREDENTIALS).lines())
        .containsExactly("Content-Type: a/b");
    assertThat(Filter.hidden(all, Filter.visible(Tainting.CORS, all, With.NOTHING)))
        .containsExactly("set-cookie", "x-b", "etag", "access-control-expose-headers");
  }

  @Test
  void timings() {
    assertThat(TimingCheck.passes(ASKER, Fields.of("Timing-Allow-Origin", "x, *"))).isTrue();
    assertThat(TimingCheck.passes(ASKER, Fields.of("Timing-Allow-Origin", ASKER))).isTrue();
    assertThat(TimingCheck.passes(ASKER, Fields.of("Timing-Allow-Origin", "https://b"))).isFalse();
    assertThat(TimingCheck.passes(ASKER, Fields.EMPTY)).isFalse();
  }
}
