package dev.glasshouse.fetch.mixed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.url.Url;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mixed Content and Upgrade Insecure Requests, as tables. */
class MixedTest {
  @ParameterizedTest
  @CsvSource({
    "false, http://b.example/x,      OTHER, Allowed",
    "true,  http://b.example/x,      OTHER, Blocked",
    "true,  http://b.example/x,      MEDIA, Upgraded",
    "true,  http://192.0.2.1/x,      MEDIA, Blocked",
    "true,  http://[2001:db8::1]/x,  MEDIA, Blocked",
    "true,  http://127.0.0.1/x,      OTHER, Allowed",
    "true,  http://x.localhost/x,    OTHER, Allowed",
    "true,  https://b.example/x,     OTHER, Allowed",
    "true,  'data:,x',               OTHER, Allowed",
    "true,  http://b.example/x,      PAGE,  Allowed",
    "true,  ftp://b.example/x,       MEDIA, Blocked",
  })
  void mixed(boolean secure, String url, MixedVerdict.Content content, String verdict) {
    var facts = new MixedVerdict.Facts(secure, Url.parse(url), content, "it");
    assertThat(MixedVerdict.decide(facts).getClass().getSimpleName()).isEqualTo(verdict);
  }

  @Test
  void upgrades() {
    Url page = Url.parse("https://a.example/p");
    Url other = Url.parse("http://b.example/x");
    assertThat(InsecureUpgrade.decide(true, page, other, false)).isPresent();
    assertThat(InsecureUpgrade.decide(false, page, other, false)).isEmpty();
    assertThat(InsecureUpgrade.decide(true, page, other, true)).as("a link away").isEmpty();
    assertThat(InsecureUpgrade.decide(true, page, Url.parse("http://a.example/x"), true))
        .isPresent();
    assertThat(InsecureUpgrade.decide(true, page, Url.parse("http://localhost/x"), false))
        .isEmpty();
    assertThat(InsecureUpgrade.decide(true, page, Url.parse("https://b.example/"), false))
        .isEmpty();
  }
}
