package dev.glasshouse.http.caching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.caching.ConditionVerdict.Outcome;
import dev.glasshouse.http.caching.ConditionVerdict.Validators;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order of RFC 9110 13.2.2, line by line. */
class ConditionVerdictTest {
  private static final Instant CHANGED = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Instant NOW = CHANGED.plusSeconds(3600);
  private static final String AT = "Fri, 02 Jan 2026 03:04:05 GMT";
  private static final String BEFORE = "Fri, 02 Jan 2026 03:04:04 GMT";
  private static final Validators STRONG =
      new Validators(EntityTag.parse("\"a\""), Optional.of(CHANGED));
  private static final Validators WEAK =
      new Validators(EntityTag.parse("W/\"a\""), Optional.of(CHANGED));

  private static Fields fields(String text) {
    var all = new ArrayList<String>();
    for (String line : text.split("\\|")) {
      int colon = line.indexOf(':');
      all.add(line.substring(0, colon).strip());
      all.add(line.substring(colon + 1).strip().replace("@AT", AT).replace("@BEFORE", BEFORE));
    }
    return Fields.of(all.toArray(new String[0]));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          # 13.1.1 If-Match: strong comparison; any of a list; * for anything that is there
          GET; strong; If-Match: "a"; GO_ON
          GET; strong; If-Match: "x", "a"; GO_ON
          GET; strong; If-Match: "x"; FAILED
          GET; strong; If-Match: W/"a"; FAILED
          GET; weak; If-Match: W/"a"; FAILED
          PUT; strong; If-Match: *; GO_ON
          PUT; none; If-Match: *; FAILED
          PUT; none; If-Match: "a"; FAILED
          # 13.1.4 If-Unmodified-Since, only where there is no If-Match
          PUT; strong; If-Unmodified-Since: @AT; GO_ON
          PUT; strong; If-Unmodified-Since: @BEFORE; FAILED
          PUT; strong; If-Match: "a" | If-Unmodified-Since: @BEFORE; GO_ON
          PUT; strong; If-Unmodified-Since: soon; GO_ON
          PUT; none; If-Unmodified-Since: @BEFORE; GO_ON
          # 13.1.2 If-None-Match: weak comparison; 304 for who reads, 412 for who writes
          GET; strong; If-None-Match: "a"; NOT_MODIFIED
          GET; strong; If-None-Match: W/"a"; NOT_MODIFIED
          HEAD; weak; If-None-Match: "x", "a"; NOT_MODIFIED
          GET; strong; If-None-Match: "x"; GO_ON
          GET; strong; If-None-Match: *; NOT_MODIFIED
          PUT; strong; If-None-Match: *; FAILED
          PUT; none; If-None-Match: *; GO_ON
          DELETE; strong; If-None-Match: "a"; FAILED
          # 13.1.3 If-Modified-Since: for reading, only where there is no If-None-Match
          GET; strong; If-Modified-Since: @AT; NOT_MODIFIED
          GET; strong; If-Modified-Since: @BEFORE; GO_ON
          GET; strong; If-Modified-Since: @AT | If-None-Match: "x"; GO_ON
          PUT; strong; If-Modified-Since: @AT; GO_ON
          GET; strong; If-Modified-Since: yesterday; GO_ON
          # The first group goes before the second
          GET; strong; If-Match: "x" | If-None-Match: "a"; FAILED
          GET; strong; If-Match: "a" | If-None-Match: "a"; NOT_MODIFIED
          GET; strong; If-Unmodified-Since: @BEFORE | If-Modified-Since: @AT; FAILED
          """)
  void judges(String method, String there, String conditions, Outcome outcome) {
    assertThat(
            ConditionVerdict.of(new Method(method), fields(conditions), current(there), NOW)
                .outcome())
        .isEqualTo(outcome);
  }

  private static Optional<Validators> current(String there) {
    return switch (there) {
      case "strong" -> Optional.of(STRONG);
      case "weak" -> Optional.of(WEAK);
      default -> Optional.empty();
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          GET; strong; Range: bytes=0-1; true
          HEAD; strong; Range: bytes=0-1; false
          GET; strong; Range: bytes=0-1 | If-Range: "a"; true
          GET; strong; Range: bytes=0-1 | If-Range: "b"; false
          GET; strong; Range: bytes=0-1 | If-Range: W/"a"; false
          GET; weak; Range: bytes=0-1 | If-Range: W/"a"; false
          GET; strong; Range: bytes=0-1 | If-Range: @AT; true
          GET; strong; Range: bytes=0-1 | If-Range: @BEFORE; false
          GET; strong; Range: bytes=0-1 | If-Range: nonsense; false
          """)
  void rangesCountWhereTheyMeanThisVersion(
      String method, String there, String conditions, boolean counts) {
    assertThat(
            ConditionVerdict.of(new Method(method), fields(conditions), current(there), NOW)
                .ranges())
        .isEqualTo(counts);
  }

  @Test
  void aDateThatMayStillHideAChangeIsNoStrongOne() {
    Instant soon = CHANGED.plusSeconds(59);
    assertThat(
            ConditionVerdict.of(
                    Method.GET,
                    fields("Range: bytes=0-1 | If-Range: @AT"),
                    Optional.of(STRONG),
                    soon)
                .ranges())
        .isFalse();
  }
}
