package dev.glasshouse.url;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class UrlSettersTest {

  static String hashOf(Url url) {
    return url.fragment().map(f -> "#" + f).orElse("");
  }

  @Test
  void whatDoesNotFitChangesNothing() {
    Url url = Url.parse("http://example.com:8080/x");
    assertThat(UrlSetters.withProtocol(url, "mailto")).isSameAs(url);
    assertThat(UrlSetters.withHost(url, "a b")).isSameAs(url);
    assertThat(UrlSetters.withHost(url, "")).isSameAs(url);
    assertThat(UrlSetters.withPort(url, "x")).isSameAs(url);
    assertThat(UrlSetters.withPort(url, "99999")).isSameAs(url);
    Url mail = Url.parse("mailto:a@b");
    assertThat(UrlSetters.withHost(mail, "x")).isSameAs(mail);
    assertThat(UrlSetters.withPathname(mail, "/x")).isSameAs(mail);
    assertThat(UrlSetters.withUsername(mail, "x")).isSameAs(mail);
  }

  @Test
  void whatFitsIsSet() {
    Url url = Url.parse("http://example.com:443/x");
    assertThat(UrlSetters.withProtocol(url, "https:").href()).isEqualTo("https://example.com/x");
    assertThat(UrlSetters.withHost(url, "[::1]:8y").href()).isEqualTo("http://[::1]:8/x");
    assertThat(UrlSetters.withHostname(url, "a").href()).isEqualTo("http://a:443/x");
    assertThat(UrlSetters.withPort(url, "").href()).isEqualTo("http://example.com/x");
    assertThat(UrlSetters.withPathname(url, "a/../b?c#d").href())
        .isEqualTo("http://example.com:443/b%3Fc%23d");
    assertThat(UrlSetters.withSearch(url, "?a b").href())
        .isEqualTo("http://example.com:443/x?a%20b");
    assertThat(UrlSetters.withHash(url, "a b").href()).isEqualTo("http://example.com:443/x#a%20b");
    assertThat(UrlSetters.withPassword(url, "p:@").href())
        .isEqualTo("http://:p%3A%40@example.com:443/x");
  }
}
