package dev.glasshouse.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WaitingTest {
  @Test
  void whatFindsItFullIsCounted() throws Exception {
    var waiting = new Waiting<Integer>(3);
    for (int i = 0; i < 5; i++) {
      waiting.take(i);
    }
    assertThat(waiting.hasRoom()).isFalse();
    Waiting.Some<Integer> some = waiting.next();
    assertThat(some.all()).containsExactly(0, 1, 2);
    assertThat(some.left()).isEqualTo(3);
    assertThat(some.isEnd()).isFalse();
    assertThat(waiting.hasRoom()).isTrue();
    assertThat(waiting.next().isAny()).isFalse();
  }

  @Test
  void afterTheEndNothingIsTaken() throws Exception {
    var waiting = new Waiting<Integer>(3);
    waiting.take(1);
    waiting.close();
    waiting.take(2);
    assertThat(waiting.hasRoom()).isFalse();
    Waiting.Some<Integer> some = waiting.next();
    assertThat(some.all()).containsExactly(1);
    assertThat(some.last()).isTrue();
    assertThat(some.isEnd()).isFalse();
    assertThat(waiting.next().isEnd()).isTrue();
  }

  /** What many bring is had once each, and those of one in their order. */
  @Test
  @Timeout(60)
  void nothingIsLostOrDoubled() throws Exception {
    int each = 20_000;
    var waiting = new Waiting<int[]>(Integer.MAX_VALUE);
    var threads = new ArrayList<Thread>();
    for (int who = 0; who < 3; who++) {
      int its = who;
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < each; i++) {
                  waiting.take(new int[] {its, i});
                }
              }));
    }
    int[] next = new int[3];
    while (next[0] + next[1] + next[2] < 3 * each) {
      for (int[] one : waiting.next().all()) {
        assertThat(one[1]).isEqualTo(next[one[0]]++);
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(waiting.next().isAny()).isFalse();
  }
}
