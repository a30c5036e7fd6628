package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cors.CorsVerdict;
import dev.glasshouse.fetch.cors.Preflight;
import dev.glasshouse.fetch.cors.ResourcePolicy;
import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.fetch.cors.TimingCheck;
import dev.glasshouse.fetch.hsts.HstsStore;
import dev.glasshouse.fetch.referrer.ReferrerPolicy;
import dev.glasshouse.http.HttpsOnlyException;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.VersionStep;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.util.Optional;

/**
 * One URL of a fetch over HTTP: a preflight where one is needed, a request, its response, and what
 * follows from it (<a href="https://fetch.spec.whatwg.org/#http-fetch">Fetch, "HTTP fetch"</a>, and
 * <a href="https://fetch.spec.whatwg.org/#http-redirect-fetch">"HTTP-redirect fetch"</a>).
 */
final class HttpFetch {
  private final Course course;
  private final Optional<Preflight> preflight;

  HttpFetch(Course course, Optional<Preflight> preflight) {
    this.course = course;
    this.preflight = preflight;
  }

  /** The final answer; empty when a redirect is followed, and the course leads on. */
  Optional<FetchResponse> run() throws IOException {
    try {
      return go();
    } catch (IOException e) {
      // Main fetch, the step on CORS with a preflight: what was allowed does not hold any more.
      preflight.ifPresent(
          it -> course.fetcher().security().preflights().remove(course.preflightKey(it.with())));
      throw e;
    }
  }

  private Optional<FetchResponse> go() throws IOException {
    if (preflight.isPresent()) {
      new PreflightFetch(course, preflight.get()).run();
    }
    var authentication = new Authentication(course);
    var exchange = new Exchange(course, course.request(), authentication.before());
    Response response;
    try {
      response = exchange.send();
    } catch (HttpsOnlyException e) {
      upgrade(e);
      return Optional.empty();
    }
    for (Optional<Authentication.Told> again = authentication.after(response);
        again.isPresent();
        again = authentication.after(response)) {
      exchange.finish(response);
      exchange = new Exchange(course, course.request(), again);
      response = exchange.send();
    }
    try {
      checkSharing(response);
    } catch (IOException e) {
      exchange.finish(response);
      throw e;
    }
    noteTiming(response);
    return response.status().isRedirect()
        ? redirect(exchange, response)
        : Optional.of(exchange.answer(response));
  }

  /** RFC 9460 9.5: as if the server had redirected with 307, before anything was sent. */
  private void upgrade(HttpsOnlyException why) {
    Url from = course.url();
    Url to = HstsStore.secured(from);
    if (course.trail().on()) {
      course
          .trail()
          .mark(new VersionStep.UpgradedToHttps(from.display(), to.display()), why.because());
    }
    course.replace(to);
  }

  /** The steps on the CORS check and on the resource policy: whether the asker may have it. */
  private void checkSharing(Response response) throws FetchException {
    switch (course.tainting()) {
      case BASIC, OPAQUE_REDIRECT -> {}
      case OPAQUE -> {
        Optional<Because> blocked =
            ResourcePolicy.blocks(
                course.origin(),
                course.url().origin(),
                response.fields(),
                course.embedder(),
                course.sendsCredentials(course.request()));
        if (blocked.isPresent()) {
          boolean embedder = blocked.get().reason() == PolicyReason.COEP_DEMANDS;
          throw course.withheld(embedder ? "COEP" : "CORP", blocked.get());
        }
      }
      case CORS -> cors(response);
    }
  }

  private void cors(Response response) throws FetchException {
    String origin = course.serializedOrigin();
    switch (CorsVerdict.decide(origin, MainFetch.with(course.request()), response.fields())) {
      case CorsVerdict.Passed(String allowed, Because because) -> {
        if (course.trail().on()) {
          course
              .trail()
              .mark(new PolicyStep.CorsPassed(course.url().display(), origin, allowed), because);
        }
      }
      case CorsVerdict.Refused(Because because) -> throw course.withheld("CORS", because);
    }
  }

  private void noteTiming(Response response) {
    Trail trail = course.trail();
    if (course.tainting() == Tainting.BASIC || !trail.on()) {
      return;
    }
    boolean allowed = TimingCheck.passes(course.serializedOrigin(), response.fields());
    Clause clause = Clause.of("WHATWG Fetch", "TAO check");
    trail.mark(
        new PolicyStep.TimingShared(course.url().display(), allowed),
        Because.of(allowed ? PolicyReason.TIMING_NAMED : PolicyReason.TIMING_NOT_NAMED, clause));
  }

  private Optional<FetchResponse> redirect(Exchange exchange, Response response)
      throws IOException {
    var facts =
        new RedirectVerdict.Facts(
            course.request(),
            course.tainting(),
            response.status(),
            response.fields(),
            course.urls(),
            course.fetcher().limits());
    return switch (RedirectVerdict.decide(facts)) {
      case RedirectVerdict.Followed followed -> {
        exchange.finish(response);
        follow(response, followed);
        yield Optional.empty();
      }
      case RedirectVerdict.Refused refused -> {
        exchange.finish(response);
        throw refuse(response, refused);
      }
      case RedirectVerdict.Answer answer -> {
        if (answer.because().reason() == FetchReason.REDIRECT_MANUAL
            && course.request().mode() != FetchRequest.Mode.NAVIGATE
            && course.request().client().isPresent()) {
          course.taint(Tainting.OPAQUE_REDIRECT);
        }
        yield Optional.of(exchange.answer(response));
      }
    };
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
    Optional<ReferrerPolicy> policy =
        ReferrerPolicy.ofField(response.fields().elements("Referrer-Policy"));
    if (policy.isPresent() && policy.get() != course.referrerPolicy()) {
      if (trail.on()) {
        trail.mark(
            new PolicyStep.ReferrerPolicyChanged(course.url().display(), policy.get().toString()),
            Because.of(PolicyReason.REFERRER_REDIRECT, Clause.of("Referrer Policy", "8.2")));
      }
      course.referrerPolicy(policy.get());
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
