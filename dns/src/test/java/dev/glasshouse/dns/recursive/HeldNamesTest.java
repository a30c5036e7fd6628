package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.cache.BoundedCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** Of which names something may be held. */
class HeldNamesTest {
  private static Question question(int number) {
    int type = number % 2 == 0 ? Type.A : Type.AAAA;
    return Question.of(World.name("n" + number / 2 + ".test."), type);
  }

  @Test
  void noNameIsMissedOfWhichSomethingIsHeld() {
    var names = new HeldNames(1 << 20);
    var one = new BoundedCache<Question, Integer>(500, value -> 1, names);
    var other = new BoundedCache<Question, Integer>(300, value -> 1, names);
    var random = new Random(5);
    for (int i = 0; i < 100_000; i++) {
      Question question = question(random.nextInt(3000));
      var cache = random.nextBoolean() ? one : other;
      if (random.nextInt(4) == 0) {
        cache.remove(question);
      } else {
        cache.put(question, i);
        assertThat(names.mayHold(question.name())).isTrue();
      }
      Question any = question(random.nextInt(3000));
      if (one.peek(any).isPresent() || other.peek(any).isPresent()) {
        assertThat(names.mayHold(any.name())).isTrue();
      }
    }
    one.clear();
    other.clear();
    assertThat(held(names)).isEmpty();
  }

  private static List<Integer> held(HeldNames names) {
    var held = new ArrayList<Integer>();
    for (int i = 0; i < 3000; i++) {
      if (names.mayHold(question(i).name())) {
        held.add(i);
      }
    }
    return held;
  }

  @Test
  void aCounterThatIsFullStaysSo() {
    var names = new HeldNames(0);
    Question question = question(1);
    for (int i = 0; i < 300; i++) {
      names.came(question);
    }
    for (int i = 0; i < 300; i++) {
      names.went(question);
    }
    assertThat(names.mayHold(question.name())).isTrue();
  }
}
