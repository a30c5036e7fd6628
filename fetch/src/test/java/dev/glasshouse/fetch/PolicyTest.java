package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.fetch.referrer.ReferrerPolicy;
import dev.glasshouse.fetch.referrer.ReferrerVerdict;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.url.MimeType;
import dev.glasshouse.url.Url;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cookies, file names, dispositions and the fields of requests, as tables. */
class PolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "https://a.example.com/x/y | id=1                              | -",
        "https://a.example.com/    | id=1; Domain=.Example.COM         | -",
        "https://a.example.com/    | id=1; Domain=b.example.com        | COOKIE_DOMAIN",
        "https://a.example.com/    | id=1; Domain=com                  | COOKIE_PUBLIC_SUFFIX",
        "https://a.co.uk/          | id=1; Domain=co.uk                | COOKIE_PUBLIC_SUFFIX",
        "http://127.0.0.1/         | id=1; Domain=0.0.1                | COOKIE_DOMAIN",
        "http://a.example.com/     | id=1; Secure                      | COOKIE_SECURE",
        "http://localhost/         | id=1; Secure                      | -",
        "https://a.example.com/    | __Secure-x=1                      | COOKIE_SECURE_PREFIX",
        "https://a.example.com/    | __secure-x=1; Secure              | -",
        "https://a.example.com/    | __Host-x=1; Secure; Path=/        | -",
        "https://a.example.com/    | __Host-x=1; Secure; Path=/a       | COOKIE_HOST_PREFIX",
        "https://a.example.com/    | __Host-x=1; Secure                | COOKIE_HOST_PREFIX",
        "https://a.example.com/    | __Host-x=1; Secure; Path=/; Domain=a.example.com | COOKIE_HOST_PREFIX",
        "https://a.example.com/    | =__Host-x                         | COOKIE_NAMELESS_PREFIX",
        "https://a.example.com/    | =                                 | COOKIE_EMPTY",
        "https://a.example.com/    | x=1; SameSite=None                | COOKIE_NONE_INSECURE",
        "https://a.example.com/    | x=1; SameSite=None; Secure        | -",
      })
  void cookies(String url, String text, String refused) {
    CookieVerdict verdict = CookieVerdict.decide(text, Url.parse(url), false, NOW, Limits.DEFAULT);
    if (refused == null) {
      assertThat(verdict).isInstanceOf(CookieVerdict.Kept.class);
    } else {
      assertThat(verdict).isInstanceOf(CookieVerdict.Refused.class);
      assertThat(verdict.because().reason()).isEqualTo(FetchReason.valueOf(refused));
    }
  }

  @Test
  void cookiesEndAndAreReplaced() {
    var jar = new CookieJar();
    Url url = Url.parse("https://a.example/dir/page");
    jar.take("a=1; Max-Age=10", url, NOW);
    jar.take("long=1; Max-Age=999999999999", url, NOW);
    assertThat(jar.cookies().getFirst().path()).isEqualTo("/dir");
    assertThat(jar.cookies().getLast().expires()).contains(NOW.plus(Duration.ofDays(400)));
    jar.take("a=2; Max-Age=10", url, NOW.plusSeconds(1));
    assertThat(jar.cookies().getFirst().created()).isEqualTo(NOW);
    assertThat(jar.matching(url, CookieJar.From.SAME_SITE, NOW.plusSeconds(10)))
        .extracting(Cookie::pair)
        .containsExactly("a=2", "long=1");
    assertThat(jar.matching(url, CookieJar.From.SAME_SITE, NOW.plusSeconds(11))).hasSize(1);
    jar.take("long=; Max-Age=0", url, NOW);
    assertThat(jar.cookies()).isEmpty();
  }

  @Test
  void secureCookiesAreNotReplacedFromOutside() {
    var jar = new CookieJar();
    jar.take("s=1; Secure; Path=/", Url.parse("https://a.example/"), NOW);
    assertThat(jar.take("s=2; Path=/", Url.parse("http://a.example/"), NOW)).isFalse();
    assertThat(jar.matching(Url.parse("http://a.example/"), CookieJar.From.SAME_SITE, NOW))
        .isEmpty();
  }

  @Test
  void sameSiteHoldsCookiesBack() {
    var jar = new CookieJar();
    Url url = Url.parse("https://a.example/");
    for (String text :
        List.of("s=1; SameSite=Strict", "l=1; SameSite=Lax", "n=1; SameSite=None; Secure", "u=1")) {
      jar.take(text, url, NOW);
    }
    assertThat(jar.matching(url, CookieJar.From.SAME_SITE, NOW)).hasSize(4);
    assertThat(jar.matching(url, CookieJar.From.NAVIGATION, NOW))
        .extracting(Cookie::name)
        .containsExactly("l", "n", "u");
    assertThat(jar.matching(url, CookieJar.From.CROSS_SITE, NOW))
        .extracting(Cookie::name)
        .containsExactly("n");
  }

  @Test
  void theJarIsBounded() {
    var jar = new CookieJar(new Limits(20, 1, 200, 1, 4096, 1024, 3, 5, Limits.Rules.DEFAULT));
    for (int i = 0; i < 5; i++) {
      jar.take("c" + i + "=1", Url.parse("https://a.example/"), NOW.plusSeconds(i));
      jar.take("c" + i + "=1", Url.parse("https://b.example/"), NOW.plusSeconds(i));
    }
    assertThat(jar.cookies()).hasSize(5);
    assertThat(jar.cookies()).extracting(Cookie::name).doesNotContain("c0", "c1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "../../etc/passwd      | passwd",
        "..\\..\\boot.ini      | boot.ini",
        "/                     | download",
        "..                    | download",
        ".bashrc               | bashrc",
        "CON.txt               | _CON.txt",
        "a:b*c?.txt            | a_b_c_.txt",
        "x. .                  | x",
        "'a\u202egnp.exe'      | 'agnp.exe'",
      })
  void fileNames(String proposed, String safe) {
    assertThat(SafeFileName.of(proposed.replace("'", ""), "download", 200))
        .isEqualTo(safe.replace("'", ""));
  }

  @Test
  void longFileNamesKeepTheirExtension() {
    String name = SafeFileName.of("\u4f60".repeat(300) + ".html", "x", 200);
    assertThat(name).endsWith(".html");
    assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "text/html              | -                                   | -",
        "text/html              | inline; filename=x.html             | -",
        "text/html              | attachment                          | page.html",
        "text/html              | ATTACHMENT; filename=\"a b.html\"   | a b.html",
        "text/html              | attachment; filename=a;filename*=UTF-8''%e4%bd%a0 | \u4f60",
        "text/html              | attachment; filename*=wrong; filename=ok | ok",
        "text/html              | unknown                             | page.html",
        "text/html              | filename=x                          | -",
        "image/png              | -                                   | -",
        "application/json       | -                                   | -",
        "application/zip        | -                                   | page.html",
        "application/octet-stream | inline; filename=\"q\\\"q.bin\"   | q_q.bin",
      })
  void dispositions(String type, String said, String file) {
    Fields fields = said == null ? Fields.EMPTY : Fields.of("Content-Disposition", said);
    DispositionVerdict verdict =
        DispositionVerdict.decide(
            Url.parse("https://a.example/dir/page.html?x"),
            fields,
            MimeType.parse(type).orElseThrow(),
            Limits.DEFAULT);
    assertThat(verdict.disposition())
        .isEqualTo(
            file == null
                ? new FetchResponse.Disposition.Shown()
                : new FetchResponse.Disposition.Saved(file));
  }

  private static Fields fields(FetchRequest request) {
    ReferrerPolicy policy = ReferrerPolicy.DEFAULT;
    return RequestFields.of(
        new RequestFields.Facts(
            request,
            List.of(request.url()),
            Tainting.BASIC,
            request.client().map(c -> c.origin().toString()).orElse("null"),
            policy,
            ReferrerVerdict.decide(policy, request.referrer(), request.url()).value()),
        new Fetcher.Identity("us", "en"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "https://a.example/p?q#f, https://a.example/x, https://a.example/p?q, same-origin",
        "https://a.example/p, https://b.example/x, https://a.example/, cross-site",
        "https://a.example/p, https://www.a.example/x, https://a.example/, same-site",
        "https://u:p@a.example/p, https://a.example/x, https://a.example/p, same-origin",
        "https://a.example/p, http://b.example/x, -, -",
        "file:///x, https://b.example/x, -, cross-site",
        "-, https://b.example/x, -, none",
      })
  void referrersAndMetadata(String from, String to, String referrer, String site) {
    FetchRequest.Builder builder = FetchRequest.of(Url.parse(to)).destination(Destination.STYLE);
    if (from != null) {
      builder.referrer(Url.parse(from));
    }
    Fields fields = fields(builder.build());
    assertThat(fields.first("Referer")).isEqualTo(Optional.ofNullable(referrer));
    assertThat(fields.first("Sec-Fetch-Site")).isEqualTo(Optional.ofNullable(site));
  }

  @Test
  void theAskersOwnFieldsWin() {
    FetchRequest request =
        FetchRequest.of(Url.parse("https://u:p@a.example/"))
            .method(Method.POST)
            .referrer(Url.parse("https://b.example/"))
            .fields(Fields.of("user-agent", "mine", "X", "1"))
            .build();
    Fields fields = fields(request);
    assertThat(fields.all("User-Agent")).containsExactly("mine");
    assertThat(fields.first("Origin")).contains("https://b.example");
    assertThat(fields.first("Authorization")).contains("Basic dTpw");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "Sun, 06 Nov 1994 08:49:37 GMT  | 1994-11-06T08:49:37Z",
        "Sunday, 06-Nov-94 08:49:37 GMT | 1994-11-06T08:49:37Z",
        "Sun Nov  6 08:49:37 1994       | 1994-11-06T08:49:37Z",
        "6 Nov 2094 8:9:7               | 2094-11-06T08:09:07Z",
        "31 Feb 2000 00:00:00           | -",
        "1 Jan 1600 00:00:00            | -",
        "nonsense                       | -",
      })
  void cookieDates(String text, String moment) {
    assertThat(CookieDate.parse(text)).isEqualTo(Optional.ofNullable(moment).map(Instant::parse));
  }
}
