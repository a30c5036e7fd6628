package dev.glasshouse.http.caching;

import static dev.glasshouse.http.caching.Given.fields;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111 5.2 and 1.2.2: how directives are read. */
class CacheControlTest {

  /** -1 stands for an absent directive. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "max-age=60 | 60",
        "MaX-aGe=60 | 60",
        "max-age=\"60\" | 60",
        "max-age=003600 | 3600",
        "max-age=60, max-age=5 | 60",
        "public, max-age=60, x=y | 60",
        "x=\"max-age=5\", max-age=60 | 60",
        "max-age=60, x=\"a, max-age=5\" | 60",
        "x=\"\\\"max-age=5\", max-age=60 | 60",
        "max-age=2147483647 | 2147483647",
        "max-age=2147483648 | 2147483648",
        "max-age=2147483649 | 2147483648",
        "max-age=99999999999999999999999999 | 2147483648",
        "max-age=-60 | 0",
        "max-age='60' | 0",
        "max-age=60.5 | 0",
        "max-age=a60 | 0",
        "max-age=60a | 0",
        "max-age= 60 | 0",
        "max-age | 0",
        "max-age= | 0",
        "max-age =60 | 60",
        "smax-age=60 | -1",
        "`` | -1",
      })
  void readsLifetimes(String value, long seconds) {
    CacheControl control = CacheControl.of(fields("Cache-Control: " + value));
    assertThat(control.lifetime("max-age"))
        .isEqualTo(seconds < 0 ? OptionalLong.empty() : OptionalLong.of(seconds));
  }

  @Test
  void joinsLinesAndTakesTheFirst() {
    CacheControl control =
        CacheControl.of(fields("Cache-Control: max-age=1", "cache-control: max-age=9, no-store"));
    assertThat(control.lifetime("max-age")).hasValue(1);
    assertThat(control.has("no-store")).isTrue();
  }

  @Test
  void aPermissionThatIsNoNumberIsNotGiven() {
    CacheControl control = CacheControl.of(fields("Cache-Control: stale-if-error=x"));
    assertThat(control.seconds("stale-if-error")).isEmpty();
    assertThat(control.has("stale-if-error")).isTrue();
  }

  @Test
  void namesFieldsOrHoldsForAll() {
    assertThat(CacheControl.of(fields("Cache-Control: no-cache=\"A, b\"")).fieldNames("no-cache"))
        .containsExactly("A", "b");
    for (String all : new String[] {"no-cache", "no-cache=\"\"", "no-cache=\"a b\""}) {
      assertThat(CacheControl.of(fields("Cache-Control: " + all)).holdsForAll("no-cache"))
          .as(all)
          .isTrue();
    }
  }

  /** RFC 9111 5.4: Pragma counts only where there is no Cache-Control. */
  @Test
  void pragmaOfARequest() {
    assertThat(CacheControl.ofRequest(fields("Pragma: no-cache")).has("no-cache")).isTrue();
    assertThat(CacheControl.ofRequest(fields("Pragma: x")).has("no-cache")).isFalse();
    assertThat(
            CacheControl.ofRequest(fields("Pragma: no-cache", "Cache-Control: max-age=1"))
                .has("no-cache"))
        .isFalse();
  }

  @Test
  void manyDirectivesAreBounded() {
    String many = "x,".repeat(100_000);
    CacheControl control = CacheControl.of(fields("Cache-Control: " + many + "no-store"));
    assertThat(control.has("x")).isTrue();
  }
}
