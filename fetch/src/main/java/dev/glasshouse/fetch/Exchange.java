package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cors.Filter;
import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.fetch.hsts.HstsHost;
import dev.glasshouse.fetch.hsts.HstsVerdict;
import dev.glasshouse.fetch.priority.PriorityVerdict;
import dev.glasshouse.fetch.referrer.ReferrerVerdict;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.ContentCodings;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.cache.HttpCache;
import dev.glasshouse.http.client.Partition;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.TraceContext;
import dev.glasshouse.journey.TraceReason;
import dev.glasshouse.journey.TraceStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.ContentType;
import dev.glasshouse.url.Site;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One request and its response (<a
 * href="https://fetch.spec.whatwg.org/#http-network-or-cache-fetch">Fetch, "HTTP-network-or-cache
 * fetch"</a>, and <a href="https://fetch.spec.whatwg.org/#http-network-fetch">"HTTP-network
 * fetch"</a>); a row of its own in the waterfall, which ends with the body.
 */
final class Exchange implements FetchedBody.Ending {
  private static final Clause TRACE_CONTEXT = Clause.of("Trace Context", "3.2");
  private static final Clause SERVER_TIMING = Clause.of("Server Timing", "2");

  private final Course course;
  private final Fetcher fetcher;
  private final FetchRequest request;
  private final Optional<Authentication.Told> authorization;
  private final List<Url> urls;
  private final Url url;
  private final FetchRow row;
  private final long id;
  private final long begin;
  private final Trail trail;
  private int status;
  private String mediaType = "";
  private FetchResponse.From from = FetchResponse.From.NETWORK;

  /**
   * An exchange.
   *
   * @param request the course's request as it is by now, or a preflight of it
   * @param authorization the credentials, where there are any to send
   */
  Exchange(Course course, FetchRequest request, Optional<Authentication.Told> authorization) {
    this.authorization = authorization;
    this.course = course;
    this.fetcher = course.fetcher();
    this.request = request;
    this.urls = course.urls();
    this.url = course.url();
    this.row = course.row();
    this.id = row.trail().open();
    this.begin = row.trail().now();
    this.trail = row.trail().after(id);
  }

  /** Sends the request; the response's body must be answered with, or finished. */
  Response send() throws IOException {
    try {
      Response response = networkOrCache(message());
      status = response.status().code();
      return response;
    } catch (IOException e) {
      end(0, "", 0);
      throw e;
    }
  }

  /** HTTP-network-or-cache fetch: the request as it is sent, its fields made. */
  private Request message() {
    ReferrerVerdict referrer =
        ReferrerVerdict.decide(
            course.referrerPolicy(), request.terms().referrer().or(request::referrer), url);
    if (trail.on() && request.client().isPresent()) {
      trail.mark(
          new PolicyStep.ReferrerChosen(
              url.display(), course.referrerPolicy().toString(), referrer.value().orElse("")),
          referrer.because());
    }
    PriorityVerdict priority = Priorities.of(request.destination(), request.terms());
    if (trail.on()) {
      trail.mark(
          new PolicyStep.PriorityChosen(url.display(), priority.urgency(), priority.incremental()),
          priority.because());
    }
    Fields fields =
        RequestFields.of(
            new RequestFields.Facts(
                request,
                urls,
                course.tainting(),
                course.serializedOrigin(),
                course.referrerPolicy(),
                referrer.value()),
            fetcher.identity());
    if (course.sendsCredentials(request)) {
      fields = course.cookies().add(fields, request, urls, trail);
    }
    Optional<String> range = request.fields().first("Range");
    if (range.isPresent() && trail.on()) {
      trail.mark(
          new PolicyStep.RangeTaken(url.display(), range.get()),
          Because.of(PolicyReason.RANGE_ASKED, Clause.rfc(9110, "14.2")));
    }
    if (authorization.isPresent()) {
      fields = fields.with("Authorization", authorization.get().field());
    }
    fields = traced(fields);
    return Request.to(request.method(), url).with(fields).with(request.body());
  }

  /** Tells the server which step of which journey asks, where it is to be told. */
  private Fields traced(Fields fields) {
    Optional<TraceReason> why =
        trail.on() && !fields.has("traceparent")
            ? fetcher.tracing().tells(url, trail)
            : Optional.empty();
    Optional<TraceContext> context = why.isEmpty() ? Optional.empty() : trail.context();
    if (context.isEmpty()) {
      return fields;
    }
    trail.mark(
        new TraceStep.ContextSent(url.display(), context.get().trace(), context.get().spanText()),
        Because.of(why.get(), TRACE_CONTEXT));
    return fields.plus("traceparent", context.get().traceparent());
  }

  /** HTTP-network-or-cache fetch: who answers. */
  private Response networkOrCache(Request message) throws IOException {
    Optional<Site> site = partition(request, url);
    if (fetcher.cache().isEmpty() || site.isEmpty()) {
      return network(message, trail);
    }
    HttpCache.Answer answer =
        fetcher
            .cache()
            .get()
            .send(
                message,
                Foreseen.asking(request, url, site.get(), course.sendsCredentials(request)),
                this::network,
                trail);
    from = FetchResponse.From.of(answer.source());
    return answer.response();
  }

  /**
   * The site of the page that a person sees, whose part of the cache it is (Fetch, 2.7 "network
   * partition keys"). Empty where that is nobody else's, and nothing is kept.
   */
  static Optional<Site> partition(FetchRequest request, Url url) {
    Site site =
        request
            .client()
            .filter(_ -> request.destination() != Destination.DOCUMENT)
            .map(Client::topLevel)
            .orElseGet(() -> url.origin().site());
    return Optional.of(site).filter(Site.SchemeAndHost.class::isInstance);
  }

  /** HTTP-network fetch: what came over the network, and what is remembered of it. */
  private Response network(Request message, Trail trail) throws IOException {
    var sharing =
        new Partition(
            partition(request, url).map(Site::toString).orElse(""),
            course.sendsCredentials(request));
    Aside aside = course.hints().heard(url, trail);
    Response response = fetcher.client().send(message, request.priority(), sharing, aside);
    if (course.sendsCredentials(request)) {
      course.cookies().keep(response, request, urls, trail);
      fetcher.keepsakes().saveNowAndThen(trail, fetcher.clock().instant());
    }
    transportSecurity(response);
    timing(response);
    return ServerProof.demand(authorization.flatMap(Authentication.Told::proof), response, course);
  }

  /** RFC 6797 8.1: the first field counts. */
  private void transportSecurity(Response response) {
    Optional<String> field = response.fields().first("Strict-Transport-Security");
    if (field.isEmpty()) {
      return;
    }
    HstsVerdict verdict =
        fetcher
            .security()
            .hsts()
            .take(url, field.get(), fetcher.security().certificates(), fetcher.clock().instant());
    if (trail.on()) {
      PolicyStep step =
          switch (verdict) {
            case HstsVerdict.Kept(HstsHost host, var _) ->
                new PolicyStep.HstsKept(
                    host.name(),
                    host.subDomains(),
                    Duration.between(fetcher.clock().instant(), host.expires()));
            case HstsVerdict.Forgotten(String host, var _) -> new PolicyStep.HstsForgotten(host);
            case HstsVerdict.Ignored(String host, var _) ->
                new PolicyStep.HstsIgnored(host, shown(field.get()));
          };
      trail.mark(step, verdict.because());
    }
  }

  private void timing(Response response) {
    if (!trail.on()) {
      return;
    }
    for (ServerTiming timing : ServerTiming.of(response.fields())) {
      long now = trail.now();
      trail.record(
          trail.open(),
          now,
          now,
          new TraceStep.ServerTimed(
              url.display(), timing.metric(), timing.took(), timing.description()),
          Because.of(TraceReason.SERVER_TOLD, SERVER_TIMING),
          Source.PEER);
    }
  }

  private static String shown(String text) {
    return text.length() > 120 ? text.substring(0, 120) + "..." : text;
  }

  /** Drops the body of an answer that nobody reads. */
  void finish(Response response) {
    response.close();
    end(status, "", 0);
  }

  /** Makes the final answer of a response (main fetch, steps 14 to 23). */
  FetchResponse answer(Response wire) throws IOException {
    BodyStream body = null;
    try {
      Response response = ContentCodings.decode(wire, fetcher.client().limits(), trail);
      body = response.body().open();
      ContentType said =
          ContentType.of(
              response.fields().all("Content-Type"),
              response.fields().all("X-Content-Type-Options"));
      var gate = new ContentGate(course, trail);
      gate.check(wire.status(), wire.fields(), said);
      body = gate.integrity(body);
      TypeVerdict type = TypeVerdict.decide(url, said, request.destination(), body, trail);
      gate.opaque(wire.status(), said, type);
      mediaType = type.type().essence();
      FetchResponse.Disposition disposition =
          Dispositions.decide(
              request, url, wire.status(), wire.fields(), type, fetcher.limits(), trail);
      gate.navigation(wire.fields(), disposition);
      long limit =
          disposition instanceof FetchResponse.Disposition.Saved
              ? Long.MAX_VALUE
              : fetcher.limits().body();
      return new FetchResponse(
          urls,
          wire.status(),
          wire.reason(),
          Optional.of(wire.version()),
          wire.fields(),
          shared(wire),
          new FetchResponse.ContentType(mediaType, type.charset(), type.sniffed()),
          disposition,
          from,
          new FetchedBody(type.begun(), body, limit, trail, this));
    } catch (IOException e) {
      if (body != null) {
        body.close();
      }
      end(status, mediaType, 0);
      throw e;
    }
  }

  /** Main fetch, step 14: what scripts of the page may see. */
  private FetchResponse.Shared shared(Response response) {
    Fields visible = Filter.visible(course.tainting(), response.fields(), MainFetch.with(request));
    if (trail.on() && request.client().isPresent() && course.tainting() != Tainting.BASIC) {
      PolicyReason why =
          switch (course.tainting()) {
            case BASIC -> PolicyReason.TAINT_BASIC;
            case CORS -> PolicyReason.TAINT_CORS;
            case OPAQUE -> PolicyReason.TAINT_OPAQUE;
            case OPAQUE_REDIRECT -> PolicyReason.TAINT_REDIRECT;
          };
      trail.mark(
          new PolicyStep.AnswerFiltered(
              url.display(),
              course.tainting().toString(),
              Filter.hidden(response.fields(), visible)),
          Because.of(why, Clause.of("WHATWG Fetch", "2.2.6")));
    }
    return new FetchResponse.Shared(course.tainting(), visible);
  }

  private void end(int withStatus, String type, long bytes) {
    if (trail.on()) {
      row.trail()
          .close(
              id,
              begin,
              new FetchStep.Exchanged(
                  row.number(),
                  request.method().toString(),
                  url.display(),
                  withStatus,
                  type,
                  bytes),
              Because.HAPPENED);
    }
  }

  @Override
  public void complete(long bytes) {
    end(status, mediaType, bytes);
    row.complete();
  }

  @Override
  public void broken(long bytes, IOException problem) {
    end(status, mediaType, bytes);
    row.failed(problem);
  }

  @Override
  public void givenUp(long bytes) {
    end(status, mediaType, bytes);
    if (status >= 400 || status == 204) {
      // The answer said all that was to be known: whoever asked does not read its content.
      row.complete();
    } else {
      row.givenUp();
    }
  }
}
