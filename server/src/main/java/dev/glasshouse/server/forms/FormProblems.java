package dev.glasshouse.server.forms;

import dev.glasshouse.http.Request;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.RouteReason;
import dev.glasshouse.server.json.Problem;
import dev.glasshouse.server.json.Refusal;

/** What may be wrong with a form, as the client is told it. */
final class FormProblems {
  private FormProblems() {}

  /** 400: it is not what it says it is. */
  static Refusal malformed(String why) {
    return new Refusal(
        Problem.of(Status.BAD_REQUEST, "the form cannot be read: " + why),
        Because.of(RouteReason.MALFORMED, Clause.rfc(7578, "4"), why));
  }

  /** 413: more of something than is taken. */
  static Refusal tooMuch(long most, String what) {
    return new Refusal(
        Problem.of(Status.CONTENT_TOO_LARGE, "at most " + most + " " + what + " are taken")
            .with("limit", most),
        Because.of(RouteReason.TOO_LONG, Clause.rfc(9110, "15.5.14"), most, what));
  }

  /** 415: it is no form. */
  static Refusal noForm(Request request, String taken) {
    String said = request.fields().first("Content-Type").orElse("");
    return new Refusal(
        Problem.of(new Status(415), "the body must be " + taken).saying("Accept", taken),
        said.isEmpty()
            ? Because.of(RouteReason.MEDIA_MISSING, Clause.rfc(9110, "15.5.16"), taken)
            : Because.of(RouteReason.MEDIA_WRONG, Clause.rfc(9110, "15.5.16"), taken, said));
  }
}
