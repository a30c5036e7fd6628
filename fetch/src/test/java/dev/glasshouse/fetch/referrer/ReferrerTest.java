package dev.glasshouse.fetch.referrer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.url.Url;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Referrer Policy, clause by clause. */
class ReferrerTest {
  private static final String PAGE = "https://u:p@a.example/p?q#f";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // policy                       | same origin           | another                | insecure
        "no-referrer                    | -                     | -                      | -",
        "no-referrer-when-downgrade     | https://a.example/p?q | https://a.example/p?q  | -",
        "same-origin                    | https://a.example/p?q | -                      | -",
        "origin                         | https://a.example/    | https://a.example/     | https://a.example/",
        "strict-origin                  | https://a.example/    | https://a.example/     | -",
        "origin-when-cross-origin       | https://a.example/p?q | https://a.example/     | https://a.example/",
        "strict-origin-when-cross-origin| https://a.example/p?q | https://a.example/     | -",
        "unsafe-url                     | https://a.example/p?q | https://a.example/p?q  | https://a.example/p?q",
      })
  void eightPolicies(String name, String same, String other, String insecure) {
    ReferrerPolicy policy = ReferrerPolicy.named(name).orElseThrow();
    assertThat(policy).hasToString(name.strip());
    assertThat(decide(policy, PAGE, "https://a.example/x")).isEqualTo(Optional.ofNullable(same));
    assertThat(decide(policy, PAGE, "https://b.example/")).isEqualTo(Optional.ofNullable(other));
    assertThat(decide(policy, PAGE, "http://b.example/")).isEqualTo(Optional.ofNullable(insecure));
  }

  private static Optional<String> decide(ReferrerPolicy policy, String from, String to) {
    return ReferrerVerdict.decide(policy, Optional.of(Url.parse(from)), Url.parse(to)).value();
  }

  @Test
  void anInsecurePageHasNothingToLose() {
    assertThat(decide(ReferrerPolicy.STRICT_ORIGIN, "http://a.example/p", "http://b.example/"))
        .contains("http://a.example/");
    assertThat(
            decide(
                ReferrerPolicy.NO_REFERRER_WHEN_DOWNGRADE, "http://a.example/p", "http://b.test/"))
        .contains("http://a.example/p");
    assertThat(decide(ReferrerPolicy.DEFAULT, "https://a.example/p", "http://localhost/"))
        .as("this machine is trustworthy")
        .contains("https://a.example/");
  }

  @Test
  void whatIsNotOfTheWebTellsNothing() {
    for (String page : List.of("file:///home/x", "data:text/html,x", "about:blank")) {
      assertThat(decide(ReferrerPolicy.UNSAFE_URL, page, "https://b.example/")).isEmpty();
    }
    String longPage = "https://a.example/" + "x".repeat(5000);
    assertThat(decide(ReferrerPolicy.UNSAFE_URL, longPage, "https://a.example/"))
        .contains("https://a.example/");
  }

  @Test
  void theLastKnownPolicyOfAFieldCounts() {
    assertThat(ReferrerPolicy.ofField(List.of("origin", "no-referrer", "tomorrow")))
        .contains(ReferrerPolicy.NO_REFERRER);
    assertThat(ReferrerPolicy.ofField(List.of("tomorrow", ""))).isEmpty();
    assertThat(ReferrerPolicy.ofMeta("never")).contains(ReferrerPolicy.NO_REFERRER);
    assertThat(ReferrerPolicy.ofMeta("Origin-When-CrossOrigin"))
        .contains(ReferrerPolicy.ORIGIN_WHEN_CROSS_ORIGIN);
    assertThat(ReferrerPolicy.ofMeta("nonsense")).isEmpty();
  }
}
