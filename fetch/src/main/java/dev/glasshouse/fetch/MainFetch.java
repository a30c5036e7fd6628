package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cors.CorsVerdict;
import dev.glasshouse.fetch.cors.Preflight;
import dev.glasshouse.fetch.cors.SafeFields;
import dev.glasshouse.fetch.csp.Directive;
import dev.glasshouse.fetch.csp.Policies;
import dev.glasshouse.fetch.csp.Policy;
import dev.glasshouse.fetch.csp.Violation;
import dev.glasshouse.fetch.hsts.HstsStore;
import dev.glasshouse.fetch.integrity.Integrity;
import dev.glasshouse.fetch.mixed.InsecureUpgrade;
import dev.glasshouse.fetch.mixed.MixedVerdict;
import dev.glasshouse.fetch.priority.Loading;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.client.Partition;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Site;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fetch from its first URL to its final answer (<a
 * href="https://fetch.spec.whatwg.org/#main-fetch">Fetch, "main fetch"</a>), with its steps in the
 * standard's order; each redirect goes through all of them again.
 */
final class MainFetch {
  private static final Clause MAIN = Clause.of("WHATWG Fetch", "4.1");

  private final Course course;

  MainFetch(Course course) {
    this.course = course;
  }

  FetchResponse run() throws IOException {
    KeepAlives all = course.fetcher().keepAlives();
    var gate =
        new KeepAliveGate(
            course.request(), course.trail(), course.fetcher().limits().rules().keepalive());
    long taken = gate.enter(all);
    try {
      return follow();
    } finally {
      // The quota is for what is sent: when the answer is there, it is.
      all.give(KeepAliveGate.page(course.request()), taken);
    }
  }

  /** The same, for one whose place in the quota is taken already. */
  FetchResponse follow() throws IOException {
    dropForbiddenFields();
    while (true) {
      contentSecurity(Policy.Disposition.REPORT);
      upgradeInsecureRequests();
      mixedContent();
      badPort();
      contentSecurity(Policy.Disposition.ENFORCE);
      transportSecurity();
      Optional<FetchResponse> answer = schemeFetch();
      if (answer.isPresent()) {
        return answer.get();
      }
    }
  }

  /**
   * Whether the asker may have what another fetch brought ahead of it: the same rules for each URL
   * that led there.
   */
  void admit(List<Url> through) throws FetchException {
    admit();
    for (Url url : through.subList(1, through.size())) {
      course.passed(url);
      admit();
    }
  }

  private void admit() throws FetchException {
    contentSecurity(Policy.Disposition.REPORT);
    upgradeInsecureRequests();
    contentSecurity(Policy.Disposition.ENFORCE);
  }

  /** Has a connection stand for fetches to come (HTML, "preconnect"); no request is sent. */
  void connect() throws IOException {
    upgradeInsecureRequests();
    mixedContent();
    badPort();
    transportSecurity();
    FetchRequest request = course.request();
    course.taint(request.tainting(course.url(), course.tainting()));
    var sharing =
        new Partition(
            Exchange.partition(request, course.url()).map(Site::toString).orElse(""),
            course.sendsCredentials(request));
    course
        .fetcher()
        .client()
        .connect(Request.to(request.method(), course.url()), sharing, course.trail());
  }

  /**
   * What scripts may not say (Fetch, 5.1 "validate", for the guards "request" and
   * "request-no-cors").
   */
  private void dropForbiddenFields() throws FetchException {
    FetchRequest request = course.request();
    if (request.terms().inserted() != Terms.Inserted.BY_SCRIPT) {
      return;
    }
    if (SafeFields.isForbidden(request.method())) {
      throw course.blocked(
          "Fetch", Because.of(PolicyReason.FIELD_FORBIDDEN, Clause.of("WHATWG Fetch", "2.2.1")));
    }
    boolean plain = request.mode() == FetchRequest.Mode.NO_CORS;
    var kept = new ArrayList<Field>();
    var dropped = new ArrayList<String>();
    for (Field field : request.fields()) {
      boolean unsafe = plain && !SafeFields.unsafeNames(Fields.copyOf(List.of(field))).isEmpty();
      if (SafeFields.isForbidden(field) || unsafe) {
        dropped.add(field.name());
      } else {
        kept.add(field);
      }
    }
    if (dropped.isEmpty()) {
      return;
    }
    course.fields(Fields.copyOf(kept));
    tell(
        new PolicyStep.FieldsDropped(request.url().display(), dropped),
        Because.of(PolicyReason.FIELD_FORBIDDEN, Clause.of("WHATWG Fetch", "2.2.2")));
  }

