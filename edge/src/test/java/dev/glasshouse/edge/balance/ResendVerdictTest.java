package dev.glasshouse.edge.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.edge.OriginException.Processed;
import dev.glasshouse.http.Method;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a request goes to another server. */
class ResendVerdictTest {
  @ParameterizedTest
  @CsvSource({
    "GET,  PERHAPS, true,  1, true,  true,  false, HARMLESS_TWICE",
    "PUT,  PERHAPS, true,  1, true,  true,  false, HARMLESS_TWICE",
    "POST, PERHAPS, true,  1, true,  true,  false, NOT_IDEMPOTENT",
    "POST, NO,      true,  1, true,  true,  false, NOTHING_WAS_SENT",
    "POST, NO,      false, 1, true,  true,  false, BODY_BEGUN",
    "GET,  NO,      true,  3, true,  true,  false, ENOUGH_TRIED",
    "GET,  NO,      true,  1, false, true,  false, NONE_TO_BE_HAD",
    "GET,  NO,      true,  1, true,  false, false, RETRY_BUDGET_SPENT",
    "GET,  NO,      true,  1, true,  true,  true,  CLIENT_GONE"
  })
  void only(
      String method,
      Processed processed,
      boolean body,
      int attempt,
      boolean others,
      boolean budget,
      boolean gone,
      String reason) {
    ResendVerdict verdict =
        ResendVerdict.decide(
            new ResendVerdict.Facts(
                Method.of(method), processed, body, attempt, others, budget, gone),
            PoolOptions.USUAL);
    assertThat(verdict.because().reason().name()).isEqualTo(reason);
    assertThat(verdict.again())
        .isEqualTo(reason.equals("HARMLESS_TWICE") || reason.equals("NOTHING_WAS_SENT"));
  }
}
