package dev.glasshouse.net.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.journey.ProxyReason;
import dev.glasshouse.net.auth.Challenge;
import dev.glasshouse.net.auth.Login;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which proxy is used, by tables: the environment as curl reads it. */
class ProxyRulesTest {
  private static ProxyRules rules(String... environment) {
    Map<String, String> map = new HashMap<>();
    for (String one : environment) {
      map.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
    }
    return ProxyRules.of(map, Optional.empty(), Optional.empty());
  }

  private static String chosen(ProxyRules rules, String scheme) {
    return switch (rules.choose(scheme.equals("https"), "a.example")) {
      case ProxyRules.Direct() -> "direct";
      case ProxyRules.PassedBy(Proxy proxy, var because) -> "without " + proxy;
      case ProxyRules.Via(Proxy proxy, var because) -> proxy + " by " + because.arguments();
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http_proxy=p:1 | http | http://p:1 by [http_proxy]",
        "HTTP_PROXY=p:1 | http | direct",
        "http_proxy=p:1 | https | direct",
        "https_proxy=p:1 | https | http://p:1 by [https_proxy]",
        "HTTPS_PROXY=p:1 | https | http://p:1 by [HTTPS_PROXY]",
        "HTTPS_PROXY=p:1 https_proxy=q:2 | https | http://q:2 by [https_proxy]",
        "all_proxy=p:1 | http | http://p:1 by [all_proxy]",
        "ALL_PROXY=socks5h://p | https | socks5h://p:1080 by [ALL_PROXY]",
        "ALL_PROXY=p:1 all_proxy=q:2 | https | http://q:2 by [all_proxy]",
        "http_proxy= all_proxy=q:2 | http | http://q:2 by [all_proxy]",
        "http_proxy=p:1 all_proxy=q:2 | http | http://p:1 by [http_proxy]",
        "http_proxy=p:1 no_proxy=a.example | http | without http://p:1",
        "http_proxy=p:1 NO_PROXY=example | http | without http://p:1",
        "http_proxy=p:1 NO_PROXY=example no_proxy=x | http | http://p:1 by [http_proxy]",
      })
  void theEnvironment(String environment, String scheme, String expected) {
    assertThat(chosen(rules(environment.split(" ")), scheme)).isEqualTo(expected);
  }

  @Test
  void theCommandLineCountsBeforeTheEnvironment() {
    Map<String, String> environment = Map.of("http_proxy", "p:1", "no_proxy", "a.example");
    assertThat(chosen(ProxyRules.of(environment, Optional.of(""), Optional.of("")), "http"))
        .isEqualTo("direct");
    assertThat(chosen(ProxyRules.of(environment, Optional.of("q:2"), Optional.of("x")), "https"))
        .isEqualTo("http://q:2 by []");
    assertThat(chosen(ProxyRules.of(environment, Optional.empty(), Optional.of("*")), "http"))
        .isEqualTo("without http://p:1");
  }

