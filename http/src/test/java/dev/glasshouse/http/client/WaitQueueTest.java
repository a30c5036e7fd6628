package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Priority;
import org.junit.jupiter.api.Test;

class WaitQueueTest {
  @Test
  void higherPriorityFirstAndAmongEqualsTheEarlier() {
    var queue = new WaitQueue<String>(100);
    queue.add("image 1", Priority.LOW);
    queue.add("style", Priority.HIGH);
    queue.add("image 2", Priority.LOW);
    queue.add("page", Priority.HIGHEST);
    assertThat(queue.before(Priority.HIGH)).isEqualTo(2);
    assertThat(queue.next()).contains("page");
    assertThat(queue.next()).contains("style");
    assertThat(queue.next()).contains("image 1");
    assertThat(queue.next()).contains("image 2");
    assertThat(queue.next()).isEmpty();
  }

  @Test
  void nobodyIsOvertakenForEver() {
    var queue = new WaitQueue<String>(3);
    queue.add("patient", Priority.LOWEST);
    for (int i = 0; i < 10; i++) {
      queue.add("hasty " + i, Priority.HIGHEST);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(queue.next()).contains("hasty " + i);
    }
    assertThat(queue.next()).contains("patient");
    assertThat(queue.next()).contains("hasty 3");
  }

  @Test
  void whoLeavesIsForgotten() {
    var queue = new WaitQueue<String>(3);
    String who = "who";
    queue.add(who, Priority.LOW);
    assertThat(queue.remove(who)).isTrue();
    assertThat(queue.remove(who)).isFalse();
    assertThat(queue.isEmpty()).isTrue();
  }
}
