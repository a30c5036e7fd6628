package dev.glasshouse.server.json;

import dev.glasshouse.http.Request;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.RouteStep;
import dev.glasshouse.journey.Trail;

/** A body that cannot be used: what the client is told, and why. */
public record Refusal(Problem problem, Because because) {

  /** Tells it in the request's story. */
  public ProblemException told(Request request, Trail trail) {
    if (trail.on()) {
      trail.mark(
          new RouteStep.BodyRefused(
              request.fields().first("Content-Type").orElse(""),
              problem.status().code(),
              problem.detail()),
          because);
    }
    return problem.exception();
  }
}
