package dev.glasshouse.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldLinesTest {
  @Test
  void theyAreAListOfLines() {
    FieldLines lines = FieldLines.of("Host", "glasshouse.test", "Accept", "*/*");
    assertThat(lines).containsExactly("Host: glasshouse.test", "Accept: */*");
    assertThat(lines).isEqualTo(List.of("Host: glasshouse.test", "Accept: */*"));
    assertThat(List.of("Host: glasshouse.test", "Accept: */*")).isEqualTo(lines);
    assertThat(lines).hasSameHashCodeAs(List.of("Host: glasshouse.test", "Accept: */*"));
    assertThat(FieldLines.of()).isEmpty();
    assertThatThrownBy(() -> lines.add("more")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> lines.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** Nothing shows them, and once anybody has looked, what is kept does not have them. */
  @Test
  void secretsAreNotShownAndNotKept() {
    secretsAreOut(FieldLines.of(secrets()));
    secretsAreOut(FieldLines.of(section(secrets())));
    assertThat(FieldLines.of(section(secrets())).toString()).doesNotContain("YXNz", "4567");
    assertThat(FieldLines.of(section(secrets())).stream())
        .noneMatch(line -> line.contains("YXNz") || line.contains("4567"));
  }

  /** To be weighed is to be looked at: a journey that grows does not hold on to secrets. */
  @Test
  void secretsAreLetGoOfWhenTheyAreWeighed() {
    FieldLines lines = FieldLines.of(section(secrets()));
    assertThat(weight(lines)).isPositive();
    assertThat(lines.section().value(2)).isEqualTo("id=0123...(16)");
  }

  private static String[] secrets() {
    return new String[] {
      "authorization",
      "Basic Z2xhc3M6aG91c2U=",
      "Server",
      "nginx",
      "Set-Cookie",
      "id=0123456789abcdef",
      "cookie",
      "a=0123456789abcdef",
      "Proxy-Authorization",
      "Basic Z2xhc3M6aG91c2U="
    };
  }

  private static void secretsAreOut(FieldLines lines) {
    assertThat(lines)
        .containsExactly(
            "authorization: Basic Z2xh...(16)",
            "Server: nginx",
            "Set-Cookie: id=0123...(16)",
            "cookie: a=0123...(16)",
            "Proxy-Authorization: Basic Z2xh...(16)");
    FieldLines.Section kept = lines.section();
    for (int i = 0; i < kept.size(); i++) {
      assertThat(kept.value(i)).doesNotContain("YXNz", "M6aG", "4567");
    }
  }

  /** A message's own section is kept, not copied, where it has no secrets. */
  @Test
  void aSectionWithoutSecretsIsKeptAsItIs() {
    FieldLines.Section section = section("Host", "glasshouse.test", "Cookies", "none", "X", "");
    FieldLines lines = FieldLines.of(section);
    assertThat(lines).containsExactly("Host: glasshouse.test", "Cookies: none", "X: ");
    assertThat(lines.section()).isSameAs(section);
    assertThat(FieldLines.of(section())).isSameAs(FieldLines.NONE).isEmpty();
  }

  private static FieldLines.Section section(String... namesAndValues) {
    return new FieldLines.Section() {
      @Override
      public int size() {
        return namesAndValues.length / 2;
      }

      @Override
      public String name(int index) {
        return namesAndValues[2 * index];
      }

      @Override
      public String value(int index) {
        return namesAndValues[2 * index + 1];
      }
    };
  }

  /** As the same lines weigh as strings of a list, or more. */
  @Test
  void theyWeighNoLessThanTheirStrings() {
    FieldLines lines = FieldLines.of("Server", "nginx", "Content-Length", "12", "X", "");
    assertThat(weight(lines)).isGreaterThanOrEqualTo(weight(new ArrayList<>(lines)));
  }

  private static long weight(List<String> lines) {
    return Weight.of(
        new Entry(
            1,
            0,
            0,
            List.of(),
            Because.HAPPENED,
            Source.MEASURED,
            new HttpStep.ResponseBegun(1, "HTTP/1.1", 200, "OK", lines, 100)));
  }
}
