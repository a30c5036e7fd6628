package dev.glasshouse.fetch.cookies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.cookies.Cookie;
import dev.glasshouse.http.cookies.CookieContext;
import dev.glasshouse.http.cookies.CookieContext.From;
import dev.glasshouse.http.cookies.CookieField;
import dev.glasshouse.http.cookies.CookieLimits;
import dev.glasshouse.http.cookies.CookieVerdict;
import dev.glasshouse.journey.CookieReason;
import dev.glasshouse.url.Site;
import dev.glasshouse.url.Url;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CookieJarTest {
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  private final CookieJar jar = new CookieJar();

  private static CookieContext at(String url) {
    return CookieContext.of(Url.parse(url));
  }

  private CookieJar.Received take(String text, String url, long seconds) {
    return jar.receive(text, at(url), false, NOW.plusSeconds(seconds));
  }

  private String sent(String url, long seconds) {
    return CookieField.of(jar.matching(at(url), NOW.plusSeconds(seconds)));
  }

  private static CookieReason reason(CookieJar.Received received) {
    return (CookieReason) received.verdict().because().reason();
  }

  @Test
  void cookiesEndAndAreReplaced() {
    take("a=1; Max-Age=10", "https://a.example/dir/page", 0);
    take("long=1; Max-Age=999999999999", "https://a.example/dir/page", 0);
    assertThat(jar.cookies(NOW).getFirst().path()).isEqualTo("/dir");
    assertThat(jar.cookies(NOW).getLast().expires()).contains(NOW.plus(Duration.ofDays(400)));
    assertThat(reason(take("a=2; Max-Age=10", "https://a.example/dir/x", 1)))
        .isEqualTo(CookieReason.REPLACED);
    assertThat(jar.cookies(NOW).getFirst().created()).isEqualTo(NOW);
    assertThat(sent("https://a.example/dir/", 10)).isEqualTo("a=2; long=1");
    assertThat(sent("https://a.example/dir/", 11)).isEqualTo("long=1");
    assertThat(reason(take("long=; Max-Age=0; Path=/", "https://a.example/dir/x", 12)))
        .as("of another path")
        .isEqualTo(CookieReason.NOTHING_TO_DELETE);
    assertThat(reason(take("long=; Max-Age=0", "https://a.example/dir/x", 12)))
        .isEqualTo(CookieReason.EXPIRED);
    assertThat(jar.cookies(NOW.plusSeconds(12))).isEmpty();
  }

  @Test
  void longerPathsAndOlderCookiesGoFirst() {
    take("a=1; Path=/", "https://a.example/", 0);
    take("b=1; Path=/x", "https://a.example/", 1);
    take("c=1; Path=/", "https://a.example/", 2);
    take("d=1; Path=/x/y", "https://a.example/", 3);
    take("a=2; Path=/", "https://a.example/", 4);
    assertThat(sent("https://a.example/x/y", 5)).isEqualTo("d=1; b=1; a=2; c=1");
  }

  @Test
  void secureCookiesAreLeftAlone() {
    take("s=1; Secure; Path=/login", "https://a.example/", 0);
    assertThat(reason(take("s=2; Path=/login", "http://a.example/", 1)))
        .isEqualTo(CookieReason.OVER_SECURE);
    assertThat(reason(take("s=2; Path=/login/en", "http://a.example/", 1)))
        .isEqualTo(CookieReason.OVER_SECURE);
    assertThat(reason(take("s=2; Path=/login; Domain=a.example", "http://x.a.example/", 1)))
        .as("tossed from a subdomain")
        .isEqualTo(CookieReason.OVER_SECURE);
    assertThat(reason(take("s=; Path=/login; Max-Age=0", "http://a.example/", 1)))
        .as("deleted")
        .isEqualTo(CookieReason.OVER_SECURE);
    assertThat(take("s=2; Path=/", "http://a.example/", 1).verdict())
        .as("a shorter path stands behind it")
        .isInstanceOf(CookieVerdict.Kept.class);
    assertThat(sent("https://a.example/login", 2)).isEqualTo("s=1; s=2");
  }

  @Test
  void scriptsDoNotReplaceWhatTheyMayNotSee() {
    take("s=1; HttpOnly", "https://a.example/", 0);
    CookieContext script = at("https://a.example/").forScript();
    assertThat(reason(jar.receive("s=2", script, false, NOW))).isEqualTo(CookieReason.HTTP_ONLY);
    assertThat(reason(jar.receive("s=; Max-Age=0", script, false, NOW)))
        .isEqualTo(CookieReason.HTTP_ONLY);
    assertThat(sent("https://a.example/", 1)).isEqualTo("s=1");
  }

  @Test
  void partitionsAreApart() {
    CookieContext one =
        at("https://ads.example/")
            .from(From.CROSS_SITE)
            .under(Site.of(Url.parse("https://one.example/")));
    CookieContext two = one.under(Site.of(Url.parse("https://two.example/")));
    String attributes = "; Secure; SameSite=None; Path=/";
    jar.receive("id=1; Partitioned" + attributes, one, false, NOW);
    jar.receive("id=2; Partitioned" + attributes, two, false, NOW);
    jar.receive("all=3" + attributes, two, false, NOW.plusSeconds(1));
    assertThat(CookieField.of(jar.matching(one, NOW))).isEqualTo("id=1; all=3");
    assertThat(CookieField.of(jar.matching(two, NOW))).isEqualTo("id=2; all=3");
    assertThat(sent("https://ads.example/", 0)).isEqualTo("all=3");
  }

  @Test
  void partitionedCookiesAreBoundedInBytes() {
    CookieContext page =
        at("https://ads.example/")
            .from(From.CROSS_SITE)
            .under(Site.of(Url.parse("https://one.example/")));
    for (int i = 0; i < 4; i++) {
      String text = "c" + i + "=" + "v".repeat(3000) + "; Partitioned; Secure; SameSite=None";
      CookieJar.Received received = jar.receive(text, page, false, NOW.plusSeconds(i));
      assertThat(received.evicted()).hasSize(i == 3 ? 1 : 0);
    }
    assertThat(jar.cookies(NOW)).extracting(Cookie::name).containsExactly("c1", "c2", "c3");
  }

  /** Jar overflow: 180 cookies a site; another site keeps its own. */
  @Test
  void aFloodTakesThePlaceOfItsOwnSiteOnly() {
    take("mine=1", "https://b.example/", 0);
    for (int i = 0; i < 1000; i++) {
      take("flood" + i + "=1", "https://x.a.example/", i + 1);
    }
    assertThat(jar.cookies(NOW)).hasSize(181);
    assertThat(sent("https://b.example/", 2000)).isEqualTo("mine=1");
    assertThat(jar.cookies(NOW)).extracting(Cookie::name).contains("flood999", "flood820");
  }

  /** Cookie tossing: a subdomain cannot push out what only its parent can set. */
  @Test
  void aFloodFromASubdomainLeavesTheParentsCookies() {
    for (int i = 0; i < 60; i++) {
      take("own" + i + "=1", "https://a.example/", i);
    }
    for (int i = 0; i < 1000; i++) {
      take("host" + i + "=1; Secure", "https://x.a.example/", 100 + i);
      take("domain" + i + "=1; Secure; Domain=a.example", "https://x.a.example/", 100 + i);
    }
    List<String> names = jar.cookies(NOW).stream().map(Cookie::name).toList();
    assertThat(names).hasSize(180);
    assertThat(names.stream().filter(name -> name.startsWith("own")).count())
        .as("its share of 50 at least")
        .isGreaterThanOrEqualTo(50);
  }

  @Test
  void secureCookiesAreEvictedLastAndTheLeastUsedFirst() {
    take("session=1; Secure", "https://a.example/", 0);
    for (int i = 0; i < 179; i++) {
      take("c" + i + "=1; Path=/" + i, "https://a.example/", i + 1);
    }
    assertThat(sent("https://a.example/0", 300)).isEqualTo("c0=1; session=1");
    CookieJar.Received received = take("one=1", "https://a.example/", 301);
    assertThat(received.evicted())
        .singleElement()
        .satisfies(gone -> {
          assertThat(gone.cookie().name()).isEqualTo("c1");
          assertThat(gone.because().reason()).isEqualTo(CookieReason.SITE_FULL);
        });
    for (int i = 0; i < 500; i++) {
      take("more" + i + "=1", "http://a.example/", 400 + i);
    }
    assertThat(sent("https://a.example/", 2000)).startsWith("session=1");
  }

  @Test
  void cookiesThatAreOverGoBeforeAll() {
    for (int i = 0; i < 180; i++) {
      take("c" + i + "=1; Max-Age=" + (i == 7 ? 5 : 5000), "https://a.example/", 0);
    }
    assertThat(take("one=1", "https://a.example/", 10).evicted()).isEmpty();
  }

  @Test
  void theWholeJarIsBounded() {
    var small = new CookieJar(new JarLimits(3, 2, 1000, 5, 1000, CookieLimits.DEFAULT));
    for (int i = 0; i < 8; i++) {
      CookieJar.Received received =
          small.receive(
              "c=" + i + (i == 0 ? "; Secure" : ""),
              at("https://s" + i + ".example/"),
              false,
              NOW.plusSeconds(i));
      assertThat(received.evicted()).hasSize(i < 5 ? 0 : 1);
    }
    assertThat(small.cookies(NOW))
        .extracting(Cookie::value)
        .containsExactly("0", "4", "5", "6", "7");
  }

  @Test
  void theSessionEnds() {
    take("s=1", "https://a.example/", 0);
    take("p=1; Max-Age=100", "https://a.example/", 0);
    jar.endSession();
    assertThat(jar.cookies(NOW)).extracting(Cookie::name).containsExactly("p");
    assertThat(jar.delete(cookie -> cookie.name().equals("p"))).hasSize(1);
    assertThat(jar.cookies(NOW)).isEmpty();
  }

  /** Bytes that are no UTF-8 come back as they were. */
  @Test
  void bytesStayAsTheyAre() {
    take("n\u00ff=\u00c3\u00a4\u0080", "https://a.example/", 0);
    assertThat(sent("https://a.example/", 1)).isEqualTo("n\u00ff=\u00c3\u00a4\u0080");
    assertThat(jar.cookies(NOW).getFirst().shownValue()).isEqualTo("ä\ufffd");
  }
}
