package dev.glasshouse.server.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.caching.CacheControl;
import dev.glasshouse.http.caching.ConditionVerdict;
import dev.glasshouse.http.cookies.CookieLimits;
import dev.glasshouse.http.cookies.SameSite;
import dev.glasshouse.http.cookies.SetCookie;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.Asked;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void aCookieIsSafeUnlessAskedOtherwise() {
    assertThat(CookieToSet.of("a", "b").text())
        .isEqualTo("a=b; Path=/; Secure; HttpOnly; SameSite=Lax");
    String all =
        CookieToSet.of("__Secure-a", "x")
            .lasting(Duration.ofDays(1))
            .under("/deep")
            .forDomain("site.test")
            .forScripts()
            .with(SameSite.NONE)
            .text();
    SetCookie read = SetCookie.parse(all, CookieLimits.DEFAULT);
    assertThat(read.maxAge()).contains(Duration.ofDays(1));
    assertThat(read.path()).contains("/deep");
    assertThat(read.domain()).contains("site.test");
    assertThat(read.flags()).isEqualTo(new SetCookie.Flags(true, false, false));
    assertThat(read.sameSite()).isEqualTo(SameSite.NONE);
    assertThat(CookieToSet.gone("a").text()).contains("Max-Age=0");
    assertThat(CookieToSet.of("a", "b").on(Response.of(Status.OK)).fields().all("Set-Cookie"))
        .hasSize(1);
  }

  @Test
  void whatNoBrowserTakesIsNotSet() {
    for (String value : List.of("a b", "a;b", "a,b", "\"a\"", "a\\b", "é", "a\r\nX: y")) {
      assertThatThrownBy(() -> CookieToSet.of("a", value))
          .as(value)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> CookieToSet.of("a=b", "c"))
        .isInstanceOf(IllegalArgumentException.class);
    CookieToSet host = CookieToSet.of("__Host-a", "b");
    assertThatThrownBy(() -> host.under("/x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> host.forDomain("a.test")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> host.secure(false)).isInstanceOf(IllegalArgumentException.class);
    CookieToSet open = CookieToSet.of("a", "b").secure(false);
    assertThatThrownBy(() -> open.with(SameSite.NONE)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> open.lasting(Duration.ofDays(401)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> open.under("/;x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCookieIsRead() {
    var request = Asked.of("GET", "/", "Cookie", "a=1; b=2; a=3", "Cookie", "c=4");
    assertThat(CookieToSet.read(request, "a")).contains("1");
    assertThat(CookieToSet.read(request, "c")).contains("4");
    assertThat(CookieToSet.read(request, "d")).isEmpty();
  }

  @Test
  void cacheRulesAreOnesThatCachesRead() {
    Fields fields =
        CacheRules.sharedFor(Duration.ofMinutes(1))
            .atEdgesFor(Duration.ofHours(1))
            .whileAskingFor(Duration.ofSeconds(30))
            .onFailureFor(Duration.ofDays(1))
            .mustAsk()
            .asItIs()
            .on(Response.of(Status.OK))
            .fields();
    CacheControl read = CacheControl.of(fields);
    assertThat(read.has("public")).isTrue();
    assertThat(read.seconds("max-age")).hasValue(60);
    assertThat(read.seconds("s-maxage")).hasValue(3600);
    assertThat(read.seconds("stale-while-revalidate")).hasValue(30);
    assertThat(read.seconds("stale-if-error")).hasValue(86400);
    assertThat(CacheRules.never().text()).isEqualTo("no-store");
    assertThat(CacheRules.asking().text()).isEqualTo("no-cache");
    assertThat(CacheRules.ownFor(Duration.ofSeconds(5)).text()).isEqualTo("private, max-age=5");
    assertThat(CacheRules.forever().text()).contains("immutable");
  }

  @Test
  void workIsDoneOnlyWhereTheConditionsAskForIt() throws IOException {
    var done = new AtomicInteger();
    Conditional.Work work =
        () -> {
          done.incrementAndGet();
          return Response.text(Status.OK, "x");
        };
    var current =
        Optional.of(
            new ConditionVerdict.Validators(
                Optional.of(Conditional.tagOf(3)), Optional.of(NOW.minusSeconds(100))));
    Response whole = Conditional.answer(Asked.of("GET", "/"), current, NOW, Trail.OFF, work);
    assertThat(whole.fields().first("ETag")).contains("\"v3\"");
    assertThat(whole.fields().first("Last-Modified")).isPresent();
    Response same =
        Conditional.answer(
            Asked.of("GET", "/", "If-None-Match", "\"v3\""), current, NOW, Trail.OFF, work);
    assertThat(same.status()).isEqualTo(Status.NOT_MODIFIED);
    assertThat(same.fields().first("ETag")).contains("\"v3\"");
    Response lost =
        Conditional.answer(
            Asked.of("PUT", "/", "If-Match", "\"v2\""), current, NOW, Trail.OFF, work);
    assertThat(lost.status()).isEqualTo(Status.PRECONDITION_FAILED);
    assertThat(done.get()).isEqualTo(1);
    Response there =
        Conditional.answer(
            Asked.of("PUT", "/", "If-None-Match", "*"), Optional.empty(), NOW, Trail.OFF, work);
    assertThat(there.status()).isEqualTo(Status.OK);
    assertThat(done.get()).isEqualTo(2);
    assertThat(Conditional.tagOf(new byte[] {1})).isNotEqualTo(Conditional.tagOf(new byte[] {2}));
  }

  @ParameterizedTest
  @CsvSource({
    "'', text/html",
    "'application/json', application/json",
    "'text/html, application/json', text/html",
    "'text/html;q=0.5, application/json', application/json",
    "'text/*, application/json;q=0.9', text/html",
    "'*/*', text/html",
    "'*/*, text/html;q=0', application/json",
    "'text/plain, */*;q=0.1', text/html",
    "'TEXT/HTML;Q=0.2, application/json;q=0.1', text/html",
    "'image/png', ''",
    "'text/html;q=0', ''",
    "'text/html;level=1', ''",
    "',,', text/html",
  })
  void theTypeThatTheClientLikesBest(String accept, String chosen) {
    Fields fields = accept.isEmpty() ? Fields.EMPTY : Fields.of("Accept", accept);
    assertThat(
            Acceptance.mediaType(fields, List.of("text/html", "application/json"), Trail.OFF)
                .orElse(""))
        .isEqualTo(chosen);
  }

  @ParameterizedTest
  @CsvSource({
    "'', en",
    "de, de",
    "'de-AT, en;q=0.5', de",
    "'fr, de;q=0.1', de",
    "fr, en",
    "pt, pt-BR",
    "'pt-PT, en;q=0.1', en",
    "'*, en;q=0', de",
    "'zh-Hant-TW;q=0.5, pt-br', pt-BR",
  })
  void theLanguageThatTheClientLikesBest(String accept, String chosen) {
    Fields fields = accept.isEmpty() ? Fields.EMPTY : Fields.of("Accept-Language", accept);
    assertThat(Acceptance.language(fields, List.of("en", "de", "pt-BR"), Trail.OFF))
        .isEqualTo(chosen);
  }

  @ParameterizedTest
  @ValueSource(strings = {"q", "a/b;;;", "a/b;q=;c", "/", "*/", ";q=0", "a/b;q=2"})
  void nonsenseIsNoTrouble(String accept) {
    assertThat(
            Acceptance.mediaType(
                Fields.of("Accept", accept.repeat(500)), List.of("text/html"), Trail.OFF))
        .isEmpty();
  }
}