  @Test
  void whatDecidesIsTold() {
    ProxyRules rules = rules("http_proxy=p", "NO_PROXY=x, .Example");
    ProxyRules.PassedBy passed = (ProxyRules.PassedBy) rules.choose(false, "a.example");
    assertThat(passed.because().reason()).isEqualTo(ProxyReason.NO_PROXY);
    assertThat(passed.because().arguments()).containsExactly("NO_PROXY", ".Example");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* | anything | true",
        "a.example | a.example | true",
        "a.example | A.EXAMPLE. | true",
        ".a.example. | a.example | true",
        "a.example | x.a.example | true",
        "a.example | xa.example | false",
        "x.a.example | a.example | false",
        "b,a.example | a.example | true",
        "b a.example | a.example | true",
        "b, * | a.example | false",
        "192.168.1.1 | 192.168.1.1 | true",
        "192.168.1.0/24 | 192.168.1.77 | true",
        "192.168.1.0/24 | 192.168.2.1 | false",
        "192.168.0.0/16 | 192.168.2.1 | true",
        "192.168.1.1/0 | 192.168.2.1 | false",
        "192.168.1.1/0 | 192.168.1.1 | true",
        "192.168.1.1/33 | 192.168.1.1 | false",
        "192.168.1.1/x | 192.168.1.1 | false",
        "168.1.1 | 192.168.1.1 | false",
        "::1 | [::1] | true",
        "2001:db8::/32 | [2001:db8:1::2] | true",
        "2001:db8::/32 | [2001:db9::] | false",
        "1 | 127.0.0.1 | false",
        ", | a.example | false",
      })
  void exceptions(String list, String host, boolean fits) {
    assertThat(ProxyRules.exception(list, host).isPresent()).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p | http://p:1080",
        "http://p | http://p:1080",
        "http://p: | http://p:1080",
        "https://p | https://p:443",
        "SOCKS5://p:9/x?y | socks5://p:9",
        "http://u:w@p:3128 | http://p:3128",
        "[::1]:8 | http://[::1]:8",
        "u%40x:a:b@p | http://p:1080",
      })
  void reads(String text, String shown) {
    assertThat(Proxy.parse(text)).hasToString(shown);
  }

  @Test
  void readsCredentialsAndHidesThem() {
    Proxy proxy = Proxy.parse("u%40x:a:b+%20@p");
    assertThat(proxy.credentials()).contains(new Login("u@x", "a:b+ "));
    assertThat(proxy.credentials().toString()).doesNotContain("a:b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://",
        "ftp://p",
        "socks4://p",
        "socks://p",
        "p:0",
        "p:65536",
        "p:x",
        "http://u@"
      })
  void refuses(String text) {
    assertThatThrownBy(() -> Proxy.parse(text)).isInstanceOf(IllegalArgumentException.class);
    if (!text.isEmpty()) {
      assertThatThrownBy(() -> rules("http_proxy=" + text)).hasMessageStartingWith("http_proxy: ");
    }
  }

  // ---- who asks ----

  private static final String DIGEST =
      "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=%s,"
          + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
          + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

  private final ProxyAccess access =
      new ProxyAccess(() -> "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
  private final Proxy proxy = Proxy.parse("http://Mufasa:Circle%20of%20Life@p");

  @ParameterizedTest
  @CsvSource({
    "MD5, 8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
  })
  void digestsAsInRfc7616Section391(String algorithm, String response) {
    assertThat(access.authorization(proxy, "GET", "/dir/index.html")).isEmpty();
    assertThat(access.asked(proxy, List.of(DIGEST.formatted(algorithm)), false).chosen())
        .contains("digest");
    String value = access.authorization(proxy, "GET", "/dir/index.html").orElseThrow();
    assertThat(value)
        .contains("response=\"" + response + "\"")
        .contains("nc=00000001")
        .contains("username=\"Mufasa\"")
        .doesNotContain("Circle");
    assertThat(access.authorization(proxy, "GET", "/").orElseThrow()).contains("nc=00000002");
  }

  @Test
  void theStrongestIsChosen() {
    ProxyAccess.Verdict verdict =
        access.asked(
            proxy, List.of("Negotiate, Basic realm=\"x\"", DIGEST.formatted("MD5")), false);
    assertThat(verdict.offered()).containsExactly("negotiate", "basic", "digest");
    assertThat(verdict.chosen()).contains("digest");
    assertThat(access.asked(proxy, List.of("Basic realm=\"x, y\""), false).chosen())
        .contains("basic");
    assertThat(access.authorization(proxy, "GET", "/"))
        .contains("Basic TXVmYXNhOkNpcmNsZSBvZiBMaWZl");
  }

  @Test
  void whoIsRefusedIsNotToldAgain() {
    access.asked(proxy, List.of("Basic realm=x"), false);
    assertThat(access.asked(proxy, List.of("Basic realm=x"), true).because().reason())
        .isEqualTo(ProxyReason.CREDENTIALS_REFUSED);
    assertThat(access.authorization(proxy, "GET", "/")).isEmpty();
    String stale = DIGEST.formatted("MD5") + ", stale=true";
    assertThat(access.asked(proxy, List.of(stale), true).chosen()).contains("digest");
  }

  @Test
  void withoutCredentialsOrSchemeNothingIsTold() {
    assertThat(access.asked(Proxy.parse("p"), List.of("Basic realm=x"), false).because().reason())
        .isEqualTo(ProxyReason.NO_CREDENTIALS);
    assertThat(access.asked(proxy, List.of("Negotiate abc=="), false).because().reason())
        .isEqualTo(ProxyReason.NO_SCHEME);
    assertThat(access.asked(proxy, List.of(), false).because().reason())
        .isEqualTo(ProxyReason.NO_SCHEME);
  }

  @Test
  void noChallengeBreaksTheReader() {
    var random = new Random(5);
    String letters = "Basic digest=\"\\,; \tnonce=realm";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(50); n > 0; n--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      assertThat(Challenge.parse(List.of(text.toString()))).isNotNull();
    }
  }
}
