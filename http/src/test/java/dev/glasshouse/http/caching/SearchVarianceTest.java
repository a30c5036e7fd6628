package dev.glasshouse.http.caching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Fields;
import dev.glasshouse.url.Url;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The No-Vary-Search HTTP Caching Extension, section by section. */
class SearchVarianceTest {
  private static SearchVariance of(String... lines) {
    Fields fields = Fields.EMPTY;
    for (String line : lines) {
      fields = fields.plus("No-Vary-Search", line);
    }
    return SearchVariance.of(fields);
  }

  private static boolean same(String field, String one, String other) {
    SearchVariance variance = of(field);
    boolean same = variance.same(url(one), url(other));
    assertThat(variance.same(url(other), url(one))).as("both ways").isEqualTo(same);
    return same;
  }

  private static Url url(String rest) {
    return Url.parse(rest.startsWith("http") ? rest : "https://example.com/" + rest);
  }

  /** 5.1: what is not well formed, or contradicts itself, says nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown",
        "params=?0",
        "params=()",
        "key-order=?0",
        "params=1",
        "params=\"a\"",
        "params=(a)",
        "params=(\"a\" 1)",
        "key-order=1, params=(\"a\")",
        "key-order=(\"a\"), params=(\"a\")",
        "except=\"a\"",
        "except=(a)",
        "except",
        "params=?0, except=(\"a\")",
        "params=(\"a\"), except=(\"b\")",
        "params, except=1",
        "params, except=(a)",
        "params=(\"a\"",
        "PARAMS",
      })
  void saysNothing(String field) {
    assertThat(of(field)).isEqualTo(SearchVariance.DEFAULT);
    assertThat(of(field).isDefault()).isTrue();
    assertThat(same(field, "?a=1", "?a=2")).isFalse();
    assertThat(same(field, "?a=1&b=2", "?b=2&a=1")).isFalse();
    assertThat(same(field, "?a=1", "?a=1#x")).isTrue();
  }

  /** 6: which URLs are the same. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          params                          | ?a=1        | ?b=2          | true
          params                          | ?a=1        | ''            | true
          params                          | x?a=1       | y?a=1         | false
          params                          | ?a=1        | http://example.com/?a=1   | false
          params                          | ?a=1        | https://example.com:444/?a=1 | false
          params                          | ?a=1        | https://www.example.com/?a=1 | false
          params, unknown=(1 2)           | ?a=1        | ?b=2          | true
          params=("a")                    | ?a=1        | ?a=2&a=3      | true
          params=("a")                    | ?a=1&b=1    | ?b=1          | true
          params=("a")                    | ?a=1&b=1    | ?b=2          | false
          params=("a");x=1                | ?a=1        | ?             | true
          params=("a" "b")                | ?a=1&b=1&c=1 | ?c=1         | true
          params=("a")                    | ?b=1&c=1    | ?c=1&b=1      | false
          params=("A")                    | ?a=1        | ?a=2          | false
          params=("a")                    | ?%61=1      | ?a=2          | true
          params=("%61")                  | ?a=1        | ?a=2          | true
          params=("a+b")                  | ?a%20b=1    | ?a+b=2        | true
          params=("%C3%A9")               | ?%C3%A9=1   | ?é=2          | true
          params=("a&b")                  | ?a=1        | ?a=2          | false
          params=("a%26b")                | ?a%26b=1    | ?             | true
          params=("")                     | ?=1&b=2     | ?b=2          | true
          except=("a")                    | ?a=1&b=1    | ?a=1&c=2      | true
          except=("a")                    | ?a=1&b=1    | ?a=2&b=1      | false
          except=()                       | ?a=1        | ?b            | true
          params, except=("a")            | ?a=1&b=1    | ?a=1          | true
          params, except=("a")            | ?a=1        | ?a=1&a=1      | false
          params, except=()               | ?a=1        | ?b            | true
          key-order                       | ?a=1&b=2    | ?b=2&a=1      | true
          key-order                       | ?a=1&b=2    | ?a=1&b=3      | false
          key-order                       | ?a=1&a=2    | ?a=2&a=1      | false
          key-order                       | ?a=1&b=2&a=3 | ?b=2&a=1&a=3 | true
          key-order                       | ?a=1        | ?a=1&b        | false
          key-order                       | ?a=1&&&     | ?a=1          | true
          key-order                       | ?a=         | ?a            | true
          key-order, params=("c")         | ?a=1&c=1&b=2 | ?b=2&a=1     | true
          key-order, except=("a" "b")     | ?a=1&c=1&b=2 | ?b=2&a=1     | true
          key-order=?0, except=("a" "b")  | ?a=1&c=1&b=2 | ?b=2&a=1     | false
          """)
  void sameUrls(String field, String one, String other, boolean same) {
    assertThat(same(field, one, other)).isEqualTo(same);
  }

  @Test
  void aFieldOfSeveralLinesIsOneAndTheLastOfAKeyCounts() {
    assertThat(of("key-order", "params=(\"a\")")).isEqualTo(of("key-order, params=(\"a\")"));
    assertThat(of("params=(\"a\"), params=(\"b\")")).isEqualTo(of("params=(\"b\")"));
  }

  @Test
  void whatIsTheSameIsItFromEverySide() {
    var random = new Random(3);
    var fields =
        List.of(
            "key-order", "params=(\"a\")", "except=(\"a\" \"b\")", "key-order, except=(\"a\")", "");
    for (int i = 0; i < 3000; i++) {
      SearchVariance variance = of(fields.get(random.nextInt(fields.size())));
      Url x = url(query(random));
      Url y = url(query(random));
      Url z = url(query(random));
      assertThat(variance.same(x, x)).isTrue();
      if (variance.same(x, y) && variance.same(y, z)) {
        assertThat(variance.same(x, z)).isTrue();
      }
      if (!SearchVariance.base(x).equals(SearchVariance.base(y))) {
        assertThat(variance.same(x, y)).isFalse();
      }
    }
  }

  private static String query(Random random) {
    var text = new StringBuilder(random.nextInt(8) == 0 ? "p?" : "?");
    for (int n = random.nextInt(4); n > 0; n--) {
      text.append("abc".charAt(random.nextInt(3)))
          .append('=')
          .append(random.nextInt(2))
          .append('&');
    }
    return text.toString();
  }
}
