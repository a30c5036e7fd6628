package dev.glasshouse.edge.cache;

import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.OriginException;
import dev.glasshouse.edge.ProxyError;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpDate;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.cache.Asking;
import dev.glasshouse.http.cache.HttpCache;
import dev.glasshouse.http.cache.Outcome;
import dev.glasshouse.http.cache.Outlook;
import dev.glasshouse.http.caching.CacheStatus;
import dev.glasshouse.http.caching.ConditionVerdict;
import dev.glasshouse.http.caching.EntityTag;
import dev.glasshouse.http.caching.TargetedControl;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheNodeReason;
import dev.glasshouse.journey.CacheNodeStep;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A cache that many share, in front of an origin (RFC 9111). Safe for many threads.
 *
 * <p>A request for a range of what is not stored goes on as it is, and the part that comes is
 * stored where a strong validator guards it. Several ranges are cut out of what is stored whole and
 * may be used; where it may not, a request for them goes on as it is. An answer that sets a cookie
 * is stored only where its server says that it is for all: by {@code public}, {@code s-maxage} or a
 * targeted field. What is kept of a request besides its URL is what Vary names, with
 * Accept-Encoding brought down to the codings that make a difference; a request with a field that
 * servers are known to heed unasked ({@code X-Original-URL} and its like) goes past the cache.
 */
public final class SharedCache implements Origin, AutoCloseable {
  /** Fields that say what the content is, which a 304 has not (RFC 9110 15.4.5). */
  private static final List<String> OF_THE_CONTENT =
      List.of(
          "Content-Length",
          "Content-Type",
          "Content-Encoding",
          "Content-Language",
          "Content-Range",
          "Accept-Ranges");

  private final Origin origin;
  private final CacheOptions options;
  private final InstantSource clock;
  private final HttpCache cache;
  private final Purges purges;
  private final Counts counts;
  private final String partition;
  private final String ownCookie;

  private SharedCache(
      Origin origin,
      String partition,
      CacheOptions options,
      InstantSource clock,
      HttpCache cache,
      Purges purges,
      Counts counts,
      String ownCookie) {
    this.origin = origin;
    this.partition = partition;
    this.ownCookie = ownCookie;
    this.options = options;
    this.clock = clock;
    this.cache = cache;
    this.purges = purges;
    this.counts = counts;
  }

  /**
   * A cache before an origin.
   *
   * @throws IOException when its folder cannot be used, or another program has it open
   */
  public static SharedCache before(Origin origin, CacheOptions options, InstantSource clock)
      throws IOException {
    return before(origin, options, clock, _ -> {});
  }

  /**
   * A cache before an origin.
   *
   * @param complaints takes why its disk does not take what is to be kept, in a sentence; not often
   * @throws IOException when its folder cannot be used, or another program has it open
   */
  public static SharedCache before(
      Origin origin, CacheOptions options, InstantSource clock, Consumer<String> complaints)
      throws IOException {
    Purges purges = Purges.inMemory(clock);
    var counts = new Counts();
    HttpCache cache =
        HttpCache.shared(
            options.folder(),
            options.limits(),
            clock,
            purges,
            new Unwritten(options, clock, counts, complaints));
    if (cache.withoutDisk().isPresent()) {
      Because because = cache.withoutDisk().get();
      cache.close();
      purges.close();
      throw new IOException(
          "the cache's folder "
              + options.folder().orElseThrow()
              + " cannot be used: "
              + unusable(because));
    }
    if (options.folder().isPresent()) {
      // Not before: the folder may be another program's, which writes there.
      try {
        purges.keepIn(options.folder().get());
      } catch (IOException e) {
        cache.close();
        throw e;
      }
    }
    return new SharedCache(origin, "", options, clock, cache, purges, counts, "");
  }

  private static String unusable(Because because) {
    return switch (because.reason()) {
      case CacheReason.LOCKED -> "another program has it open";
      case CacheReason.LOCKED_BY ->
          "another program has it open (process " + because.arguments().getFirst() + ")";
      default -> String.valueOf(because.arguments().getFirst());
    };
  }

  /**
   * The same copies, figures and orders, before another origin. It is closed with this one.
   *
   * @param apart keeps its copies apart from those of another origin that answers the same URLs
   *     with something else; empty where none does
   * @param cookie the name of a cookie that the origin sets by itself for one client, which is not
   *     stored, and does not keep what it comes with from being; empty for none
   */
  public SharedCache before(Origin other, String apart, String cookie) {
    return new SharedCache(other, apart, options, clock, cache, purges, counts, cookie);
  }

