package dev.glasshouse.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.wire.Flood;
import dev.glasshouse.http.wire.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The pure parts: windows, turns, urgency, watching, counting. */
class DecisionsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void aWindowIsRefilledByHalvesAndNotForASlowReader() {
    var window = new ReceiveWindow(1000, 1000);
    assertThat(window.received(1000)).isTrue();
    assertThat(window.taken(400, 0)).isZero();
    assertThat(window.taken(100, 0)).isEqualTo(500);
    assertThat(window.received(500)).isTrue();
    assertThat(window.received(1)).as("more than was allowed").isFalse();
  }

  @Test
  void aWindowGrowsWhileItsReaderKeepsUp() {
    var window = new ReceiveWindow(1000, 3000);
    assertThat(window.received(600)).isTrue();
    assertThat(window.taken(600, 10_000)).as("refilled and doubled").isEqualTo(1600);
    assertThat(window.size()).isEqualTo(2000);
    assertThat(window.received(2000)).isTrue();
    assertThat(window.taken(1000, 10_000)).as("half of it is unread").isEqualTo(1000);
    assertThat(window.size()).isEqualTo(2000);
    assertThat(window.taken(1000, 0)).as("others hold all that is spare").isEqualTo(1000);
    assertThat(window.received(2000)).isTrue();
    assertThat(window.taken(2000, 10_000)).as("up to its most").isEqualTo(3000);
    assertThat(window.size()).isEqualTo(3000);
  }

  @Test
  void theUrgentGoFirstAndTheIncrementalTakeTurns() {
    var schedule = new SendSchedule<String>();
    schedule.add("picture 1", 1, new Urgency(4, true));
    schedule.add("picture 3", 3, new Urgency(4, true));
    schedule.add("script 7", 7, new Urgency(2, false));
    schedule.add("script 5", 5, new Urgency(2, false));
    schedule.add("page", 9, new Urgency(0, true));
    var order = new ArrayList<String>();
    for (int piece = 0; piece < 9; piece++) {
      String next = schedule.next().orElseThrow();
      order.add(next);
      schedule.sent(next);
      if (piece == 1 || piece == 3 || piece == 4) {
        assertThat(schedule.remove(next)).isTrue();
      }
    }
    assertThat(order)
        .containsExactly(
            "page",
            "page",
            "script 5",
            "script 5",
            "script 7",
            "picture 1",
            "picture 3",
            "picture 1",
            "picture 3");
    assertThat(schedule.remove("page")).isFalse();
  }

  @Test
  void priorityFieldsAreReadAsFarAsTheyAreUnderstood() {
    assertThat(Urgency.parse("")).isEqualTo(new Urgency(3, false));
    assertThat(Urgency.parse("u=0")).isEqualTo(new Urgency(0, false));
    assertThat(Urgency.parse("u=5, i")).isEqualTo(new Urgency(5, true));
    assertThat(Urgency.parse("i=?1,u=1;x=2")).isEqualTo(new Urgency(1, true));
    assertThat(Urgency.parse("i=?0")).isEqualTo(new Urgency(3, false));
    assertThat(Urgency.parse("u=8")).as("out of range").isEqualTo(new Urgency(3, false));
    assertThat(Urgency.parse("u=-1, i=2, foo")).isEqualTo(new Urgency(3, false));
    for (Priority priority : Priority.values()) {
      Urgency urgency = Urgency.of(priority);
      assertThat(Urgency.parse(urgency.text())).isEqualTo(urgency);
    }
    assertThat(new Urgency(3, false).text()).isEmpty();
  }

  private static Watch.Facts facts(
      long now, long lastByte, int open, OptionalLong asked, OptionalLong leaving) {
    return new Watch.Facts(now, lastByte, lastByte, open, asked, leaving);
  }

  @Test
  void aSilentPeerIsAskedAndThenGivenUp() {
    var watch = new Watch(Limits.CLIENT, false);
    OptionalLong no = OptionalLong.empty();
    assertThat(watch.decide(facts(14 * SECOND, 0, 1, no, no)))
        .isInstanceOf(Watch.Verdict.Wait.class);
    assertThat(watch.decide(facts(15 * SECOND, 0, 1, no, no)))
        .isInstanceOf(Watch.Verdict.Ask.class);
    assertThat(watch.decide(facts(15 * SECOND, 0, 0, no, no)))
        .as("nothing is due")
        .isInstanceOf(Watch.Verdict.Wait.class);
    OptionalLong asked = OptionalLong.of(15 * SECOND);
    assertThat(watch.decide(facts(24 * SECOND, 0, 1, asked, no)))
        .isInstanceOf(Watch.Verdict.Wait.class);
    assertThat(watch.decide(facts(25 * SECOND, 0, 1, asked, no)))
        .isInstanceOf(Watch.Verdict.Dead.class);
  }

  @Test
  void aServerLeavesIdleConnectionsAndDoesNotWaitForEver() {
    var watch = new Watch(Limits.SERVER, true);
    OptionalLong no = OptionalLong.empty();
    assertThat(watch.decide(facts(59 * SECOND, 0, 0, no, no)))
        .isInstanceOf(Watch.Verdict.Wait.class);
    assertThat(watch.decide(facts(60 * SECOND, 0, 0, no, no)))
        .isInstanceOf(Watch.Verdict.Leave.class);
    assertThat(watch.decide(facts(65 * SECOND, 64 * SECOND, 1, no, OptionalLong.of(60 * SECOND))))
        .isInstanceOf(Watch.Verdict.Close.class);
    assertThat(new Watch(Limits.CLIENT, false).decide(facts(99 * SECOND, 0, 0, no, no)))
        .as("a client's pool does that")
        .isInstanceOf(Watch.Verdict.Wait.class);
  }

  @Test
  void whatIsCheapForAPeerIsCountedOverASpan() {
    Limits.Multiplex limits = Limits.SERVER.multiplex();
    var flood = new Flood(limits, 0);
    for (int i = 0; i < limits.resets(); i++) {
      assertThat(flood.reset(i)).isEmpty();
    }
    assertThat(flood.reset(1).orElseThrow().limit()).isEqualTo("multiplex.resets");
    assertThat(flood.reset(31 * SECOND)).as("a new span").isEmpty();
    for (int i = 0; i < limits.faults(); i++) {
      assertThat(flood.fault(31 * SECOND)).isEmpty();
    }
    assertThat(flood.fault(31 * SECOND).orElseThrow().limit()).isEqualTo("multiplex.faults");
    for (int i = 0; i < limits.control(); i++) {
      assertThat(flood.control("PING", 31 * SECOND)).isEmpty();
    }
    assertThat(flood.control("PING", 31 * SECOND).orElseThrow())
        .hasMessageContaining("PING")
        .hasMessageContaining("2000");
  }

  @Test
  void usefulFramesEarnControlFrames() {
    Limits.Multiplex limits = Limits.SERVER.multiplex();
    var flood = new Flood(limits, 0);
    for (int i = 0; i < 100_000; i++) {
      flood.useful();
      assertThat(flood.control("WINDOW_UPDATE", 0)).isEmpty();
      assertThat(flood.control("WINDOW_UPDATE", 0)).isEmpty();
    }
  }

  @Test
  void streamsGoThroughTheirStates() {
    assertThat(StreamState.IDLE.afterOurEnd()).isEqualTo(StreamState.HALF_CLOSED_LOCAL);
    assertThat(StreamState.HALF_CLOSED_LOCAL.afterTheirEnd()).isEqualTo(StreamState.CLOSED);
    assertThat(StreamState.OPEN.afterTheirEnd()).isEqualTo(StreamState.HALF_CLOSED_REMOTE);
    assertThat(StreamState.HALF_CLOSED_REMOTE.afterOurEnd()).isEqualTo(StreamState.CLOSED);
    assertThat(StreamState.RESERVED_LOCAL.afterOurEnd()).isEqualTo(StreamState.CLOSED);
    List<StreamState> receiving =
        List.of(StreamState.values()).stream().filter(StreamState::mayReceive).toList();
    assertThat(receiving).containsExactly(StreamState.OPEN, StreamState.HALF_CLOSED_LOCAL);
  }
}
