package dev.glasshouse.fetch.ranges;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 13.1.5 and 14.4. */
class ResumeTest {
  @Test
  void onlyWhatCanBeToldApartIsContinued() {
    Fields strong = Fields.of("ETag", "\"a\"", "Last-Modified", "d");
    assertThat(Resume.of(Status.OK, strong, 5).orElseThrow().question().lines())
        .containsExactly("Range: bytes=5-", "If-Range: \"a\"");
    assertThat(Resume.of(Status.OK, Fields.of("ETag", "W/\"a\""), 5)).isEmpty();
    assertThat(Resume.of(Status.OK, Fields.of("Last-Modified", "d"), 5)).isPresent();
    assertThat(Resume.of(Status.OK, Fields.EMPTY, 5)).isEmpty();
    assertThat(Resume.of(Status.OK, strong, 0)).isEmpty();
    assertThat(Resume.of(Status.OK, strong.plus("Content-Encoding", "gzip"), 5)).isEmpty();
    assertThat(Resume.of(Status.NOT_FOUND, strong, 5)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "206 | bytes 5-9/10   | Continues",
        "206 | bytes 5-9/*    | Continues",
        "206 | bytes 4-9/10   | Refused",
        "206 | bytes 5-4/10   | Refused",
        "206 | bytes 5-/10    | Refused",
        "206 | -              | Refused",
        "206 | bytes 99999999999999999999-5/1 | Refused",
        "200 | -              | Restarts",
        "416 | bytes */5      | Refused",
        "500 | -              | Refused",
      })
  void answers(int status, String range, String verdict) {
    Fields fields = range == null ? Fields.EMPTY : Fields.of("Content-Range", range);
    assertThat(new Resume(5, "x").read(new Status(status), fields).getClass().getSimpleName())
        .isEqualTo(verdict);
  }
}