  @Override
  public Response send(Request request, Aside aside) throws OriginException {
    OwnCookie cookie = OwnCookie.of(ownCookie, request);
    Incoming in = Incoming.of(cookie.without(request), options.name());
    if (in.loops()) {
      return loop(request, aside.trail());
    }
    Optional<Url> url =
        request.target().startsWith("/") ? Url.tryParse(request.url()) : Optional.empty();
    if (!in.unkeyed().isEmpty() || url.isEmpty()) {
      return past(request, in.unkeyed(), aside);
    }
    boolean reads = isRead(request.method());
    Asking asking = Asking.shared(partition, key(request), url::get);
    // What cannot be shared anyway is asked for with the client's own conditions.
    Incoming taken = !reads || cache.isPassed(asking) ? in.withConditions() : in;
    try {
      boolean several = mayCut(taken.request(), asking);
      HttpCache.Answer answer =
          cache.send(
              several ? SeveralRanges.whole(taken.request()) : taken.request(),
              asking,
              (sent, trail) -> ask(sent, cookie, within(aside, trail)),
              aside.trail());
      if (several) {
        answer = answer.with(SeveralRanges.cut(taken.request(), answer.response(), aside.trail()));
      }
      Response told = finished(taken, answer, aside.trail());
      return cookie
          .set()
          .map(set -> told.with(told.fields().plus(set.name(), set.value())))
          .orElse(told);
    } catch (OriginException e) {
      throw e;
    } catch (IOException e) {
      throw OriginException.of(
              ProxyError.PROXY_INTERNAL_ERROR,
              OriginException.Processed.PERHAPS,
              CacheNodeReason.CACHE_FAILED,
              String.valueOf(e.getMessage()))
          .from(e);
    }
  }

  /** Whether several ranges are wanted of what is stored whole. */
  private boolean mayCut(Request request, Asking asking) {
    if (!SeveralRanges.areWanted(request)) {
      return false;
    }
    Outlook.What what = cache.outlook(SeveralRanges.whole(request), asking).what();
    return what == Outlook.What.SERVED || what == Outlook.What.SERVED_AND_CHECKED;
  }

  @Override
  public boolean keepsAnswers() {
    return true;
  }

  @Override
  public Optional<Response> atOnce(Request request, Trail trail) {
    if (!isRead(request.method()) || !request.target().startsWith("/")) {
      return Optional.empty();
    }
    OwnCookie cookie = OwnCookie.of(ownCookie, request);
    Incoming in = Incoming.of(cookie.without(request), options.name());
    if (in.loops() || !in.unkeyed().isEmpty()) {
      return Optional.empty();
    }
    Asking asking = Asking.shared(partition, key(request), () -> Url.parse(request.url()));
    return cache.atOnce(in.request(), asking, trail).map(answer -> finished(in, answer, trail));
  }

  private static boolean isRead(Method method) {
    return method.equals(Method.GET) || method.equals(Method.HEAD);
  }

  /** What entries are kept by: scheme, host in lower case, and the target as the server gets it. */
  private static String key(Request request) {
    return request.scheme()
        + "://"
        + request.authority().toLowerCase(Locale.ROOT)
        + request.target();
  }

  /** The origin is asked. */
  private Response ask(Request request, OwnCookie cookie, Aside aside) throws IOException {
    String before = request.fields().combined("CDN-Loop").map(all -> all + ", ").orElse("");
    Request told = request.with("CDN-Loop", before + options.name());
    Response answer = cookie.taken(origin.send(cookie.with(told), aside));
    return lasting(told, answer, aside.trail());
  }

  /**
   * A failure, or what is not there, that says nothing of how long that holds gets a short
   * lifetime: in a field that only caches like this one read.
   */
  private Response lasting(Request request, Response answer, Trail trail) {
    Duration lifetime =
        switch (answer.status().code()) {
          case 404, 410 -> options.notFound();
          case 500, 502, 503, 504 -> options.failed();
          default -> Duration.ZERO;
        };
    Fields fields = answer.fields();
    boolean silent =
        !fields.has("Cache-Control")
            && !fields.has("Expires")
            && !fields.has("CDN-Cache-Control")
            && !fields.has(TargetedControl.OURS)
            && !fields.has("Set-Cookie");
    if (!lifetime.isPositive() || !silent || !request.method().equals(Method.GET)) {
      return answer;
    }
    boolean private_ = request.fields().has("Authorization") || request.fields().has("Cookie");
    if (private_) {
      return answer;
    }
    if (trail.on()) {
      trail.mark(
          new CacheNodeStep.LifetimeGiven(request.url(), answer.status().code(), lifetime),
          Because.of(CacheNodeReason.SAYS_NOTHING, Clause.rfc(9111, "4.2.2")));
    }
    return answer.with(TargetedControl.OURS, "max-age=" + Math.max(1, lifetime.toSeconds()));
  }

