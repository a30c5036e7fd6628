package dev.glasshouse.fetch.ranges;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Fields;
import dev.glasshouse.journey.PolicyReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 14.4 and 15.3.7: what a 206 says of itself beside what was asked. */
class PartVerdictTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "bytes=0-5   | bytes 0-5/10    | 6 | PART_FITS",
        "bytes=0-5   | bytes 0-5/*     | - | PART_FITS",
        "bytes=5-    | bytes 5-9/10    | 5 | PART_FITS",
        "bytes=-3    | bytes 7-9/10    | 3 | PART_FITS",
        "bytes=-30   | bytes 0-9/10    | 10 | PART_FITS",
        "bytes=0-50  | bytes 0-9/10    | 10 | PART_FITS",
        "bytes=0-5   | bytes 0-2/10    | 3 | PART_LESS",
        "bytes=5-    | bytes 7-9/10    | 3 | PART_LESS",
        "bytes=0-5   | bytes 0-6/10    | 7 | RANGE_WRONG",
        "bytes=0-5   | bytes 4-9/10    | 6 | RANGE_WRONG",
        "bytes=-3    | bytes 0-2/10    | 3 | RANGE_WRONG",
        "bytes=50-   | bytes 0-2/10    | 3 | RANGE_WRONG",
        "bytes=0-5   | bytes 0-5/10    | 3 | PART_SHORT",
        "bytes=0-5   | bytes 5-4/10    | 6 | PART_UNREADABLE",
        "bytes=0-5   | bytes 0-10/10   | 6 | PART_UNREADABLE",
        "bytes=0-5   | lines 0-5/10    | 6 | PART_UNREADABLE",
        "bytes=0-5   | -               | 6 | PART_UNREADABLE",
        "-           | bytes 0-5/10    | 6 | RANGE_UNASKED",
        "bytes=0-1,4-5 | bytes 0-1/10  | 2 | PART_SEVERAL",
      })
  void says(String asked, String said, String length, PolicyReason reason) {
    Fields request = asked == null ? Fields.EMPTY : Fields.of("Range", asked);
    Fields response = said == null ? Fields.EMPTY : Fields.of("Content-Range", said);
    if (length != null) {
      response = response.plus("Content-Length", length);
    }
    assertThat(PartVerdict.decide(request, response).reason()).isEqualTo(reason);
  }

  @Test
  void severalPartsSayTheirPlacesThemselves() {
    Fields several = Fields.of("Content-Type", "Multipart/Byteranges; boundary=x");
    assertThat(PartVerdict.decide(Fields.of("Range", "bytes=0-1,4-5"), several).reason())
        .isEqualTo(PolicyReason.PART_SEVERAL);
  }
}
