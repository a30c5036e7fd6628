package dev.glasshouse.server.push;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.websocket.CloseCode;
import dev.glasshouse.http.websocket.ClosedException;
import dev.glasshouse.http.websocket.Conversation;
import dev.glasshouse.http.websocket.Message;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.PushReason;
import dev.glasshouse.journey.PushStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/**
 * The ways to be told of a topic: asking (polling), asking and waiting (long polling), an event
 * stream, and a conversation. The first three take the number of the last event that is known in
 * the query, as {@code after=N}; an event stream in {@code Last-Event-ID}, too. When the server is
 * about to end, who waits is answered, streams come to their end, and conversations are closed.
 */
public final class TopicHandlers {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Topic topic;

  /** Those of a topic. */
  public TopicHandlers(Topic topic) {
    this.topic = topic;
  }

  /** Answers at once with what there is: polling. */
  public Handler asking() {
    return request -> answer(topic.after(known(request)));
  }

  /**
   * Answers at once, and pushes the answer to the next question, where the client takes pushes
   * (HTTP/2).
   *
   * @param next the target of a question after an event, which {@link #waiting} answers
   */
  public Handler pushing(Function<Long, String> next) {
    return Handler.talkative((request, aside) -> {
      News news = topic.after(known(request));
      var following =
          new Request(
              request.method(),
              request.scheme(),
              request.authority(),
              next.apply(news.last()),
              request.version(),
              request.fields().without("Content-Length"),
              Body.NONE,
              request.peer());
      boolean pushed = aside.push(following);
      return answer(news).with("Pushed", pushed ? following.target() : "none");
    });
  }

  /** Answers when there is news, or none for a while: long polling. No thread waits. */
  public Handler waiting() {
    return Handler.talkative((request, aside) -> {
      try {
        CompletableFuture<News> news =
            topic.next(known(request), topic.limits().waiting(), aside.trail());
        aside.whenEnding(() -> topic.release(news));
        var response = news.thenApply(TopicHandlers::answer);
        var _ =
            response.whenComplete((_, why) -> {
              if (why != null) {
                // The client has gone: so the topic knows it, too.
                news.cancel(false);
              }
            });
        return Response.later(response);
      } catch (FullException e) {
        return full("long polling", e, aside.trail());
      }
    });
  }

  /** An event stream. */
  public Handler streaming() {
    return Handler.talkative((request, aside) -> {
      try {
        Subscription its = topic.subscribe(known(request), "event stream", aside.trail());
        aside.whenGone(() -> its.end(Because.of(PushReason.CLIENT_GONE)));
        aside.whenEnding(() -> its.end(Because.of(PushReason.SERVER_ENDS)));
        return Response.of(Status.OK)
            .with("Content-Type", "text/event-stream")
            .with("Cache-Control", "no-store")
            .with("X-Accel-Buffering", "no")
            .with(Body.streaming(new EventStream(its, topic.limits())));
      } catch (FullException e) {
        return full("event stream", e, aside.trail());
      }
    });
  }

  /** What is done with what comes in conversations. */
  @FunctionalInterface
  public interface Heard {
    /** A message came. */
    void heard(Conversation conversation, Request request, Message message) throws IOException;

    /** A conversation has begun. */
    default void begun(Request request) {}

    /** A conversation that had begun is over. */
    default void ended(Request request) {}
  }

  /** A conversation in which each event is a text in JSON. */
  public Handler talking(WebSocketOptions options, Heard heard) {
    return new WebSocketEndpoint(
        options, (conversation, request) -> talk(conversation, request, heard));
  }

  private void talk(Conversation conversation, Request request, Heard heard) throws IOException {
    Subscription its;
    try {
      its = topic.subscribe(known(request), "WebSocket", conversation.trail());
    } catch (FullException e) {
      conversation.close(CloseCode.TRY_AGAIN_LATER, "");
      return;
    }
    heard.begun(request);
    try (its) {
      its.whenEnded(() -> drop(conversation, its));
      Thread.ofVirtual().name("glass-told").start(() -> tell(conversation, its));
      for (Optional<Message> next = conversation.receive();
          next.isPresent();
          next = conversation.receive()) {
        heard.heard(conversation, request, next.get());
      }
    } finally {
      heard.ended(request);
    }
  }

  private void tell(Conversation conversation, Subscription its) {
    try {
      while (its.ended().isEmpty()) {
        Optional<Event> event = its.take(topic.limits().heartbeat());
        if (event.isPresent()) {
          String text = JSON.writeValueAsString(event.get());
          conversation.send(text);
          its.sent(text.length());
        }
      }
    } catch (ClosedException _) {
      // Closed in the meantime; who receives knows it.
    } catch (IOException _) {
      conversation.abort(Because.of(PushReason.CLIENT_GONE));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells who was too slow, where it still reads, and gives it up. */
  private static void drop(Conversation conversation, Subscription its) {
    Because why = its.ended().orElse(Because.HAPPENED);
    boolean slow = why.reason() == PushReason.TOO_SLOW;
    if (slow) {
      conversation.abort(why);
    } else if (why.reason() != PushReason.LEFT) {
      try {
        conversation.close(CloseCode.GOING_AWAY, "");
      } catch (IOException _) {
        conversation.abort(why);
      }
    }
  }

  /** The number of the last event that is known; 0 where none is said, or it is no number. */
  private static long known(Request request) {
    Optional<String> said = request.fields().first("Last-Event-ID");
    for (String part : request.query().split("&", -1)) {
      if (said.isEmpty() && part.startsWith("after=")) {
        said = Optional.of(part.substring(6));
      }
    }
    String text = said.orElse("");
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  /** An answer in JSON: the events, and the number to ask for the next after. */
  private static Response answer(News news) {
    record Told(long last, boolean whole, List<Event> events) {}
    byte[] json = JSON.writeValueAsBytes(new Told(news.last(), news.whole(), news.events()));
    return Response.of(Status.OK)
        .with("Content-Type", "application/json")
        .with("Cache-Control", "no-store")
        .with(Body.of(json));
  }

  private static Response full(String way, FullException why, Trail trail) {
    if (trail.on()) {
      trail.mark(
          new PushStep.PushRefused(way, Status.SERVICE_UNAVAILABLE.code()),
          Because.of(PushReason.TOO_MANY, why.most()));
    }
    return Response.text(Status.SERVICE_UNAVAILABLE, "Too many listen already.\n")
        .with("Retry-After", "5");
  }
}
