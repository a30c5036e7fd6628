package dev.glasshouse.fetch.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Subresource Integrity, clause by clause. The hashes are sha256sum's and sha384sum's own. */
class IntegrityTest {
  private static final byte[] CONTENT = "alert('Hello, world.');".getBytes(StandardCharsets.UTF_8);
  private static final String GOOD_384 =
      "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";
  private static final String GOOD_256 = "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=";
  private static final String BAD_256 = "sha256-AAnLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=";

  private static boolean matches(String metadata) {
    return Integrity.parse(metadata).check(CONTENT) instanceof Integrity.Verdict.Matches;
  }

  @Test
  void oneOfTheStrongestMustMatch() {
    assertThat(matches(GOOD_384)).isTrue();
    assertThat(matches(GOOD_256)).isTrue();
    assertThat(matches(BAD_256)).isFalse();
    assertThat(matches(BAD_256 + " " + GOOD_256)).isTrue();
    assertThat(matches(BAD_256 + "\n\t" + GOOD_384)).as("the weaker is not looked at").isTrue();
    assertThat(matches(GOOD_256 + " " + GOOD_384.replace("H8B", "AAA")))
        .as("nor where it would match")
        .isFalse();
    assertThat(matches("SHA256-" + GOOD_256.substring(7))).isTrue();
    assertThat(matches(GOOD_256 + "?ct=application/javascript")).isTrue();
  }

  @Test
  void whatIsNotUnderstoodDemandsNothing() {
    for (String none :
        new String[] {"", "  ", "md5-AAAA", "sha1-xyz", "sha256", "sha256-", "sha256-!!", "none"}) {
      assertThat(Integrity.parse(none).isEmpty()).as(none).isTrue();
    }
    assertThat(Integrity.parse("md5-AAAA " + GOOD_256).hashes()).hasSize(1);
    assertThat(Integrity.parse("sha512-AAAA ".repeat(10_000)).hashes()).hasSize(100);
  }
}
