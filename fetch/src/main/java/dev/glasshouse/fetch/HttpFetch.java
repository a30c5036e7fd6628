package dev.glasshouse.fetch;

import dev.glasshouse.http.Response;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.util.Optional;

/**
 * One URL of a fetch over HTTP: a request, its response, and what follows from it (<a
 * href="https://fetch.spec.whatwg.org/#http-fetch">Fetch, "HTTP fetch"</a>, and <a
 * href="https://fetch.spec.whatwg.org/#http-redirect-fetch">"HTTP-redirect fetch"</a>).
 */
final class HttpFetch {
  private final Course course;

  HttpFetch(Course course) {
    this.course = course;
  }

  /** The final answer; empty when a redirect is followed, and the course leads on. */
  Optional<FetchResponse> run() throws IOException {
    var exchange = new Exchange(course);
    Response response = exchange.send();
    if (!response.status().isRedirect()) {
      return Optional.of(exchange.answer(response));
    }
    return switch (redirect(response)) {
      case RedirectVerdict.Followed followed -> {
        exchange.finish(response);
        follow(response, followed);
        yield Optional.empty();
      }
      case RedirectVerdict.Refused refused -> {
        exchange.finish(response);
        throw refuse(response, refused);
      }
      case RedirectVerdict.Answer _ -> Optional.of(exchange.answer(response));
    };
  }

  private RedirectVerdict redirect(Response response) {
    return RedirectVerdict.decide(
        new RedirectVerdict.Facts(
            course.request(),
            response.status(),
            response.fields(),
            course.urls(),
            course.fetcher().limits()));
  }

  private void follow(Response response, RedirectVerdict.Followed to) {
    Trail trail = course.trail();
    if (trail.on()) {
      trail.mark(
          new FetchStep.Redirected(
              response.status().code(),
              course.url().display(),
              to.to().display(),
              to.method().toString(),
              course.urls().size()),
          to.because());
    }
    course.follow(to);
  }

  private FetchException refuse(Response response, RedirectVerdict.Refused refused) {
    Trail trail = course.trail();
    if (trail.on()) {
      trail.mark(
          new FetchStep.RedirectRefused(
              response.status().code(), course.url().display(), refused.named()),
          refused.because());
      if (refused.because().reason() == FetchReason.REDIRECT_LIMIT
          || refused.because().reason() == FetchReason.REDIRECT_CIRCLE) {
        trail.mark(
            new JourneyStep.LimitReached(
                "redirects",
                course.fetcher().limits().redirects(),
                "redirects",
                course.urls().getFirst().display()),
            refused.because());
      }
    }
    return Problems.refused(course.url(), refused.because());
  }
}
