package dev.glasshouse.http.caching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Fields;
import dev.glasshouse.journey.Because;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeSetTest {
  private static String decide(String range, long total) {
    return switch (RangeSet.decide(Fields.of("Range", range), total, 4)) {
      case RangeSet.Whole _ -> "whole";
      case RangeSet.Unsatisfiable _ -> "none";
      case RangeSet.Parts(List<Part> parts, Because _) ->
          parts.stream()
              .map(part -> part.first() + "-" + (part.end() - 1))
              .collect(Collectors.joining(" "));
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          bytes=0-99; 1000; 0-99
          BYTES=0-99; 1000; 0-99
          bytes=900-; 1000; 900-999
          bytes=-100; 1000; 900-999
          bytes=-5000; 1000; 0-999
          bytes=990-5000; 1000; 990-999
          bytes=0-; 1000; 0-999
          bytes=1000-; 1000; none
          bytes=1000-1001, 5000-; 1000; none
          bytes=0-; 0; none
          bytes=-5; 0; whole
          bytes=-0; 1000; none
          bytes=5-4; 1000; whole
          bytes=a-b; 1000; whole
          bytes=; 1000; whole
          bytes 0-1; 1000; whole
          lines=0-1; 1000; whole
          bytes=0-99, 500-599; 1000; 0-99 500-599
          bytes=500-599, 0-99; 1000; 500-599 0-99
          bytes=0-99, 2000-; 1000; 0-99
          bytes=0-99, 100-199; 1000; 0-199
          bytes=0-99, 150-199; 1000; 0-199
          bytes=0-99, 50-149; 1000; 0-149
          bytes= 0-1 , ,500-501 ; 1000; 0-1 500-501
          bytes=0-,0-,0-,0-; 1000; whole
          bytes=0-0,200-200,400-400,600-600,800-800; 1000; whole
          bytes=99999999999999999999-; 1000; whole
          """)
  void decides(String range, long total, String expected) {
    assertThat(decide(range, total)).isEqualTo(expected);
  }

  @Test
  void twoFieldsAreNotFollowed() {
    assertThat(RangeSet.decide(Fields.of("Range", "bytes=0-1", "Range", "bytes=2-3"), 10, 4))
        .isInstanceOf(RangeSet.Whole.class);
  }

  @Test
  void thousandsOfRangesAreNotEvenRead() {
    String many =
        "bytes=" + IntStream.range(0, 100_000).mapToObj(_ -> "0-").collect(Collectors.joining(","));
    assertThat(decide(many, 10)).isEqualTo("whole");
  }
}
