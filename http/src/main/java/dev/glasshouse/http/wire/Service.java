package dev.glasshouse.http.wire;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Stories;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** One request on its way through a server, from its head to the end of its answer. */
public final class Service {
  private final Serving serving;
  private final Request request;
  private final Stories.Story story;
  private final long begin;
  private final long clock = System.nanoTime();

  Service(Serving serving, Request request) {
    this.serving = serving;
    this.request = request;
    this.story = serving.stories().begin(request);
    this.begin = story.trail().now();
  }

  /** Where its story is told. */
  public Trail trail() {
    return story.trail();
  }

  /**
   * Lets the handler answer; what goes wrong in it becomes 500.
   *
   * @param number the connection's number
   * @param client asked when the handler failed: whether that was the client's doing
   */
  public Response answer(Aside aside, long number, BooleanSupplier client) {
    try {
      return serving.handler().handle(request, aside);
    } catch (IOException | RuntimeException | Error e) {
      if (!client.getAsBoolean() && trail().on()) {
        trail()
            .mark(
                new HttpStep.ExchangeFailed(number, Texts.of(e)),
                Because.of(HttpReason.HANDLER_FAILED, Texts.of(e)));
      }
      return Response.text(Status.INTERNAL_SERVER_ERROR, "500 Internal Server Error\n");
    }
  }

  /** Its answer is out, or broke off. */
  public void over(Status status, long bytes, Because because) {
    Serving.tell(
        trail(),
        request.peer(),
        begin,
        request.method().name(),
        request.target(),
        status,
        bytes,
        because);
    var took = Duration.ofNanos(System.nanoTime() - clock);
    story.end(new Stories.Served(request, status, bytes, took, because));
  }
}
