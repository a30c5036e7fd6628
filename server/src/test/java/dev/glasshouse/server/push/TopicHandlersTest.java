package dev.glasshouse.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.websocket.CloseCode;
import dev.glasshouse.http.websocket.Conversation;
import dev.glasshouse.journey.PushReason;
import dev.glasshouse.journey.PushStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.Served;
import dev.glasshouse.server.Served.Way;
import dev.glasshouse.url.Url;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A topic's ways over the wire, in every version. */
@Timeout(120)
class TopicHandlersTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private Topic topic = new Topic("news", TopicLimits.USUAL.waiting(LONG, LONG).holding(1, 1, 100));

  private Handler site() {
    var handlers = new TopicHandlers(topic);
    Map<String, Handler> all =
        Map.of(
            "/ask", handlers.asking(),
            "/wait", handlers.waiting(),
            "/stream", handlers.streaming(),
            "/talk",
                handlers.talking(
                    WebSocketOptions.USUAL,
                    (_, _, message) -> topic.publish("message", message.text())));
    return Handler.talkative((request, aside) -> {
      Handler its = all.get(request.path());
      return its == null ? Response.of(Status.NOT_FOUND) : its.handle(request, aside);
    });
  }

  private static String text(Response response) throws IOException {
    try (response;
        var in = response.body().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Waits until something is so; the test's own deadline ends the wait. */
  private static void until(BooleanSupplier so) {
    while (!so.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("waited in vain");
      }
    }
  }

  private static CompletableFuture<String> asking(Served served, String path) {
    var answer = new CompletableFuture<String>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            answer.complete(text(served.get(path)));
          } catch (IOException | RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whoAsksAndWhoWaitsIsAnswered(Way way) throws Exception {
    try (var served = new Served(way, site())) {
      assertThat(text(served.get("/ask"))).contains("\"last\":0").contains("\"events\":[]");
      CompletableFuture<String> waits = asking(served, "/wait?after=0");
      until(() -> topic.waiting() == 1);
      // One may wait; the next is sent away.
      try (Response full = served.get("/wait?after=0")) {
        assertThat(full.status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
        assertThat(full.fields().first("Retry-After")).contains("5");
      }
      topic.publish("message", "at last");
      assertThat(waits.get(60, TimeUnit.SECONDS)).contains("\"at last\"").contains("\"last\":1");
      assertThat(text(served.get("/wait?after=0"))).contains("\"at last\"");
      assertThat(text(served.get("/ask?after=1"))).contains("\"events\":[]");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void anEventStreamGoesOnWhereItBrokeOff(Way way) throws Exception {
    topic.publish("message", "one");
    topic.publish("message", "two");
    try (var served = new Served(way, site())) {
      Request again = Request.get(Url.parse(served.base + "/stream")).with("Last-Event-ID", "1");
      try (Response response = served.visitor.client().send(again, Priority.HIGH, Trail.OFF);
          var in =
              new BufferedReader(
                  new InputStreamReader(response.body().open(), StandardCharsets.UTF_8))) {
        assertThat(response.fields().first("Content-Type")).contains("text/event-stream");
        assertThat(in.readLine()).isEqualTo("retry: 2000");
        assertThat(in.readLine()).isEmpty();
        assertThat(in.readLine()).isEqualTo("id: 2");
        assertThat(in.readLine()).isEqualTo("data: two");
        assertThat(in.readLine()).isEmpty();
        topic.publish("joined", "three");
        assertThat(in.readLine()).isEqualTo("id: 3");
        assertThat(in.readLine()).isEqualTo("event: joined");
        assertThat(in.readLine()).isEqualTo("data: three");
        assertThat(in.readLine()).isEmpty();
        topic.close();
        assertThat(in.readLine()).isEqualTo(": TOPIC_CLOSED");
        assertThat(in.readLine()).isEmpty();
        assertThat(in.readLine()).isNull();
      }
    }
  }

  /** Nothing of it would end by itself: a server that ends need not wait for it. */
  @ParameterizedTest
  @EnumSource(Way.class)
  void whoListensIsLetGoWhenTheServerEnds(Way way) throws Exception {
    topic = new Topic("news", TopicLimits.USUAL.waiting(LONG, LONG).holding(1, 2, 100));
    try (var served = new Served(way, site());
        Conversation talk = served.talk("/talk", false)) {
      CompletableFuture<String> waits = asking(served, "/wait?after=0");
      CompletableFuture<String> streams = asking(served, "/stream");
      until(() -> topic.waiting() == 1 && topic.subscribed() == 2);
      served.server.drain();
      assertThat(waits.get(60, TimeUnit.SECONDS)).contains("\"events\":[]");
      assertThat(streams.get(60, TimeUnit.SECONDS)).endsWith(": SERVER_ENDS\n\n");
      assertThat(talk.receive()).isEmpty();
      assertThat(talk.ended().orElseThrow())
          .isEqualTo(new Conversation.Ended(true, CloseCode.GOING_AWAY, ""));
      talk.close();
      until(() -> served.server.connections() == 0);
      assertThat(served.entries(PushStep.WaiterReleased.class))
          .extracting(its -> its.because().reason())
          .containsExactly(PushReason.SERVER_ENDS);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aConversationHearsAndTells(Way way) throws Exception {
    topic.publish("message", "before");
    try (var served = new Served(way, site());
        Conversation its = served.talk("/talk?after=0", false)) {
      assertThat(its.receive().orElseThrow().text()).contains("\"before\"");
      its.send("hello");
      assertThat(its.receive().orElseThrow().text()).contains("\"hello\"").contains("\"id\":2");
      topic.close();
      assertThat(its.receive()).isEmpty();
      assertThat(its.ended().orElseThrow().code().code()).isEqualTo(1001);
    }
  }

  @Test
  void whoDoesNotReadIsDropped() throws Exception {
    try (var served = new Served(Way.H1, site());
        Conversation deaf = served.talk("/talk", false)) {
      until(() -> topic.subscribed() == 1);
      String much = "x".repeat(100_000);
      // What fits into sockets and queues is limited: at some time it is too slow.
      until(() -> {
        topic.publish("message", much);
        return topic.subscribed() == 0;
      });
      deaf.abort(dev.glasshouse.journey.Because.HAPPENED);
    }
  }
}
