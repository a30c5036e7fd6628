package dev.glasshouse.edge;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.Trail;
import java.util.Optional;

/**
 * Whoever answers the requests that are passed on: one server behind us, a pool of them, or
 * something that stands in front of such. What it gets is ready to be sent: the fields of the
 * client's own connection are gone. Safe for many threads; calls block, on virtual threads.
 */
@FunctionalInterface
public interface Origin {
  /**
   * Sends a request on, and waits for the head of its answer.
   *
   * @param request the request; its authority is what the server is to be told
   * @param aside takes interim responses as they come, and has the trail of the story
   * @return the answer, whose body streams, and must be read to the end or closed
   * @throws OriginException when there is none, with the status for the client
   */
  Response send(Request request, Aside aside) throws OriginException;

  /** Sends a request whose interim responses nobody wants. */
  default Response send(Request request, Trail trail) throws OriginException {
    return send(request, Aside.silent(trail));
  }

  /**
   * The answer, where it can be given at once: nothing is sent on and nothing waited for, so that
   * an event loop may ask. Empty where it cannot; nothing was done then.
   */
  default Optional<Response> atOnce(Request request, Trail trail) {
    return Optional.empty();
  }
}
