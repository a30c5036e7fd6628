package dev.glasshouse.server.origins;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.RouteStep;
import dev.glasshouse.server.json.Problem;
import java.io.IOException;
import java.util.Set;

/**
 * Keeps pages of other sites from changing something in a program in the name of whoever looks at
 * them: by what browsers say of every request. For clients that do not say it, a form has a token
 * beside ({@link DoubleSubmit}, or one that the session holds).
 */
public final class Csrf {
  private final Set<String> trusted;

  private Csrf(Set<String> trusted) {
    this.trusted = trusted;
  }

  /** Lets in pages of the program's own origin, and of these. */
  public static Csrf trusting(String... origins) {
    return new Csrf(Set.of(origins));
  }

  /** A program with this before it. */
  public Handler around(Handler program) {
    return Handler.talkative((request, aside) -> answer(program, request, aside));
  }

  private Response answer(Handler program, Request request, Aside aside) throws IOException {
    CsrfVerdict verdict = CsrfVerdict.of(request, trusted);
    if (aside.trail().on() && !request.method().isSafe()) {
      aside
          .trail()
          .mark(
              new RouteStep.OriginJudged(
                  "CSRF", verdict.origin(), verdict.allowed() ? "allowed" : "refused"),
              verdict.because());
    }
    return verdict.allowed()
        ? program.handle(request, aside)
        : Problem.of(Status.FORBIDDEN, "pages of other sites may not do this").response();
  }
}
