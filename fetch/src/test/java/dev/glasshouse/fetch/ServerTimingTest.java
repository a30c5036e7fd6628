package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServerTimingTest {
  private static List<ServerTiming> of(String... values) {
    Fields fields = Fields.EMPTY;
    for (String value : values) {
      fields = fields.plus("Server-Timing", value);
    }
    return ServerTiming.of(fields);
  }

  private static ServerTiming timing(String metric, long micros, String description) {
    return new ServerTiming(metric, Duration.ofNanos(micros * 1000), description);
  }

  @Test
  void metricsWithTheirTimesAndDescriptions() {
    assertThat(
            of(
                "miss, db;dur=53.25 , app ; dur=47.2;desc=\"the, \\\"app\\\"\"",
                "cache;desc=Read;dur=\"23.2\""))
        .containsExactly(
            timing("miss", 0, ""),
            timing("db", 53_250, ""),
            timing("app", 47_200, "the, \"app\""),
            timing("cache", 23_200, "Read"));
    assertThat(of()).isEmpty();
  }

  @Test
  void theFirstOfEachParameterCounts() {
    assertThat(of("a;DUR=1;dur=2;desc=x;desc=y;other=z")).containsExactly(timing("a", 1000, "x"));
  }

  @Test
  void whatCannotBeReadIsPassedOver() {
    assertThat(of("a b;dur=1", ";dur=1", "c;dur", "d;dur=soon", "e;dur=-1", "f;dur=1e99999999"))
        .containsExactly(
            timing("c", 0, ""), timing("d", 0, ""), timing("e", 0, ""), timing("f", 0, ""));
  }

  @Test
  void theyAreCountedAndCut() {
    String many = "a;dur=1,".repeat(100) + "b";
    assertThat(of(many)).hasSize(ServerTiming.MOST);
    assertThat(of("a;desc=" + "x".repeat(5000)).getFirst().description().length()).isLessThan(210);
    var random = new Random(20261122);
    String letters = "ab;=,\"\\ .9-e\t\u00ff";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(30); n > 0; n--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      assertThat(ServerTiming.of(Fields.EMPTY.plus("Server-Timing", text.toString().strip())))
          .allMatch(timing -> !timing.took().isNegative());
    }
  }
}
