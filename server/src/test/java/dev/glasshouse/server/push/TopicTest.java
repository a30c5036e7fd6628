package dev.glasshouse.server.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.PushReason;
import dev.glasshouse.journey.PushStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a topic tells those who ask, those who wait, and those who listen. */
@Timeout(60)
class TopicTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final TopicLimits LIMITS =
      TopicLimits.USUAL.waiting(LONG, LONG).keeping(3).holding(2, 2, 2);

  private final Topic topic = new Topic("news", LIMITS);

  private static List<Long> ids(News news) {
    return news.events().stream().map(Event::id).toList();
  }

  @Test
  void whoAsksIsToldWhatIsKept() {
    assertThat(topic.after(0)).isEqualTo(new News(List.of(), true, 0));
    for (int i = 1; i <= 5; i++) {
      topic.publish("message", "number " + i);
    }
    assertThat(ids(topic.after(3))).containsExactly(4L, 5L);
    assertThat(topic.after(2).whole()).isTrue();
    assertThat(ids(topic.after(1))).containsExactly(3L, 4L, 5L);
    assertThat(topic.after(1).whole()).isFalse();
    assertThat(topic.after(5)).isEqualTo(new News(List.of(), true, 5));
    assertThat(topic.after(99).events()).isEmpty();
  }

  @Test
  void whoWaitsIsAnsweredWithTheNextNews() throws Exception {
    topic.publish("message", "old");
    CompletableFuture<News> known = topic.next(0, LONG, Trail.OFF);
    assertThat(known).isCompleted();
    CompletableFuture<News> first = topic.next(1, LONG, Trail.OFF);
    CompletableFuture<News> beyond = topic.next(70, LONG, Trail.OFF);
    assertThat(topic.waiting()).isEqualTo(2);
    topic.publish("message", "new");
    assertThat(ids(first.get())).containsExactly(2L);
    assertThat(ids(beyond.get())).containsExactly(2L);
    assertThat(topic.waiting()).isZero();
  }

  @Test
  void noMoreWaitThanMayAndWhoGoesMakesRoom() throws Exception {
    CompletableFuture<News> first = topic.next(0, LONG, Trail.OFF);
    CompletableFuture<News> _ = topic.next(0, LONG, Trail.OFF);
    assertThatThrownBy(() -> topic.next(0, LONG, Trail.OFF)).isInstanceOf(FullException.class);
    first.cancel(false);
    assertThat(topic.waiting()).isEqualTo(1);
    assertThat(topic.next(0, LONG, Trail.OFF)).isNotCompleted();
  }

  @Test
  void whoWaitsInVainIsToldThatThereIsNothing() throws Exception {
    Recorder recorder = Recorder.start();
    News news = topic.next(0, Duration.ofMillis(1), recorder.trail()).get(30, TimeUnit.SECONDS);
    assertThat(news.events()).isEmpty();
    List<Entry> entries = recorder.journey().entries();
    assertThat(entries.getFirst().step()).isEqualTo(new PushStep.WaiterParked("news", "", 1));
  }

  @Test
  void whoListensIsToldWhatItMissedAndThenEachEvent() throws Exception {
    topic.publish("message", "one");
    topic.publish("message", "two");
    try (Subscription its = topic.subscribe(1, "a test", Trail.OFF)) {
      assertThat(its.take(LONG).orElseThrow().data()).isEqualTo("two");
      topic.publish("message", "three");
      assertThat(its.take(LONG).orElseThrow().data()).isEqualTo("three");
      assertThat(its.take(Duration.ZERO)).isEmpty();
      assertThat(its.ended()).isEmpty();
    }
    assertThat(topic.subscribed()).isZero();
  }

  @Test
  void whoIsTooSlowIsDroppedAndToldWhy() throws Exception {
    var dropped = new CompletableFuture<Boolean>();
    try (Subscription slow = topic.subscribe(0, "a test", Trail.OFF);
        Subscription fast = topic.subscribe(0, "a test", Trail.OFF)) {
      slow.whenEnded(() -> dropped.complete(true));
      for (int i = 1; i <= 3; i++) {
        topic.publish("message", "number " + i);
        assertThat(fast.take(LONG).orElseThrow().id()).isEqualTo(i);
      }
      assertThat(slow.take(Duration.ZERO)).isEmpty();
      assertThat(slow.ended().orElseThrow().reason()).isEqualTo(PushReason.TOO_SLOW);
      assertThat(dropped.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(fast.ended()).isEmpty();
      assertThat(topic.subscribed()).isEqualTo(1);
    }
  }

  @Test
  void itsEndIsToldToAll() throws Exception {
    CompletableFuture<News> waits = topic.next(0, LONG, Trail.OFF);
    try (Subscription listens = topic.subscribe(0, "a test", Trail.OFF)) {
      topic.close();
      assertThat(waits.get().events()).isEmpty();
      assertThat(listens.take(LONG)).isEmpty();
      assertThat(listens.ended().orElseThrow().reason()).isEqualTo(PushReason.TOPIC_CLOSED);
      assertThat(topic.next(0, LONG, Trail.OFF)).isCompleted();
    }
  }

  @Test
  void anEventIsWrittenLineByLine() {
    assertThat(EventStream.written(new Event(7, "joined", "a\nb\r\nc\rd")))
        .isEqualTo(
            "id: 7\nevent: joined\ndata: a\ndata: b\ndata: c\ndata: d\n\n"
                .getBytes(StandardCharsets.UTF_8));
    assertThat(EventStream.written(new Event(8, "message", "")))
        .isEqualTo("id: 8\ndata: \n\n".getBytes(StandardCharsets.UTF_8));
  }
}
