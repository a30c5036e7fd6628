package dev.glasshouse.edge;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.Trail;
import java.util.Optional;
import java.util.concurrent.Executor;

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

  /** Takes what comes of a request that no thread waits for; is called once, and must not block. */
  interface Taker {
    /** The answer has come; its body must be read to the end or closed. */
    void answered(Response response);

    /** There is none. */
    void failed(OriginException problem);
  }

  /** Whether it is worth asking for {@link #begin}. */
  default boolean isPrompt() {
    return false;
  }

  /**
   * Sends a request on where that needs no thread that waits: on the event loop of the client's
   * connection. Where this is false nothing was done, and {@link #send(Request, Aside)} is to be
   * called.
   *
   * @param request a request without content, for no other protocol
   * @param loop the event loop that this is called on
   * @param then takes what comes of it, on whatever thread
   */
  default boolean begin(Request request, Aside aside, Executor loop, Taker then) {
    return false;
  }

  /** Whether it is worth asking for {@link #atOnce}. */
  default boolean keepsAnswers() {
    return false;
  }

  /**
   * The answer, where it can be given at once: nothing is sent on and nothing waited for, so that
   * an event loop may ask. Empty where it cannot; nothing was done then.
   */
  default Optional<Response> atOnce(Request request, Trail trail) {
    return Optional.empty();
  }
}
