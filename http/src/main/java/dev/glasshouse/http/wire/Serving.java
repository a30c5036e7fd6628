package dev.glasshouse.http.wire;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.function.BooleanSupplier;

/**
 * What every connection of a server needs.
 *
 * @param handler what answers
 * @param limits its limits
 * @param trail where it tells of each request that it served
 * @param fields what makes the fields of its responses
 */
public record Serving(Handler handler, Limits limits, Trail trail, ResponseFields fields) {

  /**
   * Lets the handler answer; what goes wrong in it becomes 500.
   *
   * @param number the connection's number
   * @param client asked when the handler failed: whether that was the client's doing
   */
  public Response answer(Request request, Aside aside, long number, BooleanSupplier client) {
    try {
      return handler.handle(request, aside);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      if (!client.getAsBoolean() && trail.on()) {
        trail.mark(
            new HttpStep.ExchangeFailed(number, Texts.of(e)),
            Because.of(HttpReason.HANDLER_FAILED, Texts.of(e)));
      }
      return Response.text(Status.INTERNAL_SERVER_ERROR, "500 Internal Server Error\n");
    }
  }

  /** Tells that a request was answered. */
  public void tell(
      SocketAddress peer,
      long begin,
      String method,
      String target,
      Status status,
      long bytes,
      Because because) {
    if (trail.on()) {
      String text = String.valueOf(peer);
      trail.add(
          begin,
          new HttpStep.RequestServed(
              text.startsWith("/") ? text.substring(1) : text,
              method,
              target,
              status.code(),
              bytes),
          because);
    }
  }
}
