package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.util.Optional;

/**
 * A fetch from its first URL to its final answer (<a
 * href="https://fetch.spec.whatwg.org/#main-fetch">Fetch, "main fetch"</a>), with its steps in the
 * standard's order; each redirect goes through all of them again.
 */
final class MainFetch {
  private static final Clause MAIN = Clause.of("WHATWG Fetch", "4.1");

  private final Course course;

  MainFetch(Fetcher fetcher, FetchRequest request, FetchRow row) {
    this.course = new Course(fetcher, request, row);
  }

  FetchResponse run() throws IOException {
    while (true) {
      upgrade();
      block();
      Optional<FetchResponse> answer = schemeFetch();
      if (answer.isPresent()) {
        return answer.get();
      }
    }
  }

  /** Steps 5, 6 and 10: the URL may have to be a secure one. */
  private void upgrade() {
    // Comes with the verdicts on mixed content and HSTS.
  }

  /** Step 7: what is not asked at all. */
  private void block() throws FetchException {
    Url url = course.url();
    if (BadPorts.blocks(url)) {
      throw Problems.refused(
          url,
          Because.of(
              FetchReason.BAD_PORT, Clause.of("WHATWG Fetch", "2.9"), url.port().getAsInt()));
    }
  }

  /**
   * Steps 12 and 13, and <a href="https://fetch.spec.whatwg.org/#scheme-fetch">"scheme fetch"</a>.
   * Empty when a redirect is followed.
   */
  private Optional<FetchResponse> schemeFetch() throws IOException {
    Url url = course.url();
    if (!url.isHttp()) {
      return Optional.of(
          new LocalFetch(course.request(), course.fetcher().limits(), course.row()).run());
    }
    boolean foreign =
        course.request().client().filter(c -> !c.origin().isSameOrigin(url.origin())).isPresent();
    if (foreign || course.tainting() != Tainting.BASIC) {
      switch (course.request().mode()) {
        case NAVIGATE -> {}
        case SAME_ORIGIN ->
            throw Problems.refused(url, Because.of(FetchReason.SAME_ORIGIN_ONLY, MAIN));
        case NO_CORS -> course.taint(Tainting.OPAQUE);
        case CORS -> {
          course
              .fetcher()
              .notSupported("CORS check", url.origin().toString(), "no check", course.trail());
          course.taint(Tainting.CORS);
        }
      }
    }
    return new HttpFetch(course).run();
  }
}
