package dev.glasshouse.server.routes;

import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Response;
import java.io.IOException;

/** The part of a program that answers the requests of one route. Called on virtual threads. */
@FunctionalInterface
public interface Endpoint {
  /**
   * Answers a request.
   *
   * @throws dev.glasshouse.server.json.ProblemException what the client is told
   * @throws IOException what the client sees as 500
   */
  Response answer(Call call) throws IOException;

  /** A handler as the part of a program. */
  static Endpoint of(Handler handler) {
    return call -> handler.handle(call.request(), call.aside());
  }
}