  /** A request that may not be answered from what is stored, nor its answer be stored. */
  private Response past(Request request, String unkeyed, Aside aside) throws OriginException {
    if (aside.trail().on() && !unkeyed.isEmpty()) {
      aside
          .trail()
          .mark(
              new CacheStep.CachePassed(request.url(), ""),
              Because.of(CacheReason.UNKEYED, unkeyed));
    }
    counts.passed();
    Response answer = origin.send(request, aside);
    return answer.with(
        CacheStatus.forwarded(
                options.name(), CacheStatus.Forwarded.BYPASS, answer.status().code(), false)
            .addTo(answer.fields()));
  }

  /** RFC 8586 2: it went in a circle. */
  private Response loop(Request request, Trail trail) {
    if (trail.on()) {
      trail.mark(
          new CacheNodeStep.LoopFound(request.url(), options.name()),
          Because.of(CacheNodeReason.CAME_THROUGH, Clause.rfc(8586, "2")));
    }
    counts.refused();
    return Response.text(new Status(508), "508 Loop Detected: " + options.name() + "\n")
        .with("Cache-Control", "no-store")
        .standingIn();
  }

  /** The answer as the client gets it. */
  private Response finished(Incoming in, HttpCache.Answer answer, Trail trail) {
    Response response = answer.response();
    Outcome outcome = answer.outcome();
    counts.told(outcome, response.body().length().orElse(0));
    var fields = new ArrayList<Field>(response.fields().size() + 1);
    List<String> before = List.of();
    for (Field field : response.fields()) {
      if (field.is("Cache-Status")) {
        before = before.isEmpty() ? new ArrayList<>() : before;
        before.add(field.value());
      } else if (in.fromCache() || !isOurs(field)) {
        fields.add(field);
      }
    }
    before = before.isEmpty() ? List.of() : before;
    String status = outcome.status(options.name()).toString();
    fields.add(
        new Field(
            "Cache-Status", before.isEmpty() ? status : String.join(", ", before) + ", " + status));
    Response told = response.with(Fields.copyOf(fields));
    return in.conditions().isEmpty() ? told : conditional(in, told, outcome, trail);
  }

  /** Fields for the caches of a CDN, which clients have no use for. */
  private static boolean isOurs(Field field) {
    return field.is(TargetedControl.OURS) || field.is("Surrogate-Key") || field.is("Cache-Tag");
  }

  /** The client's own conditions, looked at here (RFC 9111 4.3.2). */
  private Response conditional(Incoming in, Response response, Outcome outcome, Trail trail) {
    Status status = response.status();
    if (!status.equals(Status.OK) && !status.equals(Status.PARTIAL_CONTENT)) {
      return response;
    }
    Instant now = clock.instant();
    ConditionVerdict verdict =
        ConditionVerdict.of(
            in.request().method(),
            in.conditions(),
            Optional.of(
                new ConditionVerdict.Validators(
                    response.fields().first("ETag").flatMap(EntityTag::parse),
                    modified(response.fields(), outcome, now))),
            now);
    if (verdict.outcome() != ConditionVerdict.Outcome.NOT_MODIFIED) {
      return response;
    }
    if (trail.on()) {
      trail.mark(
          new CacheNodeStep.ConditionAnswered(in.request().url(), verdict.field()),
          verdict.because());
    }
    leave(response, outcome);
    return new Response(
        Status.NOT_MODIFIED,
        "",
        HttpVersion.HTTP_1_1,
        response.fields().without(OF_THE_CONTENT.toArray(String[]::new)),
        Body.NONE);
  }

  /** When it was changed last; Date stands in for a stored answer that does not say (4.3.2). */
  private static Optional<Instant> modified(Fields fields, Outcome outcome, Instant now) {
    return fields
        .first("Last-Modified")
        .or(() -> outcome.freshness().isPresent() ? fields.first("Date") : Optional.empty())
        .flatMap(text -> HttpDate.parse(text, now));
  }

  /** Content that the client does not need; what is being stored goes on coming. */
  private static void leave(Response response, Outcome outcome) {
    if (outcome.stored() && !response.body().isReplayable()) {
      Thread.ofVirtual().name("filling-on").start(() -> drain(response));
    } else {
      response.close();
    }
  }

