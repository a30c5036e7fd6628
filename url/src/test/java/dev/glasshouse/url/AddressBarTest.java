package dev.glasshouse.url;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.UrlReason;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressBarTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "example.com/a b          | http://example.com/a%20b        | SCHEME_ASSUMED",
        "  example.com            | http://example.com/             | SCHEME_ASSUMED",
        "//example.com/x          | http://example.com/x            | SCHEME_ASSUMED",
        "localhost:8080           | http://localhost:8080/          | HOST_AND_PORT",
        "localhost:8080/a?b       | http://localhost:8080/a?b       | HOST_AND_PORT",
        "example.com:81#x         | http://example.com:81/#x        | HOST_AND_PORT",
        "localhost                | http://localhost/               | SCHEME_ASSUMED",
        "[::1]                    | http://[::1]/                   | SCHEME_ASSUMED",
        "[::1]:8080/x             | http://[::1]:8080/x             | SCHEME_ASSUMED",
        "::1                      | http://[::1]/                   | ADDRESS_WITHOUT_BRACKETS",
        "2001:db8::1/x            | http://[2001:db8::1]/x          | ADDRESS_WITHOUT_BRACKETS",
        "fe80::1                  | http://[fe80::1]/               | ADDRESS_WITHOUT_BRACKETS",
        "127.1                    | http://127.0.0.1/               | SCHEME_ASSUMED",
        "münchen.de               | http://xn--mnchen-3ya.de/       | SCHEME_ASSUMED",
        "mailto:a@b               | mailto:a@b                      | AS_TYPED",
        "user:pw@example.com/x    | http://user:pw@example.com/x    | USER_AND_PASSWORD",
        "me@example.com/x         | http://me@example.com/x         | SCHEME_ASSUMED",
        "HTTPS://Example.com      | https://example.com/            | AS_TYPED",
        "http:example.com         | http://example.com/             | AS_TYPED",
        "about:blank              | about:blank                     | AS_TYPED",
        "data:,hi there           | data:,hi there                  | AS_TYPED",
        "sip:a@b                  | sip:a@b                         | AS_TYPED",
        "foo://bar baz            | foo://bar%20baz                 | NONE",
        "web+x:y                  | web+x:y                         | AS_TYPED",
        "/etc/hosts               | file:///etc/hosts               | FILE_PATH",
        "/a b/100%#1?.html        | file:///a%20b/100%25%231%3F.html | FILE_PATH",
        "C:\\x                    | file:///C:/x                    | DRIVE_PATH",
        "c:/dir/../y z            | file:///c:/y%20z                | DRIVE_PATH",
        "\\\\server\\share\\f.htm | file://server/share/f.htm       | NETWORK_SHARE",
        "file:///x                | file:///x                       | AS_TYPED",
      })
  void whatIsTyped(String typed, String href, String reason) {
    switch (AddressBar.read(typed)) {
      case Typed.Location place -> {
        assertThat(place.url().href()).isEqualTo(href);
        assertThat(place.because().reason().name()).isEqualTo(reason);
        assertThat(place.text()).isEqualTo(typed);
      }
      case Typed.NotAUrl none -> assertThat(reason).as(none.message()).isEqualTo("NONE");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'   '                     | nothing was typed",
        "how to boil an egg        | no search engine",
        "note: buy milk            | no search engine",
        "a@b.com                   | mailto:a@b.com",
        "example.com:port          | not a number",
        "http://                   | no host",
        "http://a:99999/           | above 65535",
        "exa^mple.com              | no name may have",
        "1.2.3.256                 | too large",
        "12345                     | a number alone",
        "./page.html               | none is known",
        "javascript:alert(1)       | a script to run",
        "~/x                       | whole path",
        "?x                        | no host",
        "\\\\                      | name of the server",
      })
  void whatIsNoUrl(String typed, String message) {
    assertThat(AddressBar.read(typed))
        .isInstanceOfSatisfying(
            Typed.NotAUrl.class, n -> assertThat(n.message()).contains(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "./page.html         | file:///home/me/page.html         | RELATIVE_FILE",
        "../x                | file:///home/x                    | RELATIVE_FILE",
        ".                   | file:///home/me/                  | RELATIVE_FILE",
        "page.html           | file:///home/me/page.html         | FILE_THERE",
        "other.html          | https://other.html/               | SCHEME_ASSUMED",
        "example.com         | https://example.com/              | SCHEME_ASSUMED",
        "./page.html#top     | file:///home/me/page.html#top     | FILE_WITH_FRAGMENT",
        "./odd#name          | file:///home/me/odd%23name        | RELATIVE_FILE",
        "/home/me/page.html?a=1#b | file:///home/me/page.html?a=1#b | FILE_WITH_FRAGMENT",
      })
  void amongFiles(String typed, String href, String reason) {
    Set<String> files = Set.of("/home/me/page.html", "/home/me/./page.html", "/home/me/./odd#name");
    Surroundings home = new Surroundings(Scheme.HTTPS, Optional.of("/home/me"), files::contains);
    assertThat(AddressBar.in(home).understand(typed))
        .isInstanceOfSatisfying(
            Typed.Location.class,
            l -> {
              assertThat(l.url().href()).isEqualTo(href);
              assertThat(l.because().reason()).isEqualTo(UrlReason.valueOf(reason));
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {".\\a\\b.html", "./a/b.html"})
  void onWindows(String typed) {
    Surroundings windows =
        new Surroundings(Scheme.HTTP, Optional.of("C:\\Users\\me"), path -> false);
    assertThat(AddressBar.in(windows).understand(typed))
        .isInstanceOfSatisfying(
            Typed.Location.class,
            l -> assertThat(l.url().href()).isEqualTo("file:///C:/Users/me/a/b.html"));
  }

  @Test
  void tellsWhatWasTolerated() {
    assertThat(AddressBar.read("example.com/a b"))
        .isInstanceOfSatisfying(
            Typed.Location.class,
            l -> assertThat(l.validationErrors()).containsExactly("invalid-URL-unit"));
  }
}
