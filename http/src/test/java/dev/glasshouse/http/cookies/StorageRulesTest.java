package dev.glasshouse.http.cookies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.cookies.CookieContext.From;
import dev.glasshouse.journey.CookieReason;
import dev.glasshouse.url.Site;
import dev.glasshouse.url.Url;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StorageRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  private static CookieVerdict decide(String text, CookieContext where) {
    return StorageRules.decide(text, where, false, NOW, CookieLimits.DEFAULT);
  }

  private static Cookie kept(String url, String text) {
    return ((CookieVerdict.Kept) decide(text, CookieContext.of(Url.parse(url)))).cookie();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '`',
      value = {
        "https://a.example.com/x/y | id=1                              | -",
        "https://a.example.com/    | id=1; Domain=.Example.COM         | -",
        "https://a.example.com/    | id=1; Domain=a.example.com        | -",
        "https://a.example.com/    | id=1; Domain=                     | -",
        "https://a.example.com/    | id=1; Domain=b.example.com        | DOMAIN",
        "https://a.example.com/    | id=1; Domain=x.a.example.com      | DOMAIN",
        "https://a.example.com/    | id=1; Domain=..example.com        | DOMAIN",
        "https://ba.example.com/   | id=1; Domain=a.example.com        | DOMAIN",
        "https://a.example.com/    | id=1; Domain=ä.example.com        | DOMAIN_NOT_ASCII",
        "https://a.example.com/    | id=1; Domain=com                  | PUBLIC_SUFFIX",
        "https://a.co.uk/          | id=1; Domain=co.uk                | PUBLIC_SUFFIX",
        "https://x.github.io/      | id=1; Domain=github.io            | PUBLIC_SUFFIX",
        "https://github.io/        | id=1; Domain=github.io            | -",
        "http://127.0.0.1/         | id=1; Domain=0.0.1                | DOMAIN",
        "http://127.0.0.1/         | id=1; Domain=127.0.0.1            | -",
        "http://[::1]/             | id=1; Domain=[::1]                | -",
        "http://a.example.com/     | id=1; Secure                      | SECURE",
        "http://localhost/         | id=1; Secure                      | -",
        "http://127.0.0.1/         | id=1; Secure                      | -",
        "https://a.example.com/    | __Secure-x=1                      | SECURE_PREFIX",
        "https://a.example.com/    | __secure-x=1; Secure              | -",
        "https://a.example.com/    | __Host-x=1; Secure; Path=/        | -",
        "https://a.example.com/    | __host-x=1; Path=/                | HOST_PREFIX",
        "https://a.example.com/    | __Host-x=1; Secure; Path=/a       | HOST_PREFIX",
        "https://a.example.com/    | __Host-x=1; Secure                | HOST_PREFIX",
        "https://a.example.com/    | __Host-x=1; Secure; Path=/; Domain=a.example.com | HOST_PREFIX",
        "https://a.example.com/    | __Http-x=1; Secure                | HTTP_PREFIX",
        "https://a.example.com/    | __Http-x=1; HttpOnly              | HTTP_PREFIX",
        "https://a.example.com/    | __HTTP-x=1; Secure; HttpOnly      | -",
        "https://a.example.com/    | __Host-Http-x=1; Secure; HttpOnly; Path=/ | -",
        "https://a.example.com/    | __Host-Http-x=1; Secure; Path=/   | HOST_HTTP_PREFIX",
        "https://a.example.com/    | __Host-Http-x=1; Secure; HttpOnly | HOST_HTTP_PREFIX",
        "https://a.example.com/    | =__Host-x                         | NAMELESS_PREFIX",
        "https://a.example.com/    | __SECURE-x                        | NAMELESS_PREFIX",
        "https://a.example.com/    | __http-x                          | NAMELESS_PREFIX",
        "https://a.example.com/    | =                                 | EMPTY",
        "https://a.example.com/    | ; Secure                          | EMPTY",
        "https://a.example.com/    | x=1; SameSite=None                | NONE_INSECURE",
        "https://a.example.com/    | x=1; SameSite=None; Secure        | -",
        "https://a.example.com/    | x=1; SameSite=None; SameSite=huh  | -",
        "https://a.example.com/    | x=1; Partitioned                  | PARTITIONED_INSECURE",
        "https://a.example.com/    | x=1; Partitioned; Secure          | -",
      })
  void says(String url, String text, String refused) {
    CookieVerdict verdict = decide(text, CookieContext.of(Url.parse(url)));
    if (refused == null) {
      assertThat(verdict).isInstanceOf(CookieVerdict.Kept.class);
    } else {
      assertThat(verdict).isInstanceOf(CookieVerdict.Refused.class);
      assertThat(verdict.because().reason()).isEqualTo(CookieReason.valueOf(refused));
    }
  }

  @Test
  void controlCharactersAreRefusedButNotTabs() {
    var where = CookieContext.of(Url.parse("https://a.example/"));
    for (char c = 0; c < 0x20; c++) {
      CookieVerdict verdict = decide("a=b" + c + "c; Path=/", where);
      assertThat(verdict instanceof CookieVerdict.Kept).as("%x", (int) c).isEqualTo(c == '\t');
    }
    assertThat(decide("a=b; Path=/\u007f", where).because().reason())
        .isEqualTo(CookieReason.CONTROL);
  }

  @Test
  void sizesAreInBytes() {
    var where = CookieContext.of(Url.parse("https://a.example/x/y"));
    assertThat(decide("n=" + "v".repeat(4095), where)).isInstanceOf(CookieVerdict.Kept.class);
    assertThat(decide("n=" + "v".repeat(4096), where).because().reason())
        .isEqualTo(CookieReason.TOO_LARGE);
    String longest = "/" + "p".repeat(1023);
    assertThat(kept("https://a.example/x/y", "n=v; Path=" + longest).path()).isEqualTo(longest);
    assertThat(kept("https://a.example/x/y", "n=v; Path=/a; Path=" + longest + "p").path())
        .isEqualTo("/a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "a=1                                                   | -",
        "a=1; Max-Age=10                                       | 10",
        "a=1; Max-Age=0010                                     | 10",
        "a=1; Max-Age=+10                                      | -",
        "a=1; Max-Age=1.5                                      | -",
        "a=1; Max-Age=                                         | -",
        "a=1; Max-Age=-                                        | -",
        "a=1; Max-Age=0                                        | 0",
        "a=1; Max-Age=-5                                       | 0",
        "a=1; Max-Age=5; Expires=Tue, 01 Dec 2026 00:00:00 GMT | 5",
        "a=1; Expires=Tue, 01 Dec 2026 00:00:00 GMT; Max-Age=5 | 5",
        "a=1; Max-Age=x; Expires=Sun, 22 Nov 2026 00:00:09 GMT | 9",
        "a=1; Max-Age=7; Max-Age=8                             | 8",
        "a=1; Max-Age=34560001                                 | 34560000",
        "a=1; Max-Age=99999999999999999999999999               | 34560000",
        "a=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT            | 34560000",
        "a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT            | -1795305600",
      })
  void ends(String text, Long seconds) {
    Cookie cookie = kept("https://a.example/", text);
    if (seconds == null) {
      assertThat(cookie.expires()).isEmpty();
    } else {
      assertThat(Duration.between(NOW, cookie.expires().orElseThrow())).hasSeconds(seconds);
      assertThat(cookie.isOver(NOW)).isEqualTo(seconds <= 0);
    }
  }

  @ParameterizedTest
  @EnumSource(From.class)
  void crossSiteResponsesSetOnlyWhatIsForCrossSite(From from) {
    var where = CookieContext.of(Url.parse("https://a.example/")).from(from);
    boolean same = from == From.SAME_SITE;
    for (String text : new String[] {"a=1", "a=1; SameSite=Lax", "a=1; SameSite=Strict"}) {
      assertThat(decide(text, where) instanceof CookieVerdict.Kept).isEqualTo(same);
      // A navigation of the top page may set any.
      assertThat(StorageRules.decide(text, where, true, NOW, CookieLimits.DEFAULT))
          .isInstanceOf(CookieVerdict.Kept.class);
    }
    assertThat(decide("a=1; SameSite=None; Secure", where)).isInstanceOf(CookieVerdict.Kept.class);
  }

  @Test
  void partitionedCookiesBelongToThePageThatEmbeds() {
    var where =
        CookieContext.of(Url.parse("https://ads.example/"))
            .from(From.CROSS_SITE)
            .under(Site.of(Url.parse("https://www.shop.example/")));
    var verdict =
        (CookieVerdict.Kept) decide("a=1; Secure; SameSite=None; Partitioned; Path=/", where);
    assertThat(verdict.cookie().scope().partition()).isEqualTo("https://shop.example");
    assertThat(
            decide(
                    "a=1; Secure; SameSite=None; Partitioned",
                    where.under(Site.of(Url.parse("data:,"))))
                .because()
                .reason())
        .isEqualTo(CookieReason.NO_PARTITION);
  }

  @Test
  void scriptsSetNoHttpOnlyCookies() {
    var where = CookieContext.of(Url.parse("https://a.example/")).forScript();
    assertThat(decide("a=1; HttpOnly", where).because().reason()).isEqualTo(CookieReason.HTTP_ONLY);
    assertThat(decide("__Http-a=1; Secure", where).because().reason())
        .isEqualTo(CookieReason.HTTP_PREFIX);
    assertThat(decide("a=1", where)).isInstanceOf(CookieVerdict.Kept.class);
  }

  /** Whatever comes, it is a verdict, and what is kept can be sent: no field is split by it. */
  @Test
  void anythingGetsAVerdict() {
    var random = new Random(6265);
    String[] parts = {
      "a",
      "=",
      ";",
      " ",
      "\t",
      "__Host-",
      "Domain",
      "Path",
      "/",
      "Max-Age",
      "-",
      "9",
      "Expires",
      ",",
      "\u00e4",
      "\n",
      "\u0000",
      "SameSite",
      "None",
      "Secure",
      "Partitioned",
      ".",
      "example"
    };
    var where = CookieContext.of(Url.parse("https://www.a.example/x/y"));
    int kept = 0;
    for (int i = 0; i < 100_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(16); n > 0; n--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      if (decide(text.toString(), where) instanceof CookieVerdict.Kept(Cookie cookie, var _)) {
        kept++;
        assertThat(CookieField.of(java.util.List.of(cookie))).doesNotContain(";", "\n", "\u0000");
        assertThat(CookieMatch.domain("www.a.example", cookie.domain())).isTrue();
        assertThat(cookie.path()).startsWith("/");
      }
    }
    assertThat(kept).isGreaterThan(1000);
  }
}
