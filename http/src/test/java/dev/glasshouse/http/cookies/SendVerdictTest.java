package dev.glasshouse.http.cookies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.cookies.CookieContext.From;
import dev.glasshouse.journey.CookieReason;
import dev.glasshouse.url.Site;
import dev.glasshouse.url.Url;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendVerdictTest {
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  private static Cookie cookie(String from, String text) {
    var where = CookieContext.of(Url.parse(from));
    return ((CookieVerdict.Kept) StorageRules.decide(text, where, true, NOW, CookieLimits.DEFAULT))
        .cookie();
  }

  private static SendVerdict decide(Cookie cookie, CookieContext where, long secondsLater) {
    return SendVerdict.decide(cookie, where, NOW.plusSeconds(secondsLater));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://a.example/    | x=1                   | https://a.example/p     | MATCHES",
        "https://a.example/    | x=1                   | https://www.a.example/  | OTHER_HOST",
        "https://a.example/    | x=1; Domain=a.example | https://www.a.example/  | MATCHES",
        "https://a.example/    | x=1; Domain=a.example | https://ba.example/     | OTHER_DOMAIN",
        "https://a.example/b/c | x=1                   | https://a.example/b     | MATCHES",
        "https://a.example/b/c | x=1                   | https://a.example/b/    | MATCHES",
        "https://a.example/b/c | x=1                   | https://a.example/bc    | OTHER_PATH",
        "https://a.example/    | x=1; Path=/b/         | https://a.example/b     | OTHER_PATH",
        "https://a.example/    | x=1; Path=/b%2F       | https://a.example/b/    | OTHER_PATH",
        "https://a.example/    | x=1; Secure           | http://a.example/       | NOT_SECURE",
        "https://a.example/    | x=1                   | http://a.example:81/    | MATCHES",
        "https://a.example/    | x=1; Max-Age=1        | https://a.example/      | OVER",
        "http://127.0.0.1/     | x=1; Domain=127.0.0.1 | http://127.0.0.1/       | MATCHES",
      })
  void says(String from, String text, String to, CookieReason reason) {
    SendVerdict verdict = decide(cookie(from, text), CookieContext.of(Url.parse(to)), 1);
    assertThat(verdict.because().reason()).isEqualTo(reason);
    assertThat(verdict.sent()).isEqualTo(reason == CookieReason.MATCHES);
  }

  @ParameterizedTest
  @CsvSource({
    "SameSite=Strict, SAME_SITE, 0, true",
    "SameSite=Strict, NAVIGATION, 0, false",
    "SameSite=Strict, UNSAFE_NAVIGATION, 0, false",
    "SameSite=Strict, CROSS_SITE, 0, false",
    "SameSite=Lax, NAVIGATION, 0, true",
    "SameSite=Lax, UNSAFE_NAVIGATION, 0, false",
    "SameSite=Lax, CROSS_SITE, 0, false",
    "X, NAVIGATION, 0, true",
    "X, UNSAFE_NAVIGATION, 120, true",
    "X, UNSAFE_NAVIGATION, 121, false",
    "X, CROSS_SITE, 0, false",
    "SameSite=None, NAVIGATION, 0, true",
    "SameSite=None, UNSAFE_NAVIGATION, 999, true",
    "SameSite=None, CROSS_SITE, 0, true",
  })
  void sameSite(String attribute, From from, long later, boolean sent) {
    Cookie cookie = cookie("https://a.example/", "x=1; Secure; " + attribute);
    var where = CookieContext.of(Url.parse("https://a.example/")).from(from);
    assertThat(decide(cookie, where, later).sent()).isEqualTo(sent);
  }

  @Test
  void scriptsSeeNoHttpOnlyCookiesAndNothingOfOtherSites() {
    var script = CookieContext.of(Url.parse("https://a.example/")).forScript();
    assertThat(decide(cookie("https://a.example/", "x=1; HttpOnly"), script, 0).sent()).isFalse();
    Cookie plain = cookie("https://a.example/", "x=1");
    assertThat(decide(plain, script, 0).sent()).isTrue();
    assertThat(decide(plain, script.from(From.NAVIGATION), 0).sent()).isFalse();
    assertThat(decide(plain, script.from(From.UNSAFE_NAVIGATION), 0).sent()).isFalse();
  }

  @Test
  void partitionedCookiesAreSentUnderTheirPageOnly() {
    Cookie cookie = cookie("https://a.example/", "x=1; Secure; SameSite=None; Partitioned");
    var own = CookieContext.of(Url.parse("https://a.example/"));
    assertThat(decide(cookie, own, 0).sent()).isTrue();
    var elsewhere = own.from(From.CROSS_SITE).under(Site.of(Url.parse("https://b.example/")));
    assertThat(decide(cookie, elsewhere, 0).because().reason())
        .isEqualTo(CookieReason.OTHER_PARTITION);
  }

  @Test
  void theFieldIsWrittenAndRead() {
    List<Cookie> cookies =
        List.of(
            cookie("https://a.example/", "a=1"),
            cookie("https://a.example/", "alone"),
            cookie("https://a.example/", "empty="),
            cookie("https://a.example/", "q=\"x y\""));
    assertThat(CookieField.of(cookies)).isEqualTo("a=1; alone; empty=; q=\"x y\"");
    assertThat(CookieField.parse(List.of("a=1;b = 2 ;;", "=c", "q=\"x y\"")))
        .containsExactly(
            new CookieField.Pair("a", "1"),
            new CookieField.Pair("b", "2"),
            new CookieField.Pair("", "c"),
            new CookieField.Pair("q", "\"x y\""));
  }
}
