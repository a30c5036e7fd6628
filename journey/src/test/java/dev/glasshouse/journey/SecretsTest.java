package dev.glasshouse.journey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Authorization | Bearer abcdefghijklmnop | Bearer abcd...(16)",
        "authorization | Basic dXNlcjpwYXNz | Basic dXN...(12)",
        "Proxy-Authorization | token | t...(5)",
        "Cookie | a=0123456789abcdef; b=xyz;c | a=0123...(16); b=...(3); ...(1)",
        "Set-Cookie | sid=0123456789abcdef; Path=/; HttpOnly | sid=0123...(16); Path=/; HttpOnly",
        "Set-Cookie | sid= | sid=",
        "Accept | text/html | text/html",
        "Cookie | a=0123...(16) | a=0123...(16)",
      })
  void secretsAreShortenedAndTheRestStays(String field, String value, String shortened) {
    assertThat(Secrets.shorten(field, value)).isEqualTo(shortened);
    assertThat(Secrets.shorten(field, shortened)).isEqualTo(shortened);
    assertThat(Secrets.shortenLine(field + ": " + value)).isEqualTo(field + ": " + shortened);
  }

  @ParameterizedTest
  @CsvSource({"a,...(1)", "abcd,a...(4)", "'\ud83d\ude00\ud83d\ude00',...(4)", "no colon,no...(8)"})
  void atMostAQuarterIsShown(String value, String shortened) {
    assertThat(Secrets.shorten(value)).isEqualTo(shortened);
    assertThat(Secrets.shortenLine("no colon")).isEqualTo("no colon");
  }

  @Test
  void theIdOfASessionInAPathIsShortened() {
    assertThat(Secrets.target("/a;jsessionid=0123456789abcdef?b;jsessionid=c"))
        .isEqualTo("/a;jsessionid=0123...(16)?b;jsessionid=...(1)");
    assertThat(Secrets.target("/a;JSESSIONID=0123456789abcdef/b"))
        .isEqualTo("/a;JSESSIONID=0123...(16)/b");
    assertThat(Secrets.target("/a;v=1")).isEqualTo("/a;v=1");
    assertThat(Secrets.target("*")).isEqualTo("*");
  }
}
