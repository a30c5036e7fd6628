package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cors.Preflight;
import dev.glasshouse.fetch.cors.PreflightCache;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Asks a server whether it takes a request, unless it said so before (<a
 * href="https://fetch.spec.whatwg.org/#cors-preflight-fetch">Fetch, "CORS-preflight fetch"</a>).
 */
final class PreflightFetch {
  private final Course course;
  private final Preflight preflight;
  private final Trail trail;

  PreflightFetch(Course course, Preflight preflight) {
    this.course = course;
    this.preflight = preflight;
    this.trail = course.trail();
  }

  /** Returns when the request may be sent; throws when it may not. */
  void run() throws IOException {
    PreflightCache cache = course.fetcher().security().preflights();
    PreflightCache.Key key = course.preflightKey(preflight.with());
    Instant now = course.fetcher().clock().instant();
    Optional<Duration> left = cache.covers(key, preflight, now);
    if (left.isPresent()) {
      tell(
          new PolicyStep.PreflightRemembered(course.url().display(), left.get()),
          Because.of(
              PolicyReason.PREFLIGHT_CACHED, Clause.of("WHATWG Fetch", "CORS-preflight cache")));
      return;
    }
    tell(
        new PolicyStep.PreflightNeeded(
            course.url().display(), preflight.method().toString(), preflight.unsafeNames()),
        preflight.because());
    Preflight.Verdict verdict = ask();
    switch (verdict) {
      case Preflight.Verdict.Passed passed -> {
        cache.put(key, passed, course.fetcher().clock().instant());
        tell(
            new PolicyStep.PreflightPassed(
                course.url().display(), passed.methods(), passed.names(), passed.holds()),
            passed.because());
      }
      case Preflight.Verdict.Refused refused -> throw course.blocked("CORS", refused.because());
    }
  }

  /** Steps 1 to 7: without credentials, and no redirect is followed. */
  private Preflight.Verdict ask() throws IOException {
    Fields fields = Fields.of("Accept", "*/*");
    for (Field field : preflight.question()) {
      fields = fields.plus(field.name(), field.value());
    }
    FetchRequest question =
        course
            .request()
            .but()
            .method(Method.OPTIONS)
            .fields(fields)
            .body(Body.NONE)
            .credentials(FetchRequest.Credentials.OMIT)
            .redirect(FetchRequest.Redirect.MANUAL)
            .build();
    var exchange = new Exchange(course, question, Optional.empty());
    Response response = exchange.send();
    exchange.finish(response);
    return preflight.read(course.serializedOrigin(), response.status(), response.fields());
  }

  private void tell(PolicyStep step, Because because) {
    if (trail.on()) {
      trail.mark(step, because);
    }
  }
}
