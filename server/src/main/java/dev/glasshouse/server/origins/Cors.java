package dev.glasshouse.server.origins;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.RouteStep;
import dev.glasshouse.server.json.Problem;
import java.io.IOException;

/**
 * Answers the questions that browsers ask before pages of other origins may use a program
 * (preflights), and says on its answers which pages may read them. A page that may not is not kept
 * from asking by this: what it must not change is guarded by {@link Csrf}.
 */
public final class Cors {
  private final CorsRules rules;

  /** By these rules. */
  public Cors(CorsRules rules) {
    this.rules = rules;
  }

  /** A program with this before it. */
  public Handler around(Handler program) {
    return Handler.talkative((request, aside) -> answer(program, request, aside));
  }

  private Response answer(Handler program, Request request, Aside aside) throws IOException {
    CorsVerdict verdict = CorsVerdict.of(rules, request);
    if (aside.trail().on() && !verdict.origin().isEmpty()) {
      aside
          .trail()
          .mark(
              new RouteStep.OriginJudged(
                  "CORS", verdict.origin(), verdict.allowed() ? "allowed" : "refused"),
              verdict.because());
    }
    if (verdict.preflight()) {
      Response answer =
          verdict.allowed()
              ? Response.of(Status.NO_CONTENT)
              : Problem.of(Status.FORBIDDEN, "pages of " + verdict.origin() + " may not do this")
                  .response();
      return answer.with(answer.fields().plus(verdict.fields()));
    }
    Response response = program.handle(request, aside);
    return response.with(response.fields().plus(verdict.fields()));
  }
}
