package dev.glasshouse.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UrlTest {

  @Test
  void hasItsParts() {
    Url url = Url.parse("HTTP://me:s%65cret@WWW.Example.com:8080/a/b%20c;d?q=1&r#top");
    assertThat(url.scheme()).isEqualTo("http");
    assertThat(url.knownScheme()).contains(Scheme.HTTP);
    assertThat(url.username()).isEqualTo("me");
    assertThat(url.password()).isEqualTo("s%65cret");
    assertThat(url.host()).contains(new Host.Domain("www.example.com"));
    assertThat(url.port()).isEqualTo(OptionalInt.of(8080));
    assertThat(url.path()).isEqualTo("/a/b%20c;d");
    assertThat(url.pathSegments()).containsExactly("a", "b%20c;d");
    assertThat(url.query()).contains("q=1&r");
    assertThat(url.fragment()).contains("top");
    assertThat(url.requestTarget()).isEqualTo("/a/b%20c;d?q=1&r");
    assertThat(url.hostAndPort()).isEqualTo("www.example.com:8080");
    assertThat(url.hrefWithoutFragment()).endsWith("?q=1&r");
    assertThat(url.display()).isEqualTo("http://me:***@www.example.com:8080/a/b%20c;d?q=1&r#top");
    assertThat(url.withoutCredentials().withoutFragment().href())
        .isEqualTo("http://www.example.com:8080/a/b%20c;d?q=1&r");
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com:443/, 443, -1",
    "https://example.com:80/, 80, 80",
    "ws://x, 80, -1",
    "ftp://x, 21, -1",
    "file:///x, -1, -1",
    "mailto:a@b, -1, -1",
  })
  void knowsDefaultPorts(String text, int effective, int named) {
    Url url = Url.parse(text);
    assertThat(url.effectivePort()).isEqualTo(effective);
    assertThat(url.port().orElse(-1)).isEqualTo(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://1.2.3                | IPV4               | http://1.2.0.3/",
        "http://0x7f.1/              | IPV4               | http://127.0.0.1/",
        "http://0300.0250.1          | IPV4               | http://192.168.0.1/",
        "http://[1:0:0:2:0:0:0:3]/   | IPV6               | http://[1:0:0:2::3]/",
        "http://[::127.0.0.1]        | IPV6               | http://[::7f00:1]/",
        "http://münchen.de/ä?ö#ü     | DOMAIN             | http://xn--mnchen-3ya.de/%C3%A4?%C3%B6#%C3%BC",
        "http://ＧＯ.com              | DOMAIN             | http://go.com/",
        "http://ex%41mple.com        | DOMAIN             | http://example.com/",
        "foo://Hi%20There/x          | OPAQUE             | foo://Hi%20There/x",
        "file:///x/../y              | EMPTY              | file:///y",
      })
  void readsHosts(String text, String kind, String href) {
    Url url = Url.parse(text);
    assertThat(url.href()).isEqualTo(href);
    assertThat(url.host().orElseThrow().getClass().getSimpleName()).isEqualToIgnoringCase(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "g:h            | g:h",
        "g              | http://a/b/c/g",
        "./g/           | http://a/b/c/g/",
        "//g            | http://g/",
        "?y             | http://a/b/c/d;p?y",
        "#s             | http://a/b/c/d;p?q#s",
        "../../../../g  | http://a/g",
        "g/../h         | http://a/b/c/h",
        "http:g         | http://a/b/c/g",
        "%2e%2E/g       | http://a/b/g",
      })
  void resolvesAsRfc3986Shows(String relative, String expected) {
    assertThat(Url.parse("http://a/b/c/d;p?q").resolve(relative).href()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://               | host-missing                    | 7",
        "http://a:b/           | port-invalid                    | 9",
        "http://a:65536/       | port-out-of-range               | 9",
        "http://a b/           | domain-invalid-code-point       | 8",
        "http://[::1           | IPv6-unclosed                   | 7",
        "http://[1:2]          | IPv6-too-few-pieces             | 11",
        "http://1.2.3.256/     | IPv4-out-of-range-part          | 7",
        "http://1.2.3.4.5/     | IPv4-too-many-parts             | 15",
        "foo://a^b             | host-invalid-code-point         | 7",
        "nothing               | missing-scheme-non-relative-URL | 0",
      })
  void saysWhatIsWrongAndWhere(String text, String error, int position) {
    assertThatThrownBy(() -> Url.parse(text))
        .isInstanceOfSatisfying(
            UrlException.class,
            e -> {
              assertThat(e.error().standardName()).isEqualTo(error);
              assertThat(e.position()).isEqualTo(position);
              assertThat(e.error().isFailure()).isTrue();
              assertThat(e).hasMessageContaining(place(position, text));
            });
  }

  private static String place(int position, String text) {
    return position < text.length() ? "(character " + (position + 1) + ")" : text;
  }

  @Test
  void placesCountInTheOriginalText() {
    assertThatThrownBy(() -> Url.parse("  ht\ntp://a\t:b/"))
        .isInstanceOfSatisfying(UrlException.class, e -> assertThat(e.position()).isEqualTo(13));
  }

  @Test
  void remembersWhatItTolerated() {
    Url url = Url.parse("http:\\\\u@example.com\\a b");
    assertThat(url.href()).isEqualTo("http://u@example.com/a%20b");
    assertThat(url.validationErrors().stream().map(e -> e.error().standardName()))
        .contains(
            "special-scheme-missing-following-solidus",
            "invalid-credentials",
            "invalid-reverse-solidus",
            "invalid-URL-unit");
    assertThat(Url.parse("https://example.com/a?b#c").validationErrors()).isEmpty();
    assertThat(url).isEqualTo(Url.parse("http://u@example.com/a%20b"));
  }

  @Test
  void remembersNoMoreThanItsLimit() {
    Url url = Url.parse("http://a/" + "<".repeat(10_000));
    assertThat(url.validationErrors()).hasSize(Limits.DEFAULT.validationErrors());
    assertThat(url.path()).hasSize(1 + 3 * 10_000);
  }

  @Test
  void limitsItsLength() {
    String tooLong = "http://a/" + "x".repeat(Limits.DEFAULT.urlLength());
    assertThatThrownBy(() -> Url.parse(tooLong))
        .isInstanceOfSatisfying(
            UrlException.class, e -> assertThat(e.error()).isEqualTo(ValidationError.TOO_LONG))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    assertThat(Url.tryParse("http://a/" + "<".repeat(Limits.DEFAULT.urlLength() / 2))).isEmpty();
    assertThat(Url.tryParse("data:," + "x".repeat(Limits.DEFAULT.urlLength()))).isPresent();
    Url url = Url.parse("http://a/");
    assertThat(UrlSetters.withPathname(url, "/" + "x".repeat(Limits.DEFAULT.urlLength())))
        .isSameAs(url);
  }

  @Test
  void longInternationalNamesAreRefusedAtOnce() {
    assertThat(Url.tryParse("http://" + "ü".repeat(1_000_000) + "/")).isEmpty();
    assertThat(Url.tryParse("http://" + "%C3%BC".repeat(100_000) + "/")).isEmpty();
  }

  @Test
  void keepsTheQueryOfAnOldDocumentInItsEncoding() {
    Url base = Url.parse("http://example.com/");
    assertThat(Url.parse("?q=中文", base, Charset.forName("GBK")).href())
        .isEqualTo("http://example.com/?q=%D6%D0%CE%C4");
    assertThat(Url.parse("?q=中文", base, StandardCharsets.ISO_8859_1).href())
        .isEqualTo("http://example.com/?q=%26%2320013%3B%26%2325991%3B");
    assertThat(Url.parse("ws://x/?q=中", base, Charset.forName("GBK")).href())
        .isEqualTo("ws://x/?q=%E4%B8%AD");
    assertThat(Url.parse("?q=中", base, StandardCharsets.UTF_16LE).href())
        .isEqualTo("http://example.com/?q=%E4%B8%AD");
  }

  @Test
  void pathsThatLookLikeAuthoritiesStayPaths() {
    Url url = Url.parse("web+demo:/.//not-a-host/");
    assertThat(url.path()).isEqualTo("//not-a-host/");
    assertThat(url.href()).isEqualTo("web+demo:/.//not-a-host/");
    assertThat(url.pathSegments()).isEqualTo(List.of("", "not-a-host", ""));
  }

  @Test
  void changesFragmentAndParameters() {
    Url url = Url.parse("http://a/?x=1#old");
    assertThat(url.withFragment("new one").href()).isEqualTo("http://a/?x=1#new%20one");
    assertThat(url.withFragment(Optional.empty()).href()).isEqualTo("http://a/?x=1");
    assertThat(url.withSearchParams(url.searchParams().append("y z", "ä&")).href())
        .isEqualTo("http://a/?x=1&y+z=%C3%A4%26#old");
  }

  @Test
  void showsInternationalNamesInUnicode() {
    assertThat(Url.parse("http://xn--mnchen-3ya.de/").display()).isEqualTo("http://münchen.de/");
    assertThat(Url.parse("http://xn--a/").display()).isEqualTo("http://xn--a/");
  }

  @Test
  void knowsLoopbackHosts() {
    for (String local : List.of("localhost", "a.localhost.", "127.9.9.9", "[::1]", "0x7f000001")) {
      assertThat(Host.parse(local).isLocalhost()).as(local).isTrue();
    }
    for (String other : List.of("localhost.com", "128.0.0.1", "[::2]", "notlocalhost")) {
      assertThat(Host.parse(other).isLocalhost()).as(other).isFalse();
    }
    assertThat(((Host.Ipv6) Host.parse("[::ffff:1.2.3.4]")).toInetAddress().getHostAddress())
        .isEqualTo("0:0:0:0:0:ffff:102:304");
    assertThat(((Host.Ipv4) Host.parse("1.2.3.4")).toInetAddress().getHostAddress())
        .isEqualTo("1.2.3.4");
  }
}
