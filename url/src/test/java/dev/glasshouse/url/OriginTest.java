package dev.glasshouse.url;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OriginTest {

  @ParameterizedTest
  @CsvSource({
    "https://user:pw@example.com:443/x?y#z, https://example.com",
    "http://example.com:8080/, http://example.com:8080",
    "blob:https://example.com/0b4d-11, https://example.com",
    "blob:ftp://example.com/x, null",
    "blob:file:///x, null",
    "blob:nothing, null",
    "file:///etc/hosts, null",
    "data:text/html;x, null",
    "about:blank, null",
    "mailto:a@b, null",
    "foo://bar/, null",
  })
  void ofUrls(String url, String origin) {
    assertThat(Url.parse(url).origin().toString()).isEqualTo(origin);
  }

  @Test
  void sameness() {
    Origin a = Url.parse("http://a/x").origin();
    assertThat(a.isSameOrigin(Url.parse("http://A:80/y").origin())).isTrue();
    assertThat(a.isSameOrigin(Url.parse("https://a/x").origin())).isFalse();
    assertThat(a.isSameOrigin(Url.parse("http://a:81/x").origin())).isFalse();
    Origin opaque = Url.parse("data:,x").origin();
    assertThat(opaque.isSameOrigin(opaque)).isTrue();
    assertThat(opaque.isSameOrigin(Url.parse("data:,x").origin())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.b.example.co.uk/, https://example.co.uk",
    "https://me.github.io/, https://me.github.io",
    "https://x.me.github.io:8443/, https://me.github.io",
    "https://github.io/, https://github.io",
    "http://localhost:8080/, http://localhost",
    "http://192.168.0.1/, http://192.168.0.1",
    "http://www.xn--85x722f.com.cn/, http://xn--85x722f.com.cn",
    "http://www.example.com./, http://example.com.",
    "http://bad_label.!x!.example.co.jp/, http://example.co.jp",
    "http://a.unlisted/, http://a.unlisted",
    "data:x, null",
  })
  void sites(String url, String site) {
    assertThat(Site.of(Url.parse(url)).toString()).isEqualTo(site);
  }

  @Test
  void sitesHaveSchemes() {
    Site site = Site.of(Url.parse("http://www.example.com/"));
    assertThat(site.isSameSite(Site.of(Url.parse("http://static.example.com:81/")))).isTrue();
    assertThat(site.isSameSite(Site.of(Url.parse("https://www.example.com/")))).isFalse();
  }

  @Test
  void publicSuffixes() {
    assertThat(PublicSuffix.is(Host.parse("co.uk"))).isTrue();
    assertThat(PublicSuffix.is(Host.parse("github.io."))).isTrue();
    assertThat(PublicSuffix.is(Host.parse("example.co.uk"))).isFalse();
    assertThat(PublicSuffix.is(Host.parse("1.2.3.4"))).isFalse();
    assertThat(PublicSuffix.of(Host.parse("a.b.kobe.jp"))).contains(new Host.Domain("b.kobe.jp"));
    assertThat(PublicSuffix.of(Host.parse("[::1]"))).isEmpty();
    assertThat(PublicSuffix.of(Host.parse("a..b"))).isEmpty();
  }
}
