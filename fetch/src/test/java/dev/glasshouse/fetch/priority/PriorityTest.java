package dev.glasshouse.fetch.priority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.fetch.priority.PriorityVerdict.Content;
import dev.glasshouse.http.Priority;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What browsers ask for first. */
class PriorityTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PAGE       | NORMAL   | AUTO | HIGHEST | u=0, i",
        "STYLE      | BLOCKING | AUTO | HIGHEST | u=0",
        "STYLE      | BLOCKING | LOW  | HIGHEST | u=0",
        "STYLE      | LATER    | AUTO | LOWEST  | u=4",
        "STYLE      | LATER    | HIGH | HIGH    | u=1",
        "FONT       | BLOCKING | AUTO | HIGHEST | u=0",
        "FONT       | NORMAL   | AUTO | HIGH    | u=1",
        "SCRIPT     | NORMAL   | AUTO | HIGH    | u=1",
        "SCRIPT     | LATER    | AUTO | LOW     | ''",
        "SCRIPT     | LATER    | HIGH | HIGH    | u=1",
        "DATA       | NORMAL   | AUTO | HIGH    | u=1, i",
        "DATA       | NORMAL   | LOW  | LOW     | i",
        "IMAGE      | NORMAL   | AUTO | LOW     | i",
        "IMAGE      | NORMAL   | HIGH | HIGH    | u=1, i",
        "IMAGE      | LAZY     | AUTO | LOW     | i",
        "BACKGROUND | NORMAL   | AUTO | LOWEST  | u=4, i",
      })
  void table(Content content, Loading loading, Hint hint, Priority queue, String field) {
    PriorityVerdict verdict = PriorityVerdict.decide(content, loading, hint);
    assertThat(verdict.queue()).isEqualTo(queue);
    assertThat(verdict.field()).isEqualTo(field);
  }
}