  private static long drain(Response response) {
    try (response;
        InputStream in = response.body().open()) {
      return in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException | IllegalStateException _) {
      return -1;
    }
  }

  /**
   * The steps of an exchange go under the trail that the cache has for it. What comes may be
   * stored, and others may wait for it: it is not given up when this client goes away.
   */
  private static Aside within(Aside aside, Trail trail) {
    return trail == aside.trail() ? aside.untold() : Aside.silent(trail);
  }

  /**
   * Forgets what is meant, at once and for what is on its way too.
   *
   * @param from who ordered it
   * @throws IOException when it could not be written down: it holds until the next start
   */
  public void purge(Purge purge, String from, Trail trail) throws IOException {
    purge(purge, Instant.MAX, from, trail);
  }

  /**
   * Forgets what is meant and was asked for until a moment, or now.
   *
   * @param latest when the order was given, at the latest: what was asked for later stays
   * @param from who ordered it
   * @throws IOException when it could not be written down: it holds until the next start
   */
  public void purge(Purge purge, Instant latest, String from, Trail trail) throws IOException {
    purges.take(purge, latest);
    counts.purged();
    if (trail.on()) {
      trail.mark(
          new CacheNodeStep.PurgeTaken(
              purge.kind().name().toLowerCase(Locale.ROOT), purge.what(), purge.soft()),
          Because.of(CacheNodeReason.PURGE_ORDERED, from));
    }
  }

  /**
   * Uses nothing that it keeps before its server has confirmed it: orders to purge may have been
   * missed.
   *
   * @param why how that came
   * @throws IOException when it could not be written down: it holds until the next start
   */
  public void doubt(String why, Trail trail) throws IOException {
    purges.take(Purge.unconfirmed());
    if (trail.on()) {
      trail.mark(
          new CacheNodeStep.PurgeTaken("unconfirmed", "", false),
          Because.of(CacheNodeReason.ORDERS_MISSED, why));
    }
  }

  /**
   * Has URLs fetched and stored before anybody asks for them.
   *
   * @return how many are stored now, or were
   */
  public int warm(List<String> urls, Trail trail) {
    return warm(urls, trail, _ -> {});
  }

  /**
   * Has URLs fetched and stored before anybody asks for them.
   *
   * @param left takes each that is not stored, or no answer of the kind that is wished for, with
   *     why
   * @return how many are stored now, or were
   */
  public int warm(List<String> urls, Trail trail, Consumer<String> left) {
    int stored = 0;
    for (String text : urls) {
      Optional<Url> url = Url.tryParse(text.strip()).filter(Url::isHttp);
      if (url.isPresent()) {
        stored += warmed(url.get(), trail, left) ? 1 : 0;
      } else if (!text.isBlank()) {
        left.accept(Texts.shown(text.strip()) + " is no URL of HTTP");
      }
    }
    return stored;
  }

  private boolean warmed(Url url, Trail trail, Consumer<String> left) {
    try {
      Request request = Request.get(url).with("Accept-Encoding", "gzip");
      Response response = send(request, trail);
      long bytes = drain(response);
      // Looked for, since what was to be stored may have turned out to be too large.
      Asking asking = Asking.shared(partition, key(request), () -> url);
      boolean stored =
          bytes >= 0
              && !cache
                  .outlook(Incoming.of(request, options.name()).request(), asking)
                  .store()
                  .isEmpty();
      if (trail.on()) {
        trail.mark(
            new CacheNodeStep.Warmed(url.display(), response.status().code(), bytes, stored),
            Because.HAPPENED);
      }
      if (!stored || response.status().code() >= 400) {
        left.accept(
            url.display()
                + " was answered "
                + response.status().code()
                + (stored ? "" : ", and is not kept"));
      }
      return stored;
    } catch (OriginException e) {
      if (trail.on()) {
        trail.mark(
            new CacheNodeStep.Warmed(url.display(), e.status().code(), 0, false), e.because());
      }
      left.accept(url.display() + ": " + Texts.of(e));
      return false;
    }
  }

  /** What it has done. */
  public Counts.Now counts() {
    return counts.now();
  }

  /** Its name. */
  public String name() {
    return options.name();
  }

  /** Bytes of what is stored, in memory and on disk. */
  public HttpCache.Sizes sizes() {
    return cache.sizes();
  }

  @Override
  public void close() {
    cache.close();
    purges.close();
  }
}
