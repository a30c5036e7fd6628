package dev.glasshouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodingChoiceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          gzip, deflate, br, zstd; br
          gzip, deflate; gzip
          x-gzip; gzip
          GZIP; gzip
          gzip;q=1.0, br;q=0.5; gzip
          br;q=0, gzip; gzip
          *; br
          *;q=0; none
          gzip;q=0; none
          identity; none
          identity;q=1, gzip;q=0.5; none
          gzip;q=0.001; gzip
          br;q=0.9, *;q=0.1; br
          compress; none
          gzip;q=nonsense; gzip
          """)
  void chooses(String line) {
    int last = line.lastIndexOf(';');
    String expected = line.substring(last + 1).strip();
    assertThat(
            CodingChoice.of(
                    Fields.of("Accept-Encoding", line.substring(0, last)),
                    List.of("br", "zstd", "gzip"))
                .orElse("none"))
        .isEqualTo(expected);
  }
}
