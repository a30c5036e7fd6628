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

  /** Shortened when it is made: what is kept does not have the secret, shown or not. */
  @Test
  void secretsDoNotEnter() throws ReflectiveOperationException {
    FieldLines lines =
        FieldLines.of(
            "authorization", "Basic Z2xhc3M6aG91c2U=", "Set-Cookie", "id=0123456789abcdef");
    assertThat(lines)
        .containsExactly("authorization: Basic Z2xh...(16)", "Set-Cookie: id=0123...(16)");
    var field = FieldLines.class.getDeclaredField("parts");
    field.setAccessible(true);
    assertThat((String[]) field.get(lines))
        .noneMatch(part -> part.contains("YXNz") || part.contains("M6aG") || part.contains("4567"));
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
