package dev.glasshouse.server.sites;

import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;

/** Answers that say no in a line. */
final class Refusals {
  private Refusals() {}

  static Response of(Status status, String why) {
    return Response.text(status, status.code() + " " + status.phrase() + ": " + why + ".\n")
        .with("X-Content-Type-Options", "nosniff")
        .standingIn();
  }
}
