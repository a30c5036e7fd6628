package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is under way by its number. */
class ByNumberTest {
  @Test
  void holdsWhatAMapHolds() {
    var numbered = new ByNumber<String>();
    Map<Long, String> map = new HashMap<>();
    var random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      // Most are young, some are old, and ours go down.
      long number = random.nextInt(8) == 0 ? -random.nextInt(100) : i / 4 - random.nextInt(2000);
      switch (random.nextInt(3)) {
        case 0 -> assertThat(numbered.remove(number).orElse("")).isEqualTo(removed(map, number));
        case 1 -> {
          numbered.put(number, "of " + i);
          map.put(number, "of " + i);
        }
        default -> {
          assertThat(numbered.has(number)).isEqualTo(map.containsKey(number));
          assertThat(numbered.get(number).orElse("")).isEqualTo(map.getOrDefault(number, ""));
        }
      }
    }
    assertThat(numbered.size()).isEqualTo(map.size());
    assertThat(numbered.values()).containsExactlyInAnyOrderElementsOf(map.values());
    numbered.clear();
    assertThat(numbered.values()).isEmpty();
  }

  private static String removed(Map<Long, String> map, long number) {
    String value = map.remove(number);
    return value == null ? "" : value;
  }
}
