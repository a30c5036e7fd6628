package dev.glasshouse.server.json;

import java.io.IOException;

/** Ends the work on a request: the client is told the problem. */
public final class ProblemException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.status() + " " + problem.title() + ": " + problem.detail());
    this.problem = problem;
  }

  /** What the client is told. */
  public Problem problem() {
    return problem;
  }
}