  /**
   * What the page lets itself load: step 4 of what is only reported, step 7 of what is enforced.
   * Between the two stand the upgrades, so that {@code img-src https:} forbids nothing that is
   * asked for over https in the end.
   */
  private void contentSecurity(Policy.Disposition disposition) throws FetchException {
    FetchRequest request = course.request();
    if (request.client().isEmpty() || request.client().get().policies().all().isEmpty()) {
      return;
    }
    Optional<Directive> directive = directive(request);
    if (directive.isEmpty()) {
      return;
    }
    List<Violation> violations =
        request
            .client()
            .get()
            .policies()
            .request(
                new Policies.Facts(
                    course.url(),
                    directive.get(),
                    course.urls().size() - 1,
                    request.terms().nonce(),
                    Integrity.parse(request.terms().integrity()).hashes(),
                    request.terms().inserted() == Terms.Inserted.BY_PARSER))
            .stream()
            .filter(violation -> violation.policy().disposition() == disposition)
            .toList();
    for (Violation violation : violations) {
      tell(
          new PolicyStep.CspViolated(
              violation.blocked(),
              violation.directive().toString(),
              violation.policy().disposition().toString()),
          violation.because());
      course
          .fetcher()
          .report(
              request.client().get(),
              violation,
              Optional.of(course.urls().getFirst()),
              course.trail());
    }
    if (disposition == Policy.Disposition.ENFORCE && !violations.isEmpty()) {
      throw course.blocked("CSP", violations.getFirst().because());
    }
  }

  /** Content Security Policy 3, 6.8.1; a page of its own is nobody's part. */
  private static Optional<Directive> directive(FetchRequest request) {
    if (request.terms().loading() == Loading.PREFETCH) {
      // What a page to come may use it for is not known yet.
      return Optional.of(Directive.DEFAULT_SRC);
    }
    return switch (request.destination()) {
      case DOCUMENT, REPORT -> Optional.empty();
      case IFRAME, FRAME -> Optional.of(Directive.FRAME_SRC);
      case OBJECT, EMBED -> Optional.of(Directive.OBJECT_SRC);
      case STYLE -> Optional.of(Directive.STYLE_SRC_ELEM);
      case SCRIPT, XSLT -> Optional.of(Directive.SCRIPT_SRC_ELEM);
      case WORKER, SHARED_WORKER, SERVICE_WORKER -> Optional.of(Directive.WORKER_SRC);
      case IMAGE -> Optional.of(Directive.IMG_SRC);
      case FONT -> Optional.of(Directive.FONT_SRC);
      case VIDEO, AUDIO, TRACK -> Optional.of(Directive.MEDIA_SRC);
      case MANIFEST -> Optional.of(Directive.MANIFEST_SRC);
      case JSON, EMPTY -> Optional.of(Directive.CONNECT_SRC);
    };
  }

  /** Step 5: the page's own wish. */
  private void upgradeInsecureRequests() {
    Optional<Client> client = course.request().client();
    if (client.isPresent()) {
      InsecureUpgrade.decide(
              client.get().policies().upgradeInsecureRequests(),
              client.get().url(),
              course.url(),
              course.request().destination().isNavigation())
          .ifPresent(because -> upgrade("upgrade-insecure-requests", because));
    }
  }

  /** Steps 6 and 7: what an insecure URL may do in a secure page. */
  private void mixedContent() throws FetchException {
    FetchRequest request = course.request();
    MixedVerdict.Facts facts =
        new MixedVerdict.Facts(
            request.client().filter(c -> c.url().scheme().equals("https")).isPresent(),
            course.url(),
            content(request),
            request.destination() == Destination.EMPTY
                ? "fetch"
                : request.destination().toString());
    switch (MixedVerdict.decide(facts)) {
      case MixedVerdict.Allowed() -> {}
      case MixedVerdict.Upgraded(Because because) -> upgrade("mixed content", because);
      case MixedVerdict.Blocked(Because because) -> throw course.blocked("mixed content", because);
    }
  }

