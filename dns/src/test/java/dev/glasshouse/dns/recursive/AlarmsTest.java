package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Alarms ring in their order, and what is taken back is gone. */
class AlarmsTest {
  private record Set(long at, int number, Alarms.Alarm alarm) {}

  @Test
  void whatIsSetForAnyTimeRingsInOrder() {
    inOrder(number -> new Random(number).nextInt(1000));
  }

  @Test
  void whatIsSetForSoLongAheadRingsInOrder() {
    inOrder(number -> number + 50 * (number % 3));
    // More of them than there are lines.
    inOrder(number -> number + 60 * (number * 31 % 11));
    // Those for the same moment, in the order in which they were set.
    inOrder(number -> number / 10 + 100 * (number % 2));
  }

  private static void inOrder(IntUnaryOperator ahead) {
    var random = new Random(7);
    for (int round = 0; round < 200; round++) {
      var alarms = new Alarms();
      var rung = new ArrayList<Integer>();
      List<Set> kept = new ArrayList<>();
      // Near the clock's overflow: only differences count.
      long begin = Long.MAX_VALUE - 500;
      for (int i = 0; i < 300; i++) {
        int number = i;
        long at = begin + ahead.applyAsInt(i + round) % 1000;
        kept.add(new Set(at, i, alarms.set(at, () -> rung.add(number))));
        if (random.nextInt(3) > 0) {
          Set back = kept.remove(random.nextInt(kept.size()));
          back.alarm.cancel();
          back.alarm.cancel();
        }
        assertThat(alarms.count()).isEqualTo(kept.size());
      }
      kept.sort(Comparator.<Set>comparingLong(s -> s.at - begin).thenComparing(Set::number));
      assertThat(alarms.first()).isEqualTo(kept.getFirst().at);
      alarms.ring(begin + 499);
      assertThat(rung)
          .containsExactlyElementsOf(
              kept.stream().filter(s -> s.at - begin <= 499).map(Set::number).toList());
      alarms.ring(begin + 1000);
      assertThat(rung).containsExactlyElementsOf(kept.stream().map(Set::number).toList());
      assertThat(alarms.isEmpty()).isTrue();
      kept.forEach(s -> s.alarm.cancel());
    }
  }

  @Test
  void whatRingsMaySetAndTakeBackOthers() {
    var alarms = new Alarms();
    var rung = new ArrayList<String>();
    var later = alarms.set(2, () -> rung.add("taken back"));
    alarms.set(
        1,
        () -> {
          rung.add("first");
          later.cancel();
          alarms.set(1, () -> rung.add("at once"));
        });
    alarms.ring(3);
    assertThat(rung).containsExactly("first", "at once");
  }
}
