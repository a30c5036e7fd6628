package dev.glasshouse.http;

import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What answers the requests that come to a server of ours. Called on virtual threads. */
@FunctionalInterface
public interface Handler {
  /** A handler that says more than its response. */
  @FunctionalInterface
  interface Talkative {
    /** As {@link Handler#handle(Request, Aside)}. */
    Response handle(Request request, Aside aside) throws IOException;
  }

  /**
   * Answers a request. The request's body may be read while and until it returns, and while the
   * response's body is read.
   *
   * @return the response; its body is closed when it was sent
   * @throws IOException what the client sees as 500, or as a broken connection once the head is out
   */
  Response handle(Request request) throws IOException;

  /**
   * Answers a request, and may say something aside while it works on that. Servers call this one.
   *
   * @param aside takes interim responses and pushes until this returns
   */
  default Response handle(Request request, Aside aside) throws IOException {
    return handle(request);
  }

  /**
   * Answers a request where that can be done at once: nothing is read or sent, nothing is waited
   * for, and the content is in memory. Servers may ask on an event loop, before they call {@link
   * #handle(Request, Aside)}; where this is empty nothing was done, and they call that.
   *
   * @param request a request without content
   * @param trail where is told what was done
   */
  default Optional<Response> atOnce(Request request, Trail trail) {
    return Optional.empty();
  }

  /**
   * Begins to answer a request where that needs no thread: nothing is waited for here, and the
   * answer comes later. Servers may ask on the event loop of the client's connection, where {@link
   * #atOnce} was empty; where this is false nothing was done, and they call {@link #handle(Request,
   * Aside)}.
   *
   * @param request a request without content
   * @param aside as there, until the answer comes
   * @param loop the event loop that this is called on
   * @param then takes the answer, on whatever thread, once; must not block
   */
  default boolean begin(Request request, Aside aside, Executor loop, Consumer<Response> then) {
    return false;
  }

  /** A handler that uses what is there to be said aside. */
  static Handler talkative(Talkative talkative) {
    return new Handler() {
      @Override
      public Response handle(Request request) throws IOException {
        return talkative.handle(request, Aside.NONE);
      }

      @Override
      public Response handle(Request request, Aside aside) throws IOException {
        return talkative.handle(request, aside);
      }
    };
  }
}