  private static MixedVerdict.Content content(FetchRequest request) {
    return switch (request.destination()) {
      case DOCUMENT -> MixedVerdict.Content.PAGE;
      case IMAGE ->
          request.terms().choice() == Terms.Choice.IMAGE_SET
              ? MixedVerdict.Content.OTHER
              : MixedVerdict.Content.MEDIA;
      case VIDEO, AUDIO -> MixedVerdict.Content.MEDIA;
      default -> MixedVerdict.Content.OTHER;
    };
  }

  private void upgrade(String rule, Because because) {
    Url from = course.url();
    Url to = HstsStore.secured(from);
    tell(new PolicyStep.UrlUpgraded(from.display(), to.display(), rule), because);
    course.replace(to);
  }

  /** Step 7: ports of other protocols. */
  private void badPort() throws FetchException {
    Url url = course.url();
    if (BadPorts.blocks(url)) {
      throw Problems.refused(
          url,
          Because.of(
              FetchReason.BAD_PORT, Clause.of("WHATWG Fetch", "2.9"), url.port().getAsInt()));
    }
  }

  /** Step 10: hosts that demand HTTPS. */
  private void transportSecurity() {
    Security security = course.fetcher().security();
    Url url = course.url();
    if (!url.isHttp()) {
      return;
    }
    Optional<Because> demanded = security.hsts().demands(url, course.fetcher().clock().instant());
    if (demanded.isEmpty()) {
      return;
    }
    if (url.scheme().equals("http")) {
      upgrade("HSTS", demanded.get());
    }
    if (security.certificates() == HstsStore.Certificate.UNCHECKED) {
      tell(
          new PolicyStep.HstsOverridden(url.hostname()),
          Because.of(PolicyReason.HSTS_CERTIFICATE, Clause.rfc(6797, "12.1")));
    }
  }

  /**
   * Step 12, and <a href="https://fetch.spec.whatwg.org/#scheme-fetch">"scheme fetch"</a>. Empty
   * when a redirect is followed.
   */
  private Optional<FetchResponse> schemeFetch() throws IOException {
    FetchRequest request = course.request();
    Url url = course.url();
    Optional<Preflight> preflight =
        request.isOwn(url, course.tainting()) ? Optional.empty() : taint(request);
    return url.isHttp()
        ? new HttpFetch(course, preflight).run()
        : Optional.of(new LocalFetch(course).run());
  }

  /** What is asked of another origin; the preflight that it needs. */
  private Optional<Preflight> taint(FetchRequest request) throws FetchException {
    switch (request.mode()) {
      case NAVIGATE -> {
        return Optional.empty();
      }
      case SAME_ORIGIN ->
          throw Problems.refused(course.url(), Because.of(FetchReason.SAME_ORIGIN_ONLY, MAIN));
      case NO_CORS -> {
        if (request.redirect() != FetchRequest.Redirect.FOLLOW) {
          throw course.blocked("CORS", Because.of(PolicyReason.NO_CORS_REDIRECTS, MAIN));
        }
        course.taint(request.tainting(course.url(), course.tainting()));
        return Optional.empty();
      }
      case CORS -> {
        if (!course.url().isHttp()) {
          throw course.blocked(
              "CORS", Because.of(PolicyReason.CORS_SCHEME, MAIN, course.url().scheme() + ":"));
        }
        course.taint(request.tainting(course.url(), course.tainting()));
        return Preflight.of(
            request.method(),
            request.fields(),
            with(request),
            request.terms().preflight() == Terms.Preflight.ALWAYS
                ? Preflight.Demand.ALWAYS
                : Preflight.Demand.AS_NEEDED);
      }
    }
    throw new AssertionError(request.mode());
  }

  /** What the CORS protocol calls credentials: the mode alone counts, not whether there are any. */
  static CorsVerdict.With with(FetchRequest request) {
    return request.credentials() == FetchRequest.Credentials.INCLUDE
        ? CorsVerdict.With.CREDENTIALS
        : CorsVerdict.With.NOTHING;
  }

  private void tell(PolicyStep step, Because because) {
    Trail trail = course.trail();
    if (trail.on()) {
      trail.mark(step, because);
    }
  }
}
